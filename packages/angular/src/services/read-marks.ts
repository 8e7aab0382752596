import type { Channel, ChannelState } from '@parley/client'
import { State } from '../state/state'
import { Paced } from './paced'
import { showsLatest, type UnreadMarker, unreadMarker } from './unread-marker'

/** Who watches a burst of messages need not say after each that it was read. */
const PACE_MS = 500

/** What of the surroundings decides about marks. */
export interface Reader {
  readonly ownId: string | undefined
  readonly isVisible: boolean
  /** The parent of the thread that is open. */
  readonly parentId: string | undefined
}

/**
 * Marks the open channel and thread read while the user can see them, and remembers where the
 * unread messages began.
 */
export class ReadMarks {
  /** Stands still while the user looks; moves while messages come unseen. */
  readonly marker = new State<UnreadMarker | undefined>(undefined)
  readonly #reader: () => Reader
  readonly #channelMark = new Paced(async () => this.#channel?.markRead(), PACE_MS)
  readonly #threadMark = new Paced(() => this.#markThread(), PACE_MS)
  #channel: Channel | undefined
  /** The user said that it is unread: that counts until the channel is opened anew. */
  #isKeptUnread = false
  /** The newest reply that was looked at. */
  #replySeen: string | undefined

  constructor(reader: () => Reader) {
    this.#reader = reader
  }

  /** Another channel is open, or none. */
  open(channel: Channel | undefined): void {
    this.#channelMark.cancel()
    this.#threadMark.cancel()
    this.#channel = channel
    this.#isKeptUnread = false
    this.#replySeen = undefined
    this.marker.set(channel && unreadMarker(channel.state, this.#reader().ownId))
  }

  /** The user wants to come back to it. */
  keepUnread(): void {
    this.#isKeptUnread = true
  }

  /** The user has read it all after all. */
  async markRead(): Promise<void> {
    this.#isKeptUnread = false
    await this.#channel?.markRead()
  }

  /** The state changed, or what the user sees of it. */
  look(): void {
    const state = this.#channel?.state
    if (!state) return
    const { isVisible, ownId } = this.#reader()
    const isUnseen = !isVisible || this.#isKeptUnread
    if (isUnseen && state.unread_count > 0)
      this.marker.set(sameOr(this.marker.value, unreadMarker(state, ownId)))
    if (!isVisible) return
    if (!this.#isKeptUnread && isDue(state)) this.#channelMark.ask()
    this.#lookAtThread(state)
  }

  #lookAtThread(state: ChannelState): void {
    const { parentId, ownId } = this.#reader()
    const newest = (parentId && state.threads[parentId]?.at(-1)) || undefined
    if (newest?.id === this.#replySeen) return
    this.#replySeen = newest?.id
    if (newest && newest.user_id !== ownId && canMark(state)) this.#threadMark.ask()
  }

  async #markThread(): Promise<void> {
    const { parentId } = this.#reader()
    if (parentId) await this.#channel?.markRead({ thread_id: parentId })
  }
}

function isDue(state: ChannelState): boolean {
  return state.unread_count > 0 && canMark(state) && showsLatest(state)
}

/** Who is nobody has read nothing. */
function canMark({ channel, membership }: ChannelState): boolean {
  return channel?.config?.read_events !== false && membership !== undefined
}

function sameOr(old: UnreadMarker | undefined, next: UnreadMarker | undefined): UnreadMarker | undefined {
  const isSame = old?.count === next?.count && old?.lastReadAt === next?.lastReadAt
  return isSame && old?.lastReadMessageId === next?.lastReadMessageId ? old : next
}

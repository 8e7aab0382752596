import { computed, Injectable, inject, signal } from '@angular/core'
import type { LocalMessage, MessageSet } from '@parley/client'
import { type Receipt, receiptOf } from '../message/receipt'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { firstUnread } from './first-unread'
import type { MessageRow } from './rows'

/** What a message list shows: the active channel's messages, or those of the open thread. */
@Injectable()
export class ListSource {
  readonly mode = signal<'channel' | 'thread'>('channel')
  readonly #channels = inject(ChannelService)
  readonly #user = inject(ChatClientService).user

  readonly ownId = computed(() => this.#user()?.id)
  readonly state = this.#channels.activeChannelState
  readonly parent = computed(() =>
    this.mode() === 'thread' ? this.#channels.activeParentMessage() : undefined,
  )
  /** Another key is another list; undefined where there is none. */
  readonly key = computed(() =>
    this.mode() === 'thread' ? this.parent()?.id : this.#channels.activeChannel()?.cid,
  )
  readonly messages = computed<readonly LocalMessage[]>(() =>
    this.mode() === 'thread' ? this.#channels.activeThreadMessages() : this.#channels.activeChannelMessages(),
  )
  readonly #set = computed<MessageSet | undefined>(() => {
    const state = this.state()
    const sets = this.mode() === 'thread' ? state?.threadSets[this.parent()?.id ?? ''] : state?.messageSets
    return sets?.find(({ isCurrent }) => isCurrent)
  })
  /** Asked for, and nothing of it is there yet. */
  readonly isLoading = computed(() =>
    this.mode() === 'thread'
      ? this.#set() === undefined && (this.parent()?.reply_count ?? 0) > 0
      : this.key() !== undefined && this.state()?.channel === undefined,
  )
  readonly hasOlder = computed(() => !this.isLoading() && this.#set()?.hasOlder === true)
  readonly hasNewer = computed(() => this.#set()?.isLatest === false)
  /** The newest ones, wherever one has jumped to. */
  readonly latest = computed<readonly LocalMessage[]>(() => {
    const state = this.state()
    if (this.mode() === 'channel') return state?.latestMessages ?? []
    return state?.threadSets[this.parent()?.id ?? '']?.at(-1)?.messages ?? []
  })
  readonly unreadMark = computed(() =>
    this.mode() === 'channel' ? this.#channels.activeChannelUnread() : undefined,
  )
  readonly firstUnread = computed(
    () => firstUnread(this.messages(), this.unreadMark(), { ownId: this.ownId(), hasOlder: this.hasOlder() }),
    { equal: (one, other) => one.id === other.id && one.isAbove === other.isAbove },
  )
  readonly typing = computed(() =>
    this.mode() === 'thread' ? this.#channels.usersTypingInThread() : this.#channels.usersTypingInChannel(),
  )
  /** Read marks; in threads those of the channel say nothing. */
  readonly read = computed(() => (this.mode() === 'channel' ? (this.state()?.read ?? {}) : {}))

  /** Whether the unread ones begin in front of this message; undefined where that is not known. */
  isUnreadBefore(id: string | undefined): boolean | undefined {
    const { id: firstId, isAbove } = this.firstUnread()
    if (isAbove) return true
    const messages = this.messages()
    const first = messages.findIndex(message => message.id === firstId)
    const at = messages.findIndex(message => message.id === id)
    return first < 0 || at < 0 ? undefined : first < at
  }

  /** What became of one's own messages among these. */
  receiptsOf(rows: readonly MessageRow[]): Map<string, Receipt> {
    const receipts = new Map<string, Receipt>()
    for (const { id, message } of rows) {
      const receipt = receiptOf(message, this.read(), this.ownId())
      if (receipt) receipts.set(id, receipt)
    }
    return receipts
  }

  load(direction: 'older' | 'newer'): Promise<unknown> {
    return this.mode() === 'thread'
      ? this.#channels.loadMoreThreadReplies(direction)
      : this.#channels.loadMoreMessages(direction)
  }

  /** Goes to where the unread ones begin, which is not loaded. */
  async jumpToUnread(): Promise<void> {
    const { lastReadMessageId, lastReadAt } = this.unreadMark() ?? {}
    if (lastReadMessageId) this.jumpTo(lastReadMessageId)
    else if (lastReadAt) {
      const page = { created_at_after: lastReadAt, limit: 1 }
      const reply = await this.#channels.activeChannel()?.query({ messages: page })
      const first = reply?.messages[0]
      if (first) this.jumpTo(first.id)
    } else await this.load('older')
  }

  jumpTo(messageId: string): void {
    void this.#channels.jumpToMessage(messageId, this.parent()?.id)
  }
}

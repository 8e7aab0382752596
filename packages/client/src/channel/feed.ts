import type { AnyEvent, ChannelStateResponse } from '@parley/protocol'
import { Emitter } from '../emitter.ts'
import type { ClientEvent } from '../events.ts'
import type { Timing } from '../timing.ts'
import { reduce } from './reduce.ts'
import { type ChannelState, EMPTY_STATE, fromSnapshot, withMessages } from './state.ts'
import { staleTypists } from './typing.ts'

/** What a feed needs of the user it belongs to. */
export interface FeedOwner {
  readonly userId: string
  readonly timing: Timing
  /** Whether a reply with channel states is on its way. */
  readonly isQuerying: boolean
  /** Hands an event to the client's listeners. */
  emit(event: ClientEvent): void
  /** One's own unread messages here are as many now. */
  countUnread(event: FeedEvent, before: number, after: number): void
  /** Asks for the events that this feed has not seen. */
  catchUp(feed: Feed): void
}

/** An event of this feed's channel. */
export type FeedEvent = AnyEvent & { cid: string; seq?: number }

/** What the connection watches the channel with, to be asked for again after a loss. */
export interface WatchOptions {
  presence?: boolean | undefined
  watchers?: { limit?: number; offset?: number } | undefined
}

/**
 * One channel as it happens: its state, and its events in the order of the log.
 *
 * A logged event is handed on once, and none before the one ahead of it. When one is missing
 * the later ones wait until the missing have been asked for.
 */
export class Feed {
  readonly emitter = new Emitter<ClientEvent>()
  state: ChannelState = EMPTY_STATE
  cid: string | undefined
  /** Number of the last logged event that is in the state. */
  seq: number | undefined
  /** Set while the connection watches. */
  watching: WatchOptions | undefined
  readonly #owner: FeedOwner
  /** Logged events that came too early, by number. */
  readonly #ahead = new Map<number, FeedEvent>()
  /** Logged events that were applied while a query was on its way: its reply may be older. */
  readonly #journal: FeedEvent[] = []
  #typingTimer: ReturnType<typeof setTimeout> | undefined

  constructor(owner: FeedOwner, cid: string | undefined) {
    this.#owner = owner
    this.cid = cid
  }

  /** Takes an event from the socket or from `/sync`. */
  take(event: FeedEvent): void {
    const { seq } = event
    if (seq === undefined) this.#apply(event)
    else if (this.seq === undefined || seq > this.seq) {
      this.#ahead.set(seq, event)
      if (this.#owner.isQuerying) this.#drain()
      else this.settle()
    }
  }

  /** Takes an event of `/sync`: numbers it leaves out are not for this user. */
  takeSynced(event: FeedEvent): void {
    const { seq } = event
    if (this.seq !== undefined && seq !== undefined && seq > this.seq) this.seq = seq - 1
    this.take(event)
  }

  /** Whether events wait for others that are missing. */
  get isBehind(): boolean {
    return this.#ahead.size > 0
  }

  /** Number of the last event that came; 0 when none waits. */
  get aheadSeq(): number {
    return Math.max(0, ...this.#ahead.keys())
  }

  /** What was missing up to here has been asked for: numbers that did not come are not for this user. */
  caughtUp(upToSeq: number): void {
    if (this.seq === undefined) return
    for (const seq of [...this.#ahead.keys()].sort((a, b) => a - b)) {
      if (seq > upToSeq) break
      this.seq = Math.max(this.seq, seq - 1)
      this.#drain()
    }
  }

  /** No query is on its way any more. */
  settle(): void {
    this.#journal.length = 0
    if (this.#ahead.size === 0) return
    this.seq ??= Math.min(...this.#ahead.keys()) - 1
    this.#drain()
    if (this.#ahead.size > 0) this.#owner.catchUp(this)
  }

  /** Takes over what a reply shows of the channel. */
  accept(reply: ChannelStateResponse, kind: SnapshotKind): void {
    if (kind === 'full') this.#replace(reply)
    else this.merge({ channel: this.state.channel ?? reply.channel })
    if (kind === 'page') this.merge({ messages: withMessages(this.state.messages, reply.messages) })
    if (kind === 'bare') this.seq ??= reply.seq
    this.#drain()
  }

  /** Changes parts of the state without an event. */
  merge(part: Partial<ChannelState>): void {
    this.state = { ...this.state, ...part }
  }

  /** Takes an event that is not the channel's own, such as a user's new name. */
  touch(event: AnyEvent): void {
    this.state = reduce(this.state, event, { ownId: this.#owner.userId, nowMs: this.#owner.timing.now() })
  }

  close(): void {
    clearTimeout(this.#typingTimer)
  }

  #replace(reply: ChannelStateResponse): void {
    this.state = fromSnapshot(this.state, reply, this.#owner.userId)
    this.seq = Math.max(this.seq ?? 0, reply.seq)
    for (const event of this.#journal) if ((event.seq ?? 0) > reply.seq) this.touch(event)
    for (const seq of this.#ahead.keys()) if (seq <= this.seq) this.#ahead.delete(seq)
  }

  #drain(): void {
    while (this.seq !== undefined) {
      const next = this.#ahead.get(this.seq + 1)
      if (!next) return
      this.#ahead.delete(this.seq + 1)
      this.seq += 1
      if (this.#owner.isQuerying) this.#journal.push(next)
      this.#apply(next)
    }
  }

  #apply(event: FeedEvent): void {
    const before = this.state.unread_count
    // on a fresh connection that does not watch again yet; the message itself comes with /sync
    if (event.type !== 'notification.message_new' || !this.watching) this.touch(event)
    if (event.type === 'message.new') this.#owner.countUnread(event, before, this.state.unread_count)
    if (event.type === 'channel.deleted') this.watching = undefined
    if (event.type === 'typing.start') this.#pruneTyping()
    this.#owner.emit(event)
    this.emitter.emit(event)
  }

  /** `typing.stop` may be lost: whoever was not heard of for long has stopped. */
  #pruneTyping(): void {
    clearTimeout(this.#typingTimer)
    const { timing } = this.#owner
    for (const event of staleTypists(this.state, this.cid ?? '', timing)) this.#apply(event)
    if (Object.keys(this.state.typing).length === 0) return
    this.#typingTimer = setTimeout(() => this.#pruneTyping(), timing.typingTimeoutMs)
  }
}

/** How much a reply tells: everything, one page of messages, or little more than the channel. */
export type SnapshotKind = 'full' | 'page' | 'bare'

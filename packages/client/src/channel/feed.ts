import type { AnyEvent, ChannelStateResponse, EventMap, PollResponse, ThreadResponse } from '@parley/protocol'
import { Emitter, type Subscription } from '../emitter.ts'
import type { ClientEvent } from '../events.ts'
import type { Task } from '../session/outbox.ts'
import type { Timing } from '../timing.ts'
import { type LoadedPage, type MessageSets, NO_MESSAGES, withPage } from './message-sets.ts'
import { type Change, Pending } from './pending.ts'
import { reduce } from './reduce.ts'
import { changeMessage, dropMessages, findMessage } from './reduce-messages.ts'
import { withOwnVotes } from './reduce-own.ts'
import { infoOf } from './reduce-threads.ts'
import {
  type ChannelState,
  EMPTY_STATE,
  fromSnapshot,
  withMessagesOf,
  withSets,
  withThread,
} from './state.ts'
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
  /** What is one's own here may be another now: rights, mutes. */
  askOwn(feed: Feed): void
}

/** An event of this feed's channel. */
export type FeedEvent = AnyEvent & { cid: string; seq?: number }

/** What the connection watches the channel with, to be asked for again after a loss. */
export interface WatchOptions {
  presence?: boolean | undefined
  watchers?: { limit?: number; offset?: number } | undefined
}

/** A reply with a channel's state, and how much of it was asked for. */
export interface Snapshot {
  kind: SnapshotKind
  /** How many messages it may have. */
  limit: number
  /** Which of them, when it is a page. */
  page?: Omit<LoadedPage, 'messages'>
}

/**
 * One channel as it happens: its state, and its events in the order of the log.
 *
 * A logged event is handed on once, and none before the one ahead of it. When one is missing
 * the later ones wait until the missing have been asked for. What the state shows is what the
 * server has told, and on top of it what is still on its way there.
 */
export class Feed {
  readonly emitter = new Emitter<ClientEvent>()
  readonly pending: Pending
  /** Messages that could not be sent, by id, to be sent again. */
  readonly failed = new Map<string, Task>()
  #told: ChannelState = EMPTY_STATE
  #shown: ChannelState | undefined
  readonly #changed = new Emitter<{ type: 'changed' }>()
  #isTelling = false
  #isClosed = false
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
    this.pending = new Pending(owner.timing.settleMs)
  }

  /** What the server has told. */
  get told(): ChannelState {
    return this.#told
  }

  /** The same, with what is on its way to it. */
  get state(): ChannelState {
    this.#shown ??= this.pending.applyTo(this.#told)
    return this.#shown
  }

  /** Whether a message is shown somewhere here. */
  knows(messageId: string): boolean {
    return findMessage(this.state, messageId) !== undefined
  }

  /** Calls back once after changes of the state that happened together. */
  onChange(listener: () => void): Subscription {
    return this.#changed.on('changed', listener)
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
  accept(reply: ChannelStateResponse, { kind, limit, page }: Snapshot): void {
    if (kind === 'full') this.#replace(reply, limit)
    else this.merge({ channel: this.#told.channel ?? reply.channel })
    if (page) {
      const loaded = { ...page, messages: reply.messages }
      this.#load(withSets(this.#told, withPage(this.#told.messageSets, loaded)))
    }
    // what came before the number was known is told from there
    if (kind === 'bare') this.seq ??= Math.min(reply.seq, ...[...this.#ahead.keys()].map(seq => seq - 1))
    this.#drain()
  }

  /** Takes over replies of a thread. */
  acceptReplies(parentId: string, page: LoadedPage, isNewest: boolean): void {
    const known: MessageSets = this.#told.threadSets[parentId] ?? NO_MESSAGES
    const loaded = withPage(known, isNewest ? { ...page, direction: 'newer', isEnd: true } : page)
    const hasOlder = !(isNewest && page.isEnd)
    const sets = hasOlder ? loaded : loaded.map(set => ({ ...set, hasOlder: false }))
    this.#load(withThread(this.#told, parentId, sets))
  }

  /** Takes over a thread with its newest replies. */
  acceptThread(thread: ThreadResponse, limit: number): void {
    const { parent_message_id: id, latest_replies: messages, parent_message } = thread
    this.merge({ threadInfo: { ...this.#told.threadInfo, [id]: infoOf(thread) } })
    if (!this.#told.channel) this.merge({ channel: thread.channel })
    this.#set(changeMessage(this.#told, parent_message))
    this.acceptReplies(id, { messages, direction: 'older', isEnd: messages.length < limit }, true)
  }

  /** Takes over what of a reply is the own user's alone. */
  acceptOwn({ channel, membership, read }: ChannelStateResponse): void {
    const own = read.find(({ user }) => user.id === this.#owner.userId)
    const { own_capabilities = [], muted } = channel
    const known = this.#told.channel ?? channel
    this.merge({
      channel: { ...known, own_capabilities, ...(muted !== undefined && { muted }) },
      membership,
      ...(own && {
        read: { ...this.#told.read, [own.user.id]: own },
        unread_count: own.unread_messages,
      }),
    })
  }

  /** Which set of messages is looked at: of the channel, or of one of its threads. */
  look(change: (sets: MessageSets) => MessageSets, parentId?: string): void {
    const { messageSets, threadSets } = this.#told
    if (!parentId) this.#set(withSets(this.#told, change(messageSets)))
    else this.#set(withThread(this.#told, parentId, change(threadSets[parentId] ?? NO_MESSAGES)))
  }

  /** Threads that were loaded may be out of date: they are to be loaded again. */
  forgetThreads(): void {
    this.merge({ threads: {}, threadSets: {}, threadInfo: {} })
  }

  /** Changes parts of the state without an event. */
  merge(part: Partial<ChannelState>): void {
    this.#set({ ...this.#told, ...part })
  }

  /** Takes an event that is not the channel's own, such as a user's new name. */
  touch(event: AnyEvent): void {
    const wasExpected = this.pending.hear(event)
    const next = this.#after(this.#told, event)
    if (wasExpected || next !== this.#told) this.#set(next)
  }

  /** One's own votes, as a reply has them. */
  noteVotes({ id, own_votes }: PollResponse): void {
    this.#set(withOwnVotes(this.#told, id, own_votes))
  }

  /** Takes a message away that only this user ever saw. */
  drop(messageId: string): void {
    this.#set(dropMessages(this.#told, ({ id }) => id === messageId))
  }

  /** Shows what is on its way to the server; the key finds it again. */
  expect(key: string, change: Change): void {
    if (this.#isClosed) return
    this.pending.add(key, change)
    this.#set(this.#told)
  }

  /** The server has done it, as this event says or will say: while one watches, it is waited for. */
  fulfil(key: string, event: AnyEvent): void {
    if (!this.pending.has(key)) return
    const isPrivate = event.type === 'message.new' && isOwnAlone(event as EventMap['message.new'])
    const take = () => {
      this.pending.remove(key)
      this.touch(event)
    }
    // a message whose event never comes was sent all the same; anything else is in the state by then
    const late = event.type === 'message.new' ? take : () => this.withdraw(key)
    if (!this.watching || isPrivate) take()
    else this.pending.settle(key, late)
  }

  /** It did not happen. */
  withdraw(key: string): void {
    this.failed.delete(key)
    this.pending.remove(key)
    this.#set(this.#told)
  }

  close(): void {
    clearTimeout(this.#typingTimer)
    this.pending.clear()
    this.#isClosed = true
  }

  #after(state: ChannelState, event: AnyEvent): ChannelState {
    return reduce(state, event, { ownId: this.#owner.userId, nowMs: this.#owner.timing.now() })
  }

  #set(told: ChannelState): void {
    this.#told = told
    this.#shown = undefined
    if (this.#isTelling) return
    this.#isTelling = true
    queueMicrotask(() => {
      this.#isTelling = false
      this.#changed.emit({ type: 'changed' })
    })
  }

  /** Messages were loaded: what happened while they were on their way has happened to them, too. */
  #load(state: ChannelState): void {
    const next = this.#journal.reduce((before, event) => this.#after(before, event), state)
    this.#set(withMessagesOf(state, next))
  }

  #replace(reply: ChannelStateResponse, limit: number): void {
    this.#set(fromSnapshot(this.#told, reply, this.#owner.userId, limit))
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
    // an entry of the log that is for others
    if (event.type === 'log.skipped') return
    const before = this.#told.unread_count
    const rights = rightsOf(this.#told)
    // on a fresh connection that does not watch again yet; the message itself comes with /sync
    if (event.type !== 'notification.message_new' || !this.watching) this.touch(event)
    if (event.type === 'message.new') this.#owner.countUnread(event, before, this.#told.unread_count)
    // in a channel that is gone nobody has rights: asked for, they would be refused
    if (event.type === 'channel.deleted') this.watching = undefined
    else if (rightsOf(this.#told) !== rights) this.#owner.askOwn(this)
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

/** What one's own rights follow from: no event says them, since it is the same for everybody. */
function rightsOf({ channel, membership }: Pick<ChannelState, 'channel' | 'membership'>): string {
  if (!channel?.own_capabilities) return ''
  const { frozen, disabled, cooldown, team, config } = channel
  const { channel_role, banned } = membership ?? {}
  return JSON.stringify([channel_role, banned, frozen, disabled, cooldown, team, config])
}

/** Whether nobody else is ever told of the message. */
function isOwnAlone({ message }: EventMap['message.new']): boolean {
  return message.type === 'ephemeral' || message.type === 'error'
}

/** How much a reply tells: everything, one page of messages, or little more than the channel. */
export type SnapshotKind = 'full' | 'page' | 'bare'

import type { AnyEvent, ChatError, ChatEvent, EventMap, OwnUser, UnreadCounts } from '@parley/protocol'
import { disconnected } from '../call.ts'
import { Feed, type FeedEvent } from '../channel/feed.ts'
import { takesPart } from '../channel/reduce-threads.ts'
import { resume } from '../channel/writes.ts'
import type { ClientEvent, ConnectionState } from '../events.ts'
import { get, Rest, type RestOptions, type RestRequest } from '../net/rest.ts'
import type { Frame } from '../net/wire.ts'
import { joined, throwIfAborted } from '../signals.ts'
import { Alarm, type Timing } from '../timing.ts'
import { Connection, type ConnectionOptions, type Greeting } from './connection.ts'
import type { Login } from './login.ts'
import { type OfflineStorage, Outbox } from './outbox.ts'
import { withCounts, withEvent, withNotice, withUnread } from './own-user.ts'
import { catchUp, recover, refetchAll, refreshOwn } from './recovery.ts'

/** What `connectUser` and its kin resolve to. */
export interface ConnectedUser {
  me: OwnUser
  /** The same as `me`. */
  user: OwnUser
  connectionId: string
}

/** What a session needs of the world. */
export interface SessionOptions extends ConnectionOptions, Omit<RestOptions, 'authorize'> {
  emit(event: ClientEvent): void
  /** `me` is another one. */
  userChanged(): void
  offlineStorage: OfflineStorage | undefined
}

/**
 * Everything of one connected user: connection, requests, channels.
 *
 * A user who disconnects takes the whole session along: once `close` was called no event of
 * it reaches anybody, its requests are aborted and its token provider is not called again.
 */
export class Session {
  key: string
  readonly timing: Timing
  readonly feeds = new Map<string, Feed>()
  /** The first greeting. Rejects when the server refuses, or after five failures; another one then. */
  ready: Promise<ConnectedUser>
  #me: OwnUser | undefined
  /** Whether it never connected and the app was told so. */
  hasFailed = false
  readonly #options: SessionOptions
  readonly #rest: Rest
  readonly #connection: Connection
  readonly #abort = new AbortController()
  readonly #alarm = new Alarm()
  readonly #catchingUp = new Set<Feed>()
  readonly #askingOwn = new Set<Feed>()
  /** Writes that may wait for a connection. */
  readonly outbox: Outbox
  #settle: { resolve(user: ConnectedUser): void; reject(error: ChatError): void } | undefined
  /** Channels that were told to be unread while nobody watched them. */
  readonly #unreadCids = new Set<string>()
  #greetedAt = ''
  /** How often the unread counters moved, or may have. */
  #moves = 0
  #recounting: Promise<void> | undefined
  #queries = 0
  #recovering = false

  /** Starts to connect once `before` is over. */
  constructor(login: Login, options: SessionOptions, before: Promise<unknown>) {
    this.key = login.key
    this.timing = options.timing
    this.#options = options
    this.ready = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
    this.ready.catch(() => undefined)
    this.#rest = new Rest({ ...options, authorize: () => this.#connection.credentials() })
    this.#connection = new Connection(login, this.#rest, options, {
      changed: (state, previous) => this.#changed(state, previous),
      greeted: (greeting, isFirst) => this.#greeted(greeting, isFirst),
      received: frame => this.#received(frame),
      failed: error => this.#failed(error),
      stopped: (error, code, reason) => this.#stopped(error, code, reason),
    })
    this.outbox = new Outbox(this, options.offlineStorage)
    void this.#connection.start(before)
  }

  get me(): OwnUser | undefined {
    return this.#me
  }

  set me(me: OwnUser | undefined) {
    if (me === this.#me) return
    const before = this.#me
    this.#me = me
    if (me && before && rightsOf(before) !== rightsOf(me)) this.#askRights()
    this.#options.userChanged()
  }

  get userId(): string {
    return this.#connection.entry?.userId ?? ''
  }

  get state(): ConnectionState {
    return this.#connection.state
  }

  get connectionId(): string | undefined {
    return this.#connection.id
  }

  /** Why nothing is tried any more, if so. */
  get ended(): ChatError | undefined {
    return this.#connection.ended
  }

  /** Whether there was a connection, and is none now. */
  get isAway(): boolean {
    return this.#connection.wasReady && this.state !== 'connected' && !this.ended
  }

  get isClosed(): boolean {
    return this.#abort.signal.aborted
  }

  /** Whether events are being caught up with after a loss. */
  get isRecovering(): boolean {
    return this.#recovering || this.state !== 'connected'
  }

  /** Whether a query of channels is on its way: events that come meanwhile are kept at hand. */
  get isQuerying(): boolean {
    return this.#queries > 0
  }

  emit(event: ClientEvent): void {
    if (this.isClosed) return
    if (event.type === 'message.updated') this.#countThreads(event as EventMap['message.updated'])
    this.#options.emit(event)
  }

  /** Sends a request as this user; a `tied` one waits for the connection and names it. */
  async request<T>(request: RestRequest, { tied = false } = {}): Promise<T> {
    throwIfAborted(this.#abort.signal)
    if (this.#settle) await this.ready
    if (this.ended) throw this.ended
    const { signal, end } = joined(this.#abort.signal, request.signal)
    try {
      return await (tied
        ? this.#tied<T>({ ...request, signal })
        : this.#rest.request<T>({ ...request, signal }))
    } finally {
      end()
    }
  }

  feed(cid: string): Feed {
    const known = this.feeds.get(cid)
    if (known) return known
    const feed = new Feed(this, cid)
    this.feeds.set(cid, feed)
    return feed
  }

  /** Runs a query of channels and what is done with its reply. */
  async query<T>(run: () => Promise<T>): Promise<T> {
    this.#queries += 1
    try {
      return await run()
    } finally {
      this.#queries -= 1
      if (this.#queries === 0) for (const feed of this.feeds.values()) feed.settle()
    }
  }

  /** Resolves when the connection stands. @throws ChatError when it never will */
  async connected(signal: AbortSignal | undefined): Promise<void> {
    throwIfAborted(this.#abort.signal)
    await this.#connection.connected(signal)
  }

  /** A wait that the session's end cuts short. */
  async pause(ms: number): Promise<void> {
    await this.#alarm.sleep(ms)
  }

  /** Asks for what a feed has missed; while recovering, that does. */
  catchUp(feed: Feed): void {
    if (this.isRecovering || this.isClosed || this.#catchingUp.has(feed)) return
    this.#catchingUp.add(feed)
    void catchUp(this, feed).finally(() => this.#catchingUp.delete(feed))
  }

  askOwn(feed: Feed): void {
    if (this.isClosed || this.#askingOwn.has(feed)) return
    this.#askingOwn.add(feed)
    // from then on another event that changes it asks again
    queueMicrotask(() => this.#askingOwn.delete(feed))
    void refreshOwn(this, feed)
  }

  countUnread(event: FeedEvent, before: number, after: number): void {
    if (this.me && before !== after) this.#count(event, withUnread(this.me, before, after))
  }

  /**
   * NOTE: the greeting's counters have what happened before it, but for what was still being
   * written then. So an older event that comes later may be in them or not.
   */
  #count(event: AnyEvent, counted: OwnUser): void {
    this.#moves += 1
    if (event.created_at > this.#greetedAt) this.me = counted
    else this.#countAgain()
  }

  /** Every reply, and every reply that goes, changes its parent: who watches is told no other way. */
  #countThreads({ message, cid }: EventMap['message.updated']): void {
    const { read } = this.feeds.get(cid)?.told.threadInfo[message.id] ?? {}
    if (takesPart(message, this.userId) || read?.user.id === this.userId) this.#countAgain()
  }

  #countAgain(): void {
    this.#moves += 1
    this.#recounting ??= this.#recount()
  }

  /** Bans take rights away, roles give others; without a `cid` in every channel. */
  #askRights(cid?: string): void {
    for (const feed of this.feeds.values()) {
      if (feed.told.channel?.own_capabilities && (cid ?? feed.cid) === feed.cid) this.askOwn(feed)
    }
  }

  /** Another device may have muted a channel. */
  #noteMutes(): void {
    const muted = new Set(this.me?.channel_mutes.map(({ channel }) => channel.cid))
    for (const feed of this.feeds.values()) {
      const { channel } = feed.told
      if (channel && Boolean(channel.muted) !== muted.has(channel.cid)) this.askOwn(feed)
    }
  }

  /**
   * Asks for the counters, again when they moved meanwhile or soon after: the answer may have
   * counted what its event, still on the way, counts once more.
   */
  async #recount(): Promise<void> {
    let moves: number | undefined
    await this.pause(this.timing.recountMs)
    while (moves !== this.#moves && !this.isClosed) {
      moves = this.#moves
      const counts = await this.request<UnreadCounts>(get('unread')).catch(() => undefined)
      if (this.me && counts) this.me = withCounts(this.me, counts)
      await this.pause(this.timing.recountMs)
    }
    this.#recounting = undefined
  }

  /**
   * Makes somebody else of this session, on the same connection.
   * @throws ChatError of the server; then nothing has changed
   */
  async become(login: Login, merge: boolean): Promise<EventMap['user.upgraded']> {
    const forgetOld = this.#connection.forgetter()
    const answer = await this.#connection.upgrade(login, merge)
    this.key = login.key
    this.me = answer.me
    this.#greetedAt = answer.created_at
    await forgetOld()
    await refetchAll(this, answer.lost_channels)
    this.emit(answer)
    return answer
  }

  /** Ends it all; resolves when the connection is closed. */
  async close({ forget = false } = {}): Promise<void> {
    if (this.isClosed) return
    const forgotten = forget ? this.#connection.forgetter()() : undefined
    const closed = this.#connection.close()
    const gone = disconnected()
    this.#abort.abort(gone)
    this.#alarm.end()
    this.#reject(gone)
    for (const feed of this.feeds.values()) feed.close()
    this.feeds.clear()
    this.me = undefined
    await Promise.all([closed, forgotten])
  }

  /** The connection may be lost between taking its id and the request's arrival. */
  async #tied<T>(request: RestRequest): Promise<T> {
    for (;;) {
      await this.#connection.connected(request.signal)
      const { connectionId: connection_id } = this
      try {
        return await this.#rest.request<T>({ ...request, query: { ...request.query, connection_id } })
      } catch (error) {
        throwIfAborted(request.signal)
        if (connection_id === this.connectionId) throw error
      }
    }
  }

  #changed(state: ConnectionState, previous: ConnectionState): void {
    this.emit({
      type: 'connection.changed',
      created_at: this.#now(),
      state,
      previous,
      online: state === 'connected',
    })
  }

  #greeted(greeting: Greeting, isFirst: boolean): void {
    const { me, connection_id: connectionId } = greeting
    this.me = me
    this.#greetedAt = greeting.created_at
    this.#unreadCids.clear()
    const connected = { me, user: me, connectionId }
    if (this.hasFailed) this.ready = Promise.resolve(connected)
    this.hasFailed = false
    this.#settle?.resolve(connected)
    this.#settle = undefined
    const { apiKey } = this.#options
    void this.outbox.restore(`parley-outbox-${apiKey}-${me.id}`, (task, sent) => resume(this, task, sent))
    // once the state says connected
    if (!isFirst) queueMicrotask(() => void this.#recover())
  }

  async #recover(): Promise<void> {
    if (this.#recovering) return
    this.#recovering = true
    const isCurrent = this.#connection.current()
    const lost_channels = await recover(this, isCurrent)
    this.#recovering = false
    for (const feed of this.feeds.values()) if (feed.isBehind) this.catchUp(feed)
    if (lost_channels) this.emit({ type: 'connection.recovered', created_at: this.#now(), lost_channels })
    // lost and found again meanwhile
    else if (this.state === 'connected' && !isCurrent()) await this.#recover()
  }

  /** It is tried on, but the app should know. */
  #failed(error: ChatError): void {
    this.hasFailed = !this.#connection.wasReady
    this.#reject(error)
    this.emit({ type: 'connection.failed', created_at: this.#now(), error })
  }

  #stopped(error: ChatError, code: number, reason: string): void {
    this.#reject(error)
    if (!this.#connection.wasReady) return
    this.emit({ type: 'connection.closed', created_at: this.#now(), code, reason, error })
  }

  #reject(error: ChatError): void {
    this.#settle?.reject(error)
    this.#settle = undefined
  }

  #received(frame: Frame): void {
    const event = frame as unknown as AnyEvent
    // of who is no member nothing else tells
    if (event.type === 'user.banned' || event.type === 'user.unbanned') this.#askRights(event.cid)
    if (this.me) {
      this.me = withEvent(this.me, event)
      this.#countNotice(this.me, event as ChatEvent)
    }
    if (event.type === 'notification.channel_mutes_updated') this.#noteMutes()
    if (event.type === 'notification.thread_message_new') this.#countAgain()
    if (event.type === 'connection.token_expiring') this.#connection.renewToken()
    const feed = isFeedEvent(event) ? this.#feedOf(event) : undefined
    if (!('cid' in event)) for (const each of this.feeds.values()) each.touch(event)
    if (feed && isFeedEvent(event)) feed.take(event)
    else if (event.type !== 'log.skipped') this.emit(event)
  }

  #countNotice(me: OwnUser, event: ChatEvent): void {
    if (event.type === 'notification.mark_read') {
      if (event.cid) this.#unreadCids.delete(event.cid)
      else this.#unreadCids.clear()
    }
    if (event.type !== 'notification.message_new') return
    const { cid } = event
    const feed = this.feeds.get(cid)
    if (feed?.watching) return
    const wasUnread = this.#unreadCids.has(cid) || (feed?.state.unread_count ?? 0) > 0
    this.#unreadCids.add(cid)
    const counted = withNotice(me, event, wasUnread)
    if (counted !== me) this.#count(event, counted)
  }

  /** NOTE: a query's reply may be overtaken by events of channels it will be the first to name. */
  #feedOf({ cid, seq }: FeedEvent): Feed | undefined {
    return this.isQuerying && seq !== undefined ? this.feed(cid) : this.feeds.get(cid)
  }

  #now(): string {
    return new Date(this.timing.now()).toISOString()
  }
}

function isFeedEvent(event: AnyEvent): event is FeedEvent {
  return 'cid' in event && typeof event.cid === 'string' && event.cid !== '*'
}

/** What of oneself decides what one may do everywhere. */
function rightsOf({ banned, role, teams, teams_role }: OwnUser): string {
  return JSON.stringify([banned, role, teams, teams_role])
}

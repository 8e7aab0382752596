import type { AnyEvent, ChatError, EventMap, OwnUser, UserDetails } from '@parley/protocol'
import { localError, toChatError } from '../call.ts'
import { Feed, type FeedEvent } from '../channel/feed.ts'
import type { ClientEvent, ConnectionState } from '../events.ts'
import type { Hello, OpenLink } from '../net/link.ts'
import { type Credentials, isUnanswered, Rest, type RestRequest } from '../net/rest.ts'
import { TokenSource } from '../net/token-source.ts'
import { type Closing, type Frame, Wire } from '../net/wire.ts'
import { Alarm, backoffMs, type Timing } from '../timing.ts'
import type { Entry, Login } from './login.ts'
import { withEvent, withUnread } from './own-user.ts'
import { catchUp, recover, refetchAll } from './recovery.ts'
import { closingError, isTokenExpiry, nextStep } from './steps.ts'

/** What `connectUser` and its kin resolve to. */
export interface ConnectedUser {
  me: OwnUser
  /** The same as `me`. */
  user: OwnUser
  connectionId: string
}

/** What a session needs of the world. */
export interface SessionOptions {
  apiKey: string
  baseURL: string
  agent: string
  timing: Timing
  fetch: ConstructorParameters<typeof Rest>[0]['fetch']
  /** How to connect; `failedSockets` counts those in a row that never got ready. */
  openLink(failedSockets: number, rest: Rest): OpenLink
  /** Tells of `online` and `offline`. */
  network: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | undefined
  emit(event: ClientEvent): void
}

/**
 * Everything of one connected user: token, connection, requests, channels.
 *
 * A user who disconnects takes the whole session along: once `close` was called no event of
 * it reaches anybody, its requests are aborted and its token provider is not called again.
 */
export class Session {
  key: string
  readonly rest: Rest
  readonly timing: Timing
  readonly feeds = new Map<string, Feed>()
  /** The first greeting. Rejects when the server refuses, or after five failures. */
  readonly ready: Promise<ConnectedUser>
  state: ConnectionState = 'connecting'
  me: OwnUser | undefined
  connectionId: string | undefined
  /** Why nothing is tried any more, if so. */
  ended: ChatError | undefined
  /** Whether it never connected and the app was told so. */
  hasFailed = false
  #login: Login
  readonly #options: SessionOptions
  readonly #alarm = new Alarm()
  readonly #abort = new AbortController()
  #settle: { resolve(user: ConnectedUser): void; reject(error: ChatError): void } | undefined
  #entry: Entry | undefined
  #tokens: TokenSource | undefined
  #wire: Wire | undefined
  #wireToken: string | undefined
  /** Connections in a row that did not last: for the backoff. */
  #failures = 0
  /** Connections in a row that never got ready: for telling the app. */
  #neverReady = 0
  #failedSockets = 0
  #wasReady = false
  #recovering = false
  #greetedAt = ''
  #queries = 0
  readonly #catchingUp = new Set<Feed>()
  #whenConnected: (() => void)[] = []

  /** Starts to connect once `before` is over. */
  constructor(login: Login, options: SessionOptions, before: Promise<unknown>) {
    this.key = login.key
    this.timing = options.timing
    this.#login = login
    this.#options = options
    this.rest = new Rest({ ...options, authorize: () => this.#authorize() })
    this.ready = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
    this.ready.catch(() => undefined)
    options.network?.addEventListener('online', this.#onOnline)
    options.network?.addEventListener('offline', this.#onOffline)
    void before.then(() => this.#run()).catch(error => this.#stop(toChatError(error), 1000, ''))
  }

  get userId(): string {
    return this.#entry?.userId ?? ''
  }

  get kind(): Entry['kind'] | undefined {
    return this.#entry?.kind
  }

  get isClosed(): boolean {
    return this.#abort.signal.aborted
  }

  /** Whether events are being caught up with after a loss. */
  get isRecovering(): boolean {
    return this.#recovering || this.state !== 'connected'
  }

  emit(event: ClientEvent): void {
    if (!this.isClosed) this.#options.emit(event)
  }

  /** Sends a request as this user; a `tied` one waits for the connection and names it. */
  async request<T>(request: RestRequest, { tied = false } = {}): Promise<T> {
    this.#abort.signal.throwIfAborted()
    if (this.#settle) await this.ready
    if (this.ended) throw this.ended
    const { signal, end } = joined(this.#abort.signal, request.signal)
    try {
      return await (tied
        ? this.#tied<T>({ ...request, signal })
        : this.rest.request<T>({ ...request, signal }))
    } finally {
      end()
    }
  }

  /** The connection may be lost between taking its id and the request's arrival. */
  async #tied<T>(request: RestRequest): Promise<T> {
    for (;;) {
      await this.#connected(request.signal)
      const { connectionId } = this
      try {
        return await this.rest.request<T>({
          ...request,
          query: { ...request.query, connection_id: connectionId },
        })
      } catch (error) {
        request.signal?.throwIfAborted()
        if (connectionId === this.connectionId) throw error
      }
    }
  }

  feed(cid: string): Feed {
    const known = this.feeds.get(cid)
    if (known) return known
    const feed = new Feed(this, cid)
    this.feeds.set(cid, feed)
    return feed
  }

  /** Whether a query of channels is on its way: events that come meanwhile are kept at hand. */
  get isQuerying(): boolean {
    return this.#queries > 0
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

  /** Asks for what a feed has missed; while recovering, that does. */
  catchUp(feed: Feed): void {
    if (this.isRecovering || this.isClosed || this.#catchingUp.has(feed)) return
    this.#catchingUp.add(feed)
    void catchUp(this, feed).finally(() => this.#catchingUp.delete(feed))
  }

  /** NOTE: the greeting's counters have what happened before it. */
  countUnread(event: FeedEvent, before: number, after: number): void {
    if (!this.me || before === after || event.created_at <= this.#greetedAt) return
    this.me = withUnread(this.me, before, after)
  }

  /**
   * Makes somebody else of this session, on the same connection.
   * @throws ChatError of the server; then nothing has changed
   */
  async become(login: Login, merge: boolean): Promise<EventMap['user.upgraded']> {
    await this.#connected(undefined)
    const entry = await login.enter(this.rest)
    const tokens = this.#tokenSource(entry)
    const answer = await this.#upgrade(tokens, entry.details, merge).catch(error => {
      tokens?.end()
      throw error
    })
    this.#tokens?.end()
    this.#tokens = tokens
    this.#entry = entry
    this.key = login.key
    this.me = answer.me
    await this.#login.forget?.()
    this.#login = login
    await refetchAll(this, answer.lost_channels)
    return answer
  }

  async #upgrade(
    tokens: TokenSource | undefined,
    user_details: UserDetails | undefined,
    merge: boolean,
  ): Promise<EventMap['user.upgraded']> {
    const wire = this.#wire
    const token = await tokens?.usable()
    const answer = await wire?.ask({ type: 'user.upgrade', token, user_details, merge })
    if (!answer || wire !== this.#wire || this.isClosed)
      throw localError('the connection was lost', 'network')
    this.#wireToken = token
    if (token) tokens?.accepted(token)
    return answer as unknown as EventMap['user.upgraded']
  }

  /** Ends it all; resolves when the connection is closed. */
  async close(): Promise<void> {
    if (this.isClosed) return
    const { network } = this.#options
    network?.removeEventListener('online', this.#onOnline)
    network?.removeEventListener('offline', this.#onOffline)
    this.#setState('disconnected')
    const gone = localError('the user was disconnected', 'disconnected')
    this.#abort.abort(gone)
    this.#alarm.end()
    this.#settle?.reject(gone)
    for (const feed of this.feeds.values()) feed.close()
    this.feeds.clear()
    this.me = undefined
    this.#entry = undefined
    this.#dropTokens()
    await this.#wire?.close()
  }

  /** Drops what is kept of the user between visits. */
  async forget(): Promise<void> {
    await this.#login.forget?.()
  }

  async #run(): Promise<void> {
    while (!this.isClosed) {
      const closing = await this.#enter()
      if (this.isClosed) return
      const step = await this.#after(closing)
      if (step.go === 'stop') return this.#stop(step.error, closing.code, closing.reason)
      if (!(await this.#alarm.sleep(step.delayMs))) return
    }
  }

  /** One connection, from logging in to its end. */
  async #enter(): Promise<Closing> {
    this.#setState('connecting')
    try {
      this.#entry ??= await this.#login.enter(this.rest)
    } catch (error) {
      if (!isUnanswered(error)) throw error
      return { code: 1006, reason: 'no answer', error: toChatError(error), wasReady: false, wasStable: false }
    }
    this.#tokens ??= this.#tokenSource(this.#entry)
    const token = await this.#tokens?.get()
    this.#wireToken = token
    const open = this.#options.openLink(this.#failedSockets, this.rest)
    const wire = new Wire(open, this.#hello(this.#entry, token), this.timing, {
      ready: frame => this.#greeted(frame),
      frame: frame => this.#receive(frame),
    })
    this.#wire = wire
    return wire.closed
  }

  #tokenSource({ token }: Entry): TokenSource | undefined {
    if (token === undefined) return undefined
    const tokens: TokenSource = new TokenSource(token, this.timing, {
      onToken: fresh => void (this.#tokens === tokens && this.#refreshInPlace(tokens, fresh)),
      onFailed: error => this.#tokens === tokens && this.#failed(error),
    })
    return tokens
  }

  #hello({ userId, details }: Entry, token: string | undefined): Hello {
    const { apiKey: api_key } = this.#options
    if (token === undefined) return { api_key, 'stream-auth-type': 'anonymous' }
    const user_details = details ?? { id: userId }
    return { api_key, 'stream-auth-type': 'jwt', authorization: token, user_id: userId, user_details }
  }

  #greeted(frame: Frame): void {
    const { me, connection_id, created_at } = frame as unknown as EventMap['health.check']
    if (!me) return
    const isFirst = !this.#wasReady
    this.me = me
    this.connectionId = connection_id
    this.#wasReady = true
    this.#greetedAt = created_at
    this.#neverReady = 0
    this.#failedSockets = 0
    if (this.#tokens) this.#tokens.clockOffsetMs = Date.parse(created_at) - this.timing.now()
    if (this.#wireToken) this.#tokens?.accepted(this.#wireToken)
    this.hasFailed = false
    this.#settle?.resolve({ me, user: me, connectionId: connection_id })
    this.#settle = undefined
    this.#setState('connected')
    for (const go of this.#whenConnected.splice(0)) go()
    if (!isFirst) void this.#recover()
    this.emit(frame as AnyEvent)
  }

  async #recover(): Promise<void> {
    if (this.#recovering) return
    this.#recovering = true
    const wire = this.#wire
    const lost_channels = await recover(this, () => this.#wire === wire && wire?.isOpen === true)
    this.#recovering = false
    if (!lost_channels) return this.#wire !== wire && this.#wire?.isOpen ? this.#recover() : undefined
    this.emit({ type: 'connection.recovered', created_at: this.#now(), lost_channels })
  }

  async #after(closing: Closing): Promise<ReturnType<typeof nextStep>> {
    this.#setState('offline')
    this.connectionId = undefined
    this.#failures = closing.wasStable ? 1 : this.#failures + 1
    this.#neverReady = closing.wasReady ? 0 : this.#neverReady + 1
    this.#failedSockets = closing.wasReady || closing.code >= 4000 ? 0 : this.#failedSockets + 1
    if (isTokenExpiry(closing) && this.#wireToken)
      this.#tokens?.refused(this.#wireToken, closingError(closing))
    const step = nextStep(closing, this.#failures, this.#tokens?.renewable ?? false, this.timing)
    if (step.go === 'stop' && !this.#wasReady && (await this.#login.refused?.(step.error))) {
      this.#entry = undefined
      this.#dropTokens()
      return { go: 'on', delayMs: backoffMs(this.#failures, this.timing) }
    }
    const isRow = this.#neverReady === this.timing.maxFailures
    if (step.go === 'on' && isRow && !isTokenExpiry(closing)) this.#failed(closingError(closing))
    return step
  }

  /** It is tried on, but the app should know. */
  #failed(error: ChatError): void {
    this.hasFailed = !this.#wasReady
    this.#settle?.reject(error)
    this.#settle = undefined
    this.emit({ type: 'connection.failed', created_at: this.#now(), error })
  }

  #stop(error: ChatError, code: number, reason: string): void {
    if (this.isClosed) return
    this.ended = error
    this.#setState('disconnected')
    this.#alarm.end()
    this.#tokens?.end()
    this.#settle?.reject(error)
    this.#settle = undefined
    for (const go of this.#whenConnected.splice(0)) go()
    if (this.#wasReady) this.emit({ type: 'connection.closed', created_at: this.#now(), code, reason, error })
  }

  #receive(frame: Frame): void {
    const event = frame as unknown as AnyEvent
    if (this.me) this.me = withEvent(this.me, event)
    if (event.type === 'connection.token_expiring') this.#renewToken(this.#wireToken)
    const feed = isFeedEvent(event) ? this.#feedOf(event) : undefined
    if (!('cid' in event)) for (const each of this.feeds.values()) each.touch(event)
    if (feed && isFeedEvent(event)) feed.take(event)
    else this.emit(event)
  }

  /** NOTE: a query's reply may be overtaken by events of channels it will be the first to name. */
  #feedOf({ cid, seq }: FeedEvent): Feed | undefined {
    return this.isQuerying && seq !== undefined ? this.feed(cid) : this.feeds.get(cid)
  }

  #renewToken(old: string | undefined): void {
    if (this.#tokens?.renewable) void this.#tokens.renewed(old).catch(() => undefined)
  }

  /** A fresh token is shown to the open socket too, wherever it was needed first. */
  async #refreshInPlace(tokens: TokenSource, token: string): Promise<void> {
    const wire = this.#wire
    if (!wire?.isOpen || token === this.#wireToken) return
    try {
      await wire.ask({ type: 'token.refresh', token })
      this.#wireToken = token
      tokens.accepted(token)
    } catch (error) {
      if (isUnanswered(error)) return
      tokens.refused(token, toChatError(error))
      this.#renewToken(token)
    }
  }

  #dropTokens(): void {
    this.#tokens?.end()
    this.#tokens = undefined
    this.#wireToken = undefined
  }

  async #authorize(): Promise<Credentials> {
    if (this.kind === 'anonymous') return { headers: { 'stream-auth-type': 'anonymous' } }
    const tokens = this.#tokens
    if (!tokens) throw localError('nobody is connected', 'not_connected')
    const token = await tokens.usable()
    return {
      headers: { 'stream-auth-type': 'jwt', authorization: token },
      accepted: () => tokens.accepted(token),
      refused: error => tokens.refused(token, error),
      renew: tokens.renewable ? () => tokens.renewed(token) : undefined,
    }
  }

  /** Resolves when the connection stands. */
  async #connected(signal: AbortSignal | undefined): Promise<void> {
    while (this.state !== 'connected') {
      signal?.throwIfAborted()
      this.#abort.signal.throwIfAborted()
      if (this.ended) throw this.ended
      await new Promise<void>(resolve => {
        this.#whenConnected.push(resolve)
        signal?.addEventListener('abort', () => resolve(), { once: true })
        this.#abort.signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }

  #setState(state: ConnectionState): void {
    const previous = this.state
    if (previous === state) return
    this.state = state
    const online = state === 'connected'
    this.emit({ type: 'connection.changed', created_at: this.#now(), state, previous, online })
  }

  readonly #onOnline = () => {
    this.#alarm.wake()
    this.#tokens?.wake()
    this.#wire?.probe()
  }

  readonly #onOffline = () => this.#wire?.probe()

  #now(): string {
    return new Date(this.timing.now()).toISOString()
  }
}

function isFeedEvent(event: AnyEvent): event is FeedEvent {
  return 'cid' in event && typeof event.cid === 'string' && event.cid !== '*'
}

/** A signal that fires with either; `end` lets go of both. */
function joined(own: AbortSignal, other: AbortSignal | undefined): { signal: AbortSignal; end: () => void } {
  const abort = new AbortController()
  const sources = other ? [own, other] : [own]
  const fire = () => abort.abort(sources.find(signal => signal.aborted)?.reason)
  for (const source of sources) source.addEventListener('abort', fire)
  if (sources.some(source => source.aborted)) fire()
  const end = () => {
    for (const source of sources) source.removeEventListener('abort', fire)
  }
  return { signal: abort.signal, end }
}

import { ChatError, type EventMap, type OwnUser } from '@parley/protocol'
import { connectionLost, disconnected, localError, toChatError } from '../call.ts'
import type { ConnectionState } from '../events.ts'
import type { Hello, OpenLink } from '../net/link.ts'
import { type Credentials, isUnanswered, type Rest } from '../net/rest.ts'
import { TokenSource } from '../net/token-source.ts'
import { type Closing, type Frame, Wire } from '../net/wire.ts'
import { throwIfAborted } from '../signals.ts'
import { Alarm, backoffMs, type Timing } from '../timing.ts'
import type { Entry, Login } from './login.ts'
import { closingError, isTokenExpiry, nextStep, type Step } from './steps.ts'

/** What a connection needs of the world. */
export interface ConnectionOptions {
  apiKey: string
  timing: Timing
  /** How to connect; `failedSockets` counts those in a row that never got ready. */
  openLink(failedSockets: number, rest: Rest): OpenLink
  /** Tells of `online` and `offline`. */
  network: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | undefined
}

/** The first frame of a connection. */
export type Greeting = EventMap['health.check'] & { me: OwnUser }

/** What a connection tells its owner; nothing once it was closed. */
export interface ConnectionEvents {
  changed(state: ConnectionState, previous: ConnectionState): void
  greeted(greeting: Greeting, isFirst: boolean): void
  received(frame: Frame): void
  /** Failed again and again; it is tried on. */
  failed(error: ChatError): void
  /** Over for good. */
  stopped(error: ChatError, code: number, reason: string): void
}

/** A connection that comes back: one user's sockets, one after the other, and their token. */
export class Connection {
  state: ConnectionState = 'connecting'
  /** Undefined while there is none; another one after every loss. */
  id: string | undefined
  entry: Entry | undefined
  /** Why nothing is tried any more, if so. */
  ended: ChatError | undefined
  /** Whether it was ever greeted. */
  wasReady = false
  readonly #rest: Rest
  readonly #options: ConnectionOptions
  readonly #events: ConnectionEvents
  readonly #alarm = new Alarm()
  readonly #waiting = new Set<() => void>()
  #login: Login
  #tokens: TokenSource | undefined
  #wire: Wire | undefined
  /** The token that the open socket has. */
  #wireToken: string | undefined
  /** Connections in a row that did not last: for the backoff. */
  #failures = 0
  /** Connections in a row that never got ready: for telling the app. */
  #neverReady = 0
  #failedSockets = 0
  #isClosed = false

  constructor(login: Login, rest: Rest, options: ConnectionOptions, events: ConnectionEvents) {
    this.#login = login
    this.#rest = rest
    this.#options = options
    this.#events = events
  }

  /** Connects once `before` is over. */
  async start(before: Promise<unknown>): Promise<void> {
    this.#options.network?.addEventListener('online', this.#onOnline)
    this.#options.network?.addEventListener('offline', this.#onOffline)
    try {
      await before
      await this.#run()
    } catch (error) {
      this.#stop(toChatError(error), 1000, '')
    }
  }

  /** A test whether the socket that is open now still is. */
  current(): () => boolean {
    const wire = this.#wire
    return () => wire !== undefined && wire === this.#wire && wire.isOpen
  }

  /** Resolves when the connection stands. @throws ChatError when it never will */
  async connected(signal: AbortSignal | undefined): Promise<void> {
    while (this.state !== 'connected') {
      throwIfAborted(signal)
      if (this.ended) throw this.ended
      if (this.#isClosed) throw disconnected()
      await new Promise<void>(resolve => {
        this.#waiting.add(resolve)
        signal?.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }

  /** What makes a request this user's. @throws ChatError when no token can be had */
  async credentials(): Promise<Credentials> {
    if (this.entry?.kind === 'anonymous') return { headers: { 'stream-auth-type': 'anonymous' } }
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

  /** Asks the provider for another token than the socket has. */
  renewToken(): void {
    if (this.#tokens?.renewable) this.#tokens.renewed(this.#wireToken).catch(() => undefined)
  }

  /**
   * Makes somebody else of the open connection.
   * @throws ChatError of the server; then nothing has changed
   */
  async upgrade(login: Login, merge: boolean): Promise<EventMap['user.upgraded']> {
    await this.connected(undefined)
    const wire = this.#wire
    const entry = await login.enter(this.#rest)
    const tokens = this.#tokenSource(entry)
    try {
      const token = await tokens?.usable()
      const answer = await wire?.ask({ type: 'user.upgrade', token, user_details: entry.details, merge })
      if (!answer || wire !== this.#wire || this.#isClosed) throw connectionLost()
      this.#replace(login, entry, tokens, token)
      return answer as unknown as EventMap['user.upgraded']
    } catch (error) {
      tokens?.end()
      throw error
    }
  }

  /** Ends it; resolves when the socket is closed. */
  async close(): Promise<void> {
    this.#setState('disconnected')
    this.#isClosed = true
    this.#release()
    this.entry = undefined
    await this.#wire?.close()
  }

  /** Drops what is kept between visits of the user who is connected now. */
  forgetter(): () => Promise<void> {
    const login = this.#login
    return async () => login.forget?.()
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const closing = await this.#connect()
      if (this.#isClosed) return
      const step = await this.#after(closing)
      if (step.go === 'stop') return this.#stop(step.error, closing.code, closing.reason)
      if (!(await this.#alarm.sleep(step.delayMs))) return
    }
  }

  /** One socket, from logging in to its end. */
  async #connect(): Promise<Closing> {
    this.#setState('connecting')
    const entry = this.entry ?? (await this.#enter())
    if ('code' in entry) return entry
    this.entry = entry
    this.#tokens ??= this.#tokenSource(entry)
    const token = await this.#tokens?.get()
    if (this.#isClosed) throw disconnected()
    this.#wireToken = token
    const open = this.#options.openLink(this.#failedSockets, this.#rest)
    this.#wire = new Wire(open, this.#hello(entry, token), this.#options.timing, {
      ready: frame => this.#greeted(frame),
      frame: frame => this.#events.received(frame),
    })
    return this.#wire.closed
  }

  async #enter(): Promise<Entry | Closing> {
    try {
      const entry = await this.#login.enter(this.#rest)
      if (this.#isClosed) throw disconnected()
      return entry
    } catch (error) {
      if (!isUnanswered(error)) throw error
      return { code: 1006, reason: 'no answer', error: toChatError(error), wasReady: false, wasStable: false }
    }
  }

  #hello({ userId, details }: Entry, token: string | undefined): Hello {
    const { apiKey: api_key } = this.#options
    if (token === undefined) return { api_key, 'stream-auth-type': 'anonymous' }
    const user_details = details ?? { id: userId }
    return { api_key, 'stream-auth-type': 'jwt', authorization: token, user_id: userId, user_details }
  }

  #greeted(frame: Frame): void {
    const greeting = frame as unknown as Greeting
    const isFirst = !this.wasReady
    this.wasReady = true
    this.id = greeting.connection_id
    this.#neverReady = 0
    this.#failedSockets = 0
    if (this.#tokens)
      this.#tokens.clockOffsetMs = Date.parse(greeting.created_at) - this.#options.timing.now()
    if (this.#wireToken) this.#tokens?.accepted(this.#wireToken)
    this.#events.greeted(greeting, isFirst)
    this.#setState('connected')
    this.#wakeWaiting()
    this.#events.received(frame)
  }

  async #after(closing: Closing): Promise<Step> {
    const { timing } = this.#options
    this.id = undefined
    this.#setState('offline')
    this.#failures = closing.wasStable ? 1 : this.#failures + 1
    this.#neverReady = closing.wasReady ? 0 : this.#neverReady + 1
    this.#failedSockets = closing.wasReady || closing.code >= 4000 ? 0 : this.#failedSockets + 1
    if (isTokenExpiry(closing) && this.#wireToken)
      this.#tokens?.refused(this.#wireToken, closingError(closing))
    const step = nextStep(closing, this.#failures, this.#tokens?.renewable ?? false, timing)
    if (step.go === 'stop' && !this.wasReady && (await this.#login.refused?.(step.error))) {
      this.entry = undefined
      this.#dropTokens()
      return { go: 'on', delayMs: backoffMs(this.#failures, timing) }
    }
    // a token's failures are counted where tokens come from
    const isRow = this.#neverReady === timing.maxFailures && !isTokenExpiry(closing)
    if (step.go === 'on' && isRow) this.#events.failed(closingError(closing))
    return step
  }

  #stop(error: ChatError, code: number, reason: string): void {
    if (this.#isClosed) return
    this.ended = error
    this.#setState('disconnected')
    this.#release()
    this.#events.stopped(error, code, reason)
  }

  #release(): void {
    const { network } = this.#options
    network?.removeEventListener('online', this.#onOnline)
    network?.removeEventListener('offline', this.#onOffline)
    this.#alarm.end()
    this.#dropTokens()
    this.#wakeWaiting()
  }

  #replace(login: Login, entry: Entry, tokens: TokenSource | undefined, token: string | undefined): void {
    this.#dropTokens()
    this.#login = login
    this.#tokens = tokens
    this.#wireToken = token
    this.entry = entry
    if (token) tokens?.accepted(token)
  }

  #tokenSource({ token }: Entry): TokenSource | undefined {
    if (token === undefined) return undefined
    const tokens: TokenSource = new TokenSource(token, this.#options.timing, {
      onToken: fresh => void (this.#tokens === tokens && this.#refreshInPlace(tokens, fresh)),
      onFailed: error => this.#tokens === tokens && this.#events.failed(error),
    })
    return tokens
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
      if (!(error instanceof ChatError) || isUnanswered(error)) return
      tokens.refused(token, error)
      tokens.renewed(token).catch(() => undefined)
    }
  }

  #dropTokens(): void {
    this.#tokens?.end()
    this.#tokens = undefined
    this.#wireToken = undefined
  }

  #setState(state: ConnectionState): void {
    const previous = this.state
    if (previous === state) return
    this.state = state
    this.#events.changed(state, previous)
  }

  #wakeWaiting(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }

  readonly #onOnline = () => {
    this.#alarm.wake()
    this.#tokens?.wake()
    this.#wire?.probe()
  }

  readonly #onOffline = () => this.#wire?.probe()
}

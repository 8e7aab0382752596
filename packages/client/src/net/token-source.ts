import type { ChatError } from '@parley/protocol'
import { disconnected, localError } from '../call.ts'
import { parseObject } from '../json.ts'
import { Alarm, backoffMs, type Timing } from '../timing.ts'

/** Asks the app's backend for a token of the user who connects. */
export type TokenProvider = () => string | Promise<string>

/** A fixed token, or something that can fetch fresh ones. */
export type TokenOrProvider = string | TokenProvider | { loadToken(): string | Promise<string> }

/** What a `TokenSource` tells its owner. */
export interface TokenEvents {
  /** A fresh token has come; it may differ from the one the socket was opened with. */
  onToken(token: string): void
  /** The provider failed so often in a row that the app should know; once per row. */
  onFailed(cause: ChatError): void
}

/**
 * The token of one connected user, and the only caller of its provider.
 *
 * At most one provider call is under way at a time. After a failure the next one waits
 * (backoff, then the slow retry), whoever asks: socket and requests share one row of
 * failures, and only a token that the server took ends it.
 */
export class TokenSource {
  readonly renewable: boolean
  readonly #load: TokenProvider
  readonly #timing: Timing
  readonly #alarm = new Alarm()
  readonly #events: TokenEvents
  readonly #waiters = new Set<(cause: ChatError) => void>()
  #token: string | undefined
  #accepted: string | undefined
  #loading: Promise<string> | undefined
  #failures = 0
  #cause: ChatError | undefined
  /** Server clock minus ours, as far as known: a wrong clock must not make good tokens look old. */
  clockOffsetMs = 0

  constructor(source: TokenOrProvider, timing: Timing, events: TokenEvents) {
    this.renewable = typeof source !== 'string'
    this.#load = providerOf(source)
    if (typeof source === 'string') this.#token = source
    this.#timing = timing
    this.#events = events
  }

  /** The current token, or a fresh one; keeps asking the provider until its owner is closed. */
  async get(): Promise<string> {
    const token = this.#token
    if (token !== undefined && (!this.renewable || !this.#isExpired(token))) return token
    return this.#renew()
  }

  /** A token for a request. @throws ChatError once the provider failed too often in a row */
  async usable(): Promise<string> {
    const token = this.#token
    return token !== undefined && (!this.renewable || !this.#isExpired(token)) ? token : this.renewed(token)
  }

  /**
   * A token other than the one that was refused or is about to expire.
   * @throws ChatError once the provider failed too often in a row; it is asked on, slowly
   */
  async renewed(old: string | undefined): Promise<string> {
    const token = this.#token
    if (token !== undefined && token !== old && !this.#isExpired(token)) return token
    if (!this.renewable)
      throw localError('a fixed token cannot be renewed: give a token provider', 'token_provider')
    const renewing = this.#renew()
    if (this.#cause && this.#failures >= this.#timing.maxFailures) throw this.#cause
    return new Promise((resolve, reject) => {
      this.#waiters.add(reject)
      void renewing.then(resolve, reject).finally(() => this.#waiters.delete(reject))
    })
  }

  /** The server took the token: the row of failures is over. */
  accepted(token: string): void {
    this.#accepted = token
    this.#failures = 0
    this.#cause = undefined
  }

  /** The server refused the token. One that it never took is a failure of the provider. */
  refused(token: string, cause: ChatError): void {
    if (this.#token !== token || !this.renewable) return
    this.#token = undefined
    if (this.#accepted !== token) this.#fail(cause)
    // given once more it is a failure
    this.#accepted = undefined
  }

  /** Ends the waits that a restored network makes pointless. */
  wake(): void {
    this.#alarm.wake()
  }

  /** The provider is not called any more. */
  end(): void {
    this.#alarm.end()
  }

  #renew(): Promise<string> {
    this.#loading ??= this.#ask().finally(() => {
      this.#loading = undefined
    })
    this.#loading.catch(() => undefined)
    return this.#loading
  }

  async #ask(): Promise<string> {
    for (;;) {
      if (this.#failures > 0 && !(await this.#alarm.sleep(this.#waitMs()))) throw disconnected()
      const token = await this.#askOnce()
      if (this.#alarm.ended) throw disconnected()
      if (token === undefined) continue
      this.#token = token
      this.#events.onToken(token)
      return token
    }
  }

  async #askOnce(): Promise<string | undefined> {
    try {
      const token: unknown = await this.#load()
      if (typeof token !== 'string' || token === '')
        throw new Error(`it gave ${kindOf(token)} where a token belongs`)
      if (this.#isExpired(token)) throw new Error('it gave a token that has expired')
      return token
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      this.#fail(localError(`the token provider failed: ${text}`, 'token_provider', error))
      return undefined
    }
  }

  #fail(cause: ChatError): void {
    if (this.#alarm.ended) return
    this.#cause = cause
    this.#failures += 1
    if (this.#failures !== this.#timing.maxFailures) return
    for (const reject of [...this.#waiters]) reject(cause)
    this.#events.onFailed(cause)
  }

  #waitMs(): number {
    const { maxFailures, providerSlowRetryMs } = this.#timing
    return this.#failures < maxFailures ? backoffMs(this.#failures, this.#timing) : providerSlowRetryMs
  }

  #isExpired(token: string): boolean {
    const expMs = expiryMs(token)
    return expMs !== undefined && expMs <= this.#timing.now() + this.clockOffsetMs
  }
}

function providerOf(source: TokenOrProvider): TokenProvider {
  if (typeof source === 'function') return source
  if (typeof source !== 'string') return () => source.loadToken()
  return () => source
}

function kindOf(value: unknown): string {
  if (value === '') return 'an empty string'
  return value === null || value === undefined ? String(value) : `a ${typeof value}`
}

/** `exp` of a token as epoch milliseconds; undefined when it has none or can't be read. */
export function expiryMs(token: string): number | undefined {
  const exp = claimsOf(token)?.exp
  return typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined
}

/** The claims a token makes, unverified: good for hints, never for trust. */
export function claimsOf(token: string): Record<string, unknown> | undefined {
  try {
    return parseObject(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return undefined
  }
}

import {
  ChatError,
  RATE_LIMIT_GUESTS_PER_MINUTE,
  RATE_LIMIT_READS_PER_MINUTE,
  RATE_LIMIT_SIGNALS_PER_MINUTE,
  RATE_LIMIT_WRITES_PER_MINUTE,
  RATE_LIMIT_WRITES_PER_SECOND,
} from '@parley/protocol'
import { rateKeyOfAddress } from '../util/address.ts'
import { UNLIMITED, unlimited } from '../util/rate-headers.ts'
import { RateLimiter, type RateState, retryAfterSeconds } from '../util/rate-limiter.ts'
import type { Clock } from '../util/time.ts'

/** How an endpoint is counted: reading, writing, or typing and read marks. */
export type RateClass = 'read' | 'write' | 'signal' | 'guest'

/** Whose requests are counted together. */
export type RateSubject =
  | { readonly kind: 'server'; readonly appId: number }
  | { readonly kind: 'user'; readonly appId: number; readonly userId: string }
  /** Anonymous users share an id, so they are told apart by address. */
  | { readonly kind: 'address'; readonly appId: number; readonly ip: string }

const PER_MINUTE: Readonly<Record<RateClass, number>> = {
  read: RATE_LIMIT_READS_PER_MINUTE,
  write: RATE_LIMIT_WRITES_PER_MINUTE,
  signal: RATE_LIMIT_SIGNALS_PER_MINUTE,
  guest: RATE_LIMIT_GUESTS_PER_MINUTE,
}

/**
 * Quotas per user and endpoint, per minute; writes also per second. Server tokens are counted but
 * never refused. Source: spec/connect.md §9, spec/auth.md §11.
 */
export class RateLimits {
  readonly #clock: Clock
  readonly #enabled: boolean
  readonly #minute: RateLimiter
  readonly #second: RateLimiter

  constructor(options: { readonly clock: Clock; readonly enabled: boolean }) {
    this.#clock = options.clock
    this.#enabled = options.enabled
    this.#minute = new RateLimiter({ windowSeconds: 60, clock: options.clock })
    this.#second = new RateLimiter({ windowSeconds: 1, clock: options.clock })
  }

  /** Counts one request; look at `allowed`. */
  take(endpoint: string, rateClass: RateClass, subject: RateSubject): RateState {
    const key = keyOf(endpoint, subject)
    const perMinute = this.#minute.take(key, this.#limitOf(rateClass, subject))
    if (rateClass !== 'write' || subject.kind === 'server' || !this.#enabled) return perMinute
    const perSecond = this.#second.take(key, RATE_LIMIT_WRITES_PER_SECOND)
    return perSecond.allowed ? perMinute : perSecond
  }

  /** What is left, without counting. */
  peek(endpoint: string, rateClass: RateClass, subject: RateSubject): RateState {
    return this.#minute.peek(keyOf(endpoint, subject), this.#limitOf(rateClass, subject))
  }

  /** The quota of somebody who has not asked yet; for replies that were refused before counting. */
  unused(): RateState {
    return unlimited(this.#clock())
  }

  /** The error for a state that does not allow the request. */
  refusal(endpoint: string, state: RateState): ChatError {
    const seconds = retryAfterSeconds(state, this.#clock())
    return new ChatError(
      'rate_limited',
      `too many requests of ${endpoint}: ${state.limit} are allowed, the next one in ${seconds} s`,
      { details: { retry_after: seconds, limit: state.limit, endpoint } },
    )
  }

  #limitOf(rateClass: RateClass, subject: RateSubject): number {
    return subject.kind === 'server' || !this.#enabled ? UNLIMITED : PER_MINUTE[rateClass]
  }
}

function keyOf(endpoint: string, subject: RateSubject): string {
  if (subject.kind === 'user') return `${endpoint} ${subject.appId} ${subject.userId}`
  if (subject.kind === 'server') return `${endpoint} ${subject.appId} !server`
  return `${endpoint} ${subject.appId} !${rateKeyOfAddress(subject.ip)}`
}

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
import { RefusedRequestLog } from './refused-requests.ts'

/** How an endpoint is counted: reading, writing, or typing and read marks. */
export type RateClass = 'read' | 'write' | 'signal' | 'guest'

/** Whose requests are counted together. */
export type RateSubject =
  | { readonly kind: 'server'; readonly appId: number }
  | { readonly kind: 'user'; readonly appId: number; readonly userId: string }
  /** Anonymous users share an id, so they are told apart by address. */
  | { readonly kind: 'address'; readonly appId: number; readonly ip: string }

/** What is allowed of a class of endpoints, to each user or address and for each endpoint. */
export interface Quota {
  readonly rateClass: RateClass
  readonly limit: number
  readonly windowSeconds: number
}

const MINUTE = 60

const QUOTAS: readonly Quota[] = [
  { rateClass: 'read', limit: RATE_LIMIT_READS_PER_MINUTE, windowSeconds: MINUTE },
  { rateClass: 'write', limit: RATE_LIMIT_WRITES_PER_MINUTE, windowSeconds: MINUTE },
  { rateClass: 'write', limit: RATE_LIMIT_WRITES_PER_SECOND, windowSeconds: 1 },
  { rateClass: 'signal', limit: RATE_LIMIT_SIGNALS_PER_MINUTE, windowSeconds: MINUTE },
  { rateClass: 'guest', limit: RATE_LIMIT_GUESTS_PER_MINUTE, windowSeconds: MINUTE },
]

const PER_MINUTE = Object.fromEntries(
  QUOTAS.filter(quota => quota.windowSeconds === MINUTE).map(quota => [quota.rateClass, quota.limit]),
) as Readonly<Record<RateClass, number>>

/** What somebody asked of an endpoint within the minute that runs for them. */
export interface QuotaUse {
  readonly endpoint: string
  readonly key: string
  readonly used: number
  readonly resetAtUs: number
}

/**
 * Quotas per user and endpoint, per minute; writes also per second. Server tokens are counted but
 * never refused.
 */
export class RateLimits {
  readonly enabled: boolean
  readonly quotas = QUOTAS
  readonly refused: RefusedRequestLog
  readonly #clock: Clock
  readonly #minute: RateLimiter
  readonly #second: RateLimiter
  readonly #endpoints = new Map<string, RateClass>()

  constructor(options: { readonly clock: Clock; readonly enabled: boolean }) {
    this.#clock = options.clock
    this.enabled = options.enabled
    this.refused = new RefusedRequestLog(options.clock)
    this.#minute = new RateLimiter({ windowSeconds: MINUTE, clock: options.clock })
    this.#second = new RateLimiter({ windowSeconds: 1, clock: options.clock })
  }

  /** Says that there is such an endpoint, for whoever looks at quotas. */
  add(endpoint: string, rateClass: RateClass): void {
    this.#endpoints.set(endpoint, rateClass)
  }

  /** How each endpoint is counted. */
  get endpoints(): ReadonlyMap<string, RateClass> {
    return this.#endpoints
  }

  /** Counts one request; look at `allowed`. */
  take(endpoint: string, rateClass: RateClass, subject: RateSubject): RateState {
    const key = keyOf(endpoint, subject)
    const limit = this.#limitOf(rateClass, subject)
    const perMinute = this.#minute.take(key, limit)
    if (!perMinute.allowed) this.#note(endpoint, key, subject, { limit, windowSeconds: MINUTE })
    if (rateClass !== 'write' || subject.kind === 'server' || !this.enabled) return perMinute
    const perSecond = this.#second.take(key, RATE_LIMIT_WRITES_PER_SECOND)
    if (perSecond.allowed) return perMinute
    if (perMinute.allowed) {
      this.#note(endpoint, key, subject, { limit: RATE_LIMIT_WRITES_PER_SECOND, windowSeconds: 1 })
    }
    return perSecond
  }

  /** What is left, without counting. */
  peek(endpoint: string, rateClass: RateClass, subject: RateSubject): RateState {
    return this.#minute.peek(keyOf(endpoint, subject), this.#limitOf(rateClass, subject))
  }

  /** What was asked of endpoints in an app lately, by everybody. Looks at every key that is remembered. */
  *uses(appId: number): Generator<QuotaUse> {
    for (const { key, count, resetAtUs } of this.#minute.windows()) {
      const parsed = parseQuotaKey(key)
      if (parsed.appId === appId) yield { endpoint: parsed.endpoint, key, used: count, resetAtUs }
    }
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

  #note(
    endpoint: string,
    key: string,
    { appId }: RateSubject,
    quota: { readonly limit: number; readonly windowSeconds: number },
  ): void {
    this.refused.note(appId, { endpoint, key, ...quota })
  }

  #limitOf(rateClass: RateClass, subject: RateSubject): number {
    return subject.kind === 'server' || !this.enabled ? UNLIMITED : PER_MINUTE[rateClass]
  }
}

/** No user's id begins so: `keyOf` and `parseQuotaKey` tell by it who is no user. */
const NO_USER = '!'
const SERVER = `${NO_USER}server`

function keyOf(endpoint: string, subject: RateSubject): string {
  if (subject.kind === 'user') return `${endpoint} ${subject.appId} ${subject.userId}`
  if (subject.kind === 'server') return `${endpoint} ${subject.appId} ${SERVER}`
  return `${endpoint} ${subject.appId} ${NO_USER}${rateKeyOfAddress(subject.ip)}`
}

/** Whose requests a key counts. */
export interface QuotaKey {
  readonly endpoint: string
  readonly appId: number
  readonly kind: RateSubject['kind']
  /** A user's id or an address; `""` of servers. */
  readonly id: string
}

export function parseQuotaKey(key: string): QuotaKey {
  const [endpoint = '', app = '', ...rest] = key.split(' ')
  const who = rest.join(' ')
  const of = { endpoint, appId: Number(app) }
  if (who === SERVER) return { ...of, kind: 'server', id: '' }
  if (who.startsWith(NO_USER)) return { ...of, kind: 'address', id: who.slice(NO_USER.length) }
  return { ...of, kind: 'user', id: who }
}

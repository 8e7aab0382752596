import { ChatError, RATE_LIMIT_BAD_TOKENS_PER_MINUTE } from '@parley/protocol'
import { rateKeyOfAddress } from '../util/address.ts'
import { RateLimiter, retryAfterSeconds } from '../util/rate-limiter.ts'
import type { Clock } from '../util/time.ts'

/** Failures that speak of guessing. An expired token was good once: its owner must learn that it expired. */
const COUNTED: ReadonlySet<string> = new Set(['api_key_invalid', 'auth_failed', 'token_signature_invalid'])

/**
 * Counts refused credentials per address. Beyond 60 a minute further bad ones get 429; good ones
 * are never held up, so that neighbours behind one address are not locked out.
 */
export class FailedAuth {
  readonly #limiter: RateLimiter
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
    this.#limiter = new RateLimiter({ windowSeconds: 60, clock })
  }

  /** Counts a failure; the error to answer with, which is another one beyond the limit. */
  judge(error: ChatError, ip: string): ChatError {
    if (!COUNTED.has(error.errorName)) return error
    const state = this.#limiter.take(rateKeyOfAddress(ip), RATE_LIMIT_BAD_TOKENS_PER_MINUTE)
    if (state.allowed) return error
    const seconds = retryAfterSeconds(state, this.#clock())
    return new ChatError(
      'rate_limited',
      `too many refused credentials from this address; try again in ${seconds} s with a valid token`,
      { details: { retry_after: seconds, limit: state.limit, scope: 'address' }, cause: error },
    )
  }
}

import { ChatError } from '@parley/protocol'
import { rateKeyOfAddress } from '../util/address.ts'
import { Backoff } from '../util/backoff.ts'
import type { Clock } from '../util/time.ts'

const HOUR_SECONDS = 3_600
/** Long enough to make guessing hopeless, short enough that nobody is locked out for a day by others. */
const ACCOUNT = { free: 5, firstWaitSeconds: 1, maxWaitSeconds: 900, forgetSeconds: HOUR_SECONDS }
/** An office shares an address. */
const ADDRESS = { free: 20, firstWaitSeconds: 1, maxWaitSeconds: 900, forgetSeconds: HOUR_SECONDS }

/** One attempt to prove who one is. It counts as failed until it is said to have succeeded. */
export interface Attempt {
  /** How many there were for the account since the last success. */
  readonly failures: number
  /** Right: everything that failed for the account is forgotten. */
  succeed(): void
  /** Right as far as it went: it is not counted. */
  forgive(): void
}

/**
 * Slows the guessing of passwords, codes and links of the dashboard, per account and per address.
 * Not switched off by any setting.
 */
export class SignInThrottle {
  readonly #accounts: Backoff
  readonly #addresses: Backoff

  constructor(clock: Clock) {
    this.#accounts = new Backoff({ ...ACCOUNT, clock })
    this.#addresses = new Backoff({ ...ADDRESS, clock })
  }

  /**
   * `account` is an e-mail address, of somebody there or not; undefined for a link.
   * @throws ChatError `rate_limited`
   */
  begin(account: string | undefined, address: string): Attempt {
    const from = rateKeyOfAddress(address)
    this.#check(this.#addresses.waitSeconds(from), 'address', 'from this address')
    if (account !== undefined) this.#check(this.#accounts.waitSeconds(account), 'account', 'for this account')
    this.#addresses.count(from)
    const failures = account === undefined ? 0 : this.#accounts.count(account)
    return {
      failures,
      succeed: () => {
        this.#addresses.forgive(from)
        if (account !== undefined) this.#accounts.clear(account)
      },
      forgive: () => {
        this.#addresses.forgive(from)
        if (account !== undefined) this.#accounts.forgive(account)
      },
    }
  }

  #check(waitSeconds: number, scope: string, whose: string): void {
    if (waitSeconds === 0) return
    throw new ChatError(
      'rate_limited',
      `too many failed attempts to sign in ${whose}; try again in ${waitSeconds} s`,
      { details: { retry_after: waitSeconds, scope } },
    )
  }
}

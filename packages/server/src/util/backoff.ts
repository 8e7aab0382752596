import type { Clock } from './time.ts'

export interface BackoffOptions {
  readonly clock: Clock
  /** So many failures cost nothing. */
  readonly free: number
  /** The first wait; each further failure doubles it. */
  readonly firstWaitSeconds: number
  readonly maxWaitSeconds: number
  /** Failures are forgotten so long after the last one. */
  readonly forgetSeconds: number
  readonly maxKeys?: number
}

interface Failures {
  count: number
  lastAtUs: number
}

/**
 * Waits that double with every failure of a key. An attempt counts as failed when it begins, so that
 * many at once are no way around it; whoever succeeds takes it back.
 *
 * Memory is bounded: beyond `maxKeys` those are forgotten that were not heard of for the longest time.
 */
export class Backoff {
  readonly #options: BackoffOptions
  readonly #failures = new Map<string, Failures>()

  constructor(options: BackoffOptions) {
    this.#options = options
  }

  /** Seconds until the key may try again; 0 when it may now. */
  waitSeconds(key: string): number {
    const failures = this.#find(key)
    if (!failures || failures.count < this.#options.free) return 0
    const { free, firstWaitSeconds, maxWaitSeconds, clock } = this.#options
    const waitSeconds = Math.min(maxWaitSeconds, firstWaitSeconds * 2 ** (failures.count - free))
    return Math.max(0, Math.ceil((failures.lastAtUs + waitSeconds * 1e6 - clock()) / 1e6))
  }

  /** Counts an attempt; how many there were. */
  count(key: string): number {
    const count = (this.#find(key)?.count ?? 0) + 1
    // The last place of the map is the latest heard of.
    this.#failures.delete(key)
    this.#failures.set(key, { count, lastAtUs: this.#options.clock() })
    if (this.#failures.size > (this.#options.maxKeys ?? 20_000)) this.#forgetOldest()
    return count
  }

  /** Takes one attempt back. */
  forgive(key: string): void {
    const failures = this.#failures.get(key)
    if (!failures) return
    failures.count -= 1
    if (failures.count <= 0) this.#failures.delete(key)
  }

  /** Forgets every failure of the key. */
  clear(key: string): void {
    this.#failures.delete(key)
  }

  get size(): number {
    return this.#failures.size
  }

  #find(key: string): Failures | undefined {
    const failures = this.#failures.get(key)
    if (!failures) return undefined
    const { clock, forgetSeconds } = this.#options
    if (clock() < failures.lastAtUs + forgetSeconds * 1e6) return failures
    this.#failures.delete(key)
    return undefined
  }

  #forgetOldest(): void {
    const [oldest] = this.#failures.keys()
    if (oldest !== undefined) this.#failures.delete(oldest)
  }
}

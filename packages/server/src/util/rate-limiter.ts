import type { Clock } from './time.ts'

/** What one key has left; `resetAtUs` is when its window ends. */
export interface RateState {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  readonly resetAtUs: number
}

interface Window {
  startUs: number
  count: number
}

/**
 * Counts per key in fixed windows that start with a key's first hit.
 *
 * Memory is bounded: two generations of keys, each kept for one window at most, and never more
 * than `maxKeys` in one. When an attacker fills a generation, the oldest keys are forgotten first.
 */
export class RateLimiter {
  readonly #windowUs: number
  readonly #maxKeys: number
  readonly #clock: Clock
  #young = new Map<string, Window>()
  #old = new Map<string, Window>()
  #turnedAtUs: number

  constructor(options: { readonly windowSeconds: number; readonly clock: Clock; readonly maxKeys?: number }) {
    this.#windowUs = options.windowSeconds * 1_000_000
    this.#maxKeys = options.maxKeys ?? 50_000
    this.#clock = options.clock
    this.#turnedAtUs = this.#clock()
  }

  /** Counts one more when the limit allows it. */
  take(key: string, limit: number): RateState {
    const window = this.#window(key)
    const allowed = window.count < limit
    if (allowed) window.count += 1
    return this.#state(window, limit, allowed)
  }

  /** What `take` would say, without counting. */
  peek(key: string, limit: number): RateState {
    const nowUs = this.#clock()
    const window = this.#find(key, nowUs) ?? { startUs: nowUs, count: 0 }
    return this.#state(window, limit, window.count < limit)
  }

  /** What is counted now: the windows that have not ended. */
  *windows(): Generator<{ readonly key: string; readonly count: number; readonly resetAtUs: number }> {
    const nowUs = this.#clock()
    for (const generation of [this.#young, this.#old]) {
      for (const [key, { startUs, count }] of generation) {
        const resetAtUs = startUs + this.#windowUs
        // A key may have begun anew since it was young.
        const isOver = generation === this.#old && this.#young.has(key)
        if (resetAtUs > nowUs && !isOver) yield { key, count, resetAtUs }
      }
    }
  }

  /** Keys remembered; for tests and metrics. */
  get size(): number {
    return this.#young.size + this.#old.size
  }

  #state(window: Window, limit: number, allowed: boolean): RateState {
    const remaining = Math.max(0, limit - window.count)
    return { allowed, limit, remaining, resetAtUs: window.startUs + this.#windowUs }
  }

  #window(key: string): Window {
    const nowUs = this.#clock()
    const found = this.#find(key, nowUs)
    if (found) return found
    this.#turn(nowUs)
    const window = { startUs: nowUs, count: 0 }
    this.#young.set(key, window)
    return window
  }

  #find(key: string, nowUs: number): Window | undefined {
    const window = this.#young.get(key) ?? this.#old.get(key)
    return window && nowUs < window.startUs + this.#windowUs ? window : undefined
  }

  /** A window started in the old generation has ended when the young one is a window old. */
  #turn(nowUs: number): void {
    const due = nowUs >= this.#turnedAtUs + this.#windowUs
    if (!due && this.#young.size < this.#maxKeys) return
    this.#old = this.#young
    this.#young = new Map()
    this.#turnedAtUs = nowUs
  }
}

/** Whole seconds until a window ends, at least one: for `Retry-After`. */
export function retryAfterSeconds(state: RateState, nowUs: number): number {
  return Math.max(1, Math.ceil((state.resetAtUs - nowUs) / 1_000_000))
}

import {
  CLIENT_HEALTH_CHECK_SECONDS,
  RECONNECT_MAX_MS,
  RECONNECT_MIN_MS,
  RESTART_SPREAD_MS,
  TOKEN_PROVIDER_MAX_FAILURES,
  TOKEN_PROVIDER_SLOW_RETRY_MS,
  TYPING_TIMEOUT_SECONDS,
} from '@parley/protocol'

/** Every wait of the SDK, the clock and the dice. Given by tests; apps leave it alone. */
export interface Timing {
  /** From opening a socket to its first `health.check`. */
  readonly connectTimeoutMs: number
  /** For one REST request, and for the answer to a socket frame. */
  readonly requestTimeoutMs: number
  /** How often a connection says that it lives. */
  readonly healthIntervalMs: number
  /** How long the answer to that may take before the socket counts as dead. */
  readonly healthAnswerMs: number
  /** A connection that lasted so long starts the next backoff anew. */
  readonly stableAfterMs: number
  /** How long a closing socket is waited for. */
  readonly closeTimeoutMs: number
  /** Before unread counters that may be off are asked for. */
  readonly recountMs: number
  /** How long the event of a write that was answered is waited for. */
  readonly settleMs: number
  readonly reconnectMinMs: number
  readonly reconnectMaxMs: number
  /** Restarting servers are reconnected to at a random moment of this span. */
  readonly restartSpreadMs: number
  /** Failures in a row, of the provider or of connecting, until the app is told. */
  readonly maxFailures: number
  readonly providerSlowRetryMs: number
  /** A `typing.start` is repeated so often while keys are pressed … */
  readonly typingRepeatMs: number
  /** … and a typist of whom nothing more is heard is dropped after so long. */
  readonly typingTimeoutMs: number
  /** Epoch milliseconds. */
  now(): number
  /** At least 0, below 1. */
  random(): number
}

/** What the SDK does unless told otherwise. */
export const DEFAULT_TIMING: Timing = {
  connectTimeoutMs: 15_000,
  requestTimeoutMs: 15_000,
  healthIntervalMs: CLIENT_HEALTH_CHECK_SECONDS * 1000,
  healthAnswerMs: 10_000,
  stableAfterMs: 10_000,
  closeTimeoutMs: 2_000,
  recountMs: 500,
  settleMs: 5_000,
  reconnectMinMs: RECONNECT_MIN_MS,
  reconnectMaxMs: RECONNECT_MAX_MS,
  restartSpreadMs: RESTART_SPREAD_MS,
  maxFailures: TOKEN_PROVIDER_MAX_FAILURES,
  providerSlowRetryMs: TOKEN_PROVIDER_SLOW_RETRY_MS,
  typingRepeatMs: 2_000,
  typingTimeoutMs: TYPING_TIMEOUT_SECONDS * 1000,
  now: () => Date.now(),
  random: () => Math.random(),
}

/** Full jitter: a random wait below a bound that doubles with every failure (the first is 1). */
export function backoffMs(failures: number, timing: Timing): number {
  const { reconnectMinMs, reconnectMaxMs } = timing
  const boundMs = Math.min(reconnectMaxMs, reconnectMinMs * 2 ** Math.max(0, failures - 1))
  return timing.random() * boundMs
}

/** Waits that end early when their owner is closed (`end`) or the network is back (`wake`). */
export class Alarm {
  readonly #sleepers = new Set<() => void>()
  #ended = false

  get ended(): boolean {
    return this.#ended
  }

  /** Resolves after `ms`, on `wake()` or on `end()`; true when it may go on. */
  async sleep(ms: number): Promise<boolean> {
    if (this.#ended) return false
    await new Promise<void>(resolve => {
      const done = () => {
        clearTimeout(timer)
        this.#sleepers.delete(done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.#sleepers.add(done)
    })
    return !this.#ended
  }

  wake(): void {
    for (const done of [...this.#sleepers]) done()
  }

  end(): void {
    this.#ended = true
    this.wake()
  }
}

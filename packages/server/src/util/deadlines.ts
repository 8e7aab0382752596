/** Work that must end in time, or else. */
interface Waiting {
  readonly untilMs: number
  readonly expire: () => void
}

const TICK_MS = 500

/**
 * Deadlines that share one timer: a timer of its own for every request would cost more than most
 * requests do. Half a second coarse. The timer runs only while somebody waits.
 */
export class Deadlines {
  readonly #waiting = new Set<Waiting>()
  #timer: ReturnType<typeof setInterval> | undefined

  /** The work's result, or `makeError()` when it takes longer than `ms`. */
  within<T>(work: Promise<T>, ms: number, makeError: () => Error): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const entry: Waiting = { untilMs: performance.now() + ms, expire: () => reject(makeError()) }
      this.#waiting.add(entry)
      this.#timer ??= this.#start()
      work.then(resolve, reject).finally(() => this.#waiting.delete(entry))
    })
  }

  #start(): ReturnType<typeof setInterval> {
    const timer = setInterval(() => this.#tick(), TICK_MS)
    timer.unref()
    return timer
  }

  #tick(): void {
    const nowMs = performance.now()
    for (const entry of this.#waiting) {
      if (entry.untilMs > nowMs) continue
      this.#waiting.delete(entry)
      entry.expire()
    }
    if (this.#waiting.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}

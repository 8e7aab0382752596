import type { Metrics } from '../util/metrics.ts'

interface StatusCounter {
  inc(): void
}

/** One route's part of the metrics, looked up once: labels are slow to resolve. */
export class RouteMetrics {
  readonly #metrics: Metrics
  readonly #route: string
  readonly #seconds: { observe(seconds: number): void }
  readonly #byStatus = new Map<number, StatusCounter>()

  constructor(metrics: Metrics, route: string) {
    this.#metrics = metrics
    this.#route = route
    this.#seconds = metrics.requestSeconds.labels({ route })
  }

  observe(status: number, ms: number): void {
    this.#seconds.observe(ms / 1000)
    let counter = this.#byStatus.get(status)
    if (!counter) {
      counter = this.#metrics.requests.labels({ route: this.#route, status: String(status) })
      this.#byStatus.set(status, counter)
    }
    counter.inc()
  }
}

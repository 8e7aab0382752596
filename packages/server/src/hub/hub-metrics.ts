import type { Metrics } from '../util/metrics.ts'
import type { LiveConnection } from './connection.ts'

interface KindMetrics {
  readonly open: { inc(): void; dec(): void }
  readonly connects: { inc(): void }
}

/** The hub's numbers. Labelled counters are looked up once: they are touched for every event. */
export class HubMetrics {
  readonly #metrics: Metrics
  readonly #byType = new Map<string, { inc(): void }>()
  readonly #byKind = new Map<string, KindMetrics>()

  constructor(metrics: Metrics) {
    this.#metrics = metrics
  }

  announced(appId: number, type: string, deliveries: number): void {
    const live = this.#metrics.live.of(appId)
    live.events++
    live.deliveries += deliveries
    // Apps name custom events as they like; one label for all of them keeps the list finite.
    const label = type.includes('.') ? type : 'custom'
    this.#counterOf(label).inc()
    if (deliveries > 0) this.#metrics.deliveries.inc(deliveries)
  }

  #counterOf(label: string): { inc(): void } {
    const known = this.#byType.get(label)
    if (known) return known
    const counter = this.#metrics.events.labels(label)
    this.#byType.set(label, counter)
    return counter
  }

  opened(connection: LiveConnection): void {
    const { open, connects } = this.#kindOf(connection.kind, connection.transport)
    open.inc()
    connects.inc()
  }

  closed(connection: LiveConnection): void {
    this.#kindOf(connection.kind, connection.transport).open.dec()
    if (connection.isTooSlow) this.#metrics.live.of(connection.appId).dropped++
  }

  becameKind(connection: LiveConnection, before: LiveConnection['kind']): void {
    this.#kindOf(before, connection.transport).open.dec()
    this.#kindOf(connection.kind, connection.transport).open.inc()
  }

  #kindOf(kind: LiveConnection['kind'], transport: LiveConnection['transport']): KindMetrics {
    const key = `${kind} ${transport}`
    let metrics = this.#byKind.get(key)
    if (!metrics) {
      const { connections, connects } = this.#metrics
      metrics = { open: connections.labels({ kind, transport }), connects: connects.labels({ kind }) }
      this.#byKind.set(key, metrics)
    }
    return metrics
  }
}

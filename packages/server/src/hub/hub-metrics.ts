import type { Metrics } from '../util/metrics.ts'
import type { LiveConnection } from './connection.ts'

/** The hub's numbers. Labelled counters are looked up once: they are touched for every event. */
export class HubMetrics {
  readonly #metrics: Metrics
  readonly #byType = new Map<string, { inc(): void }>()

  constructor(metrics: Metrics) {
    this.#metrics = metrics
  }

  announced(type: string, deliveries: number): void {
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
    this.#metrics.connections.inc({ kind: connection.kind, transport: connection.transport })
    this.#metrics.connects.inc({ kind: connection.kind })
  }

  closed(connection: LiveConnection): void {
    this.#metrics.connections.dec({ kind: connection.kind, transport: connection.transport })
  }

  becameKind(connection: LiveConnection, before: LiveConnection['kind']): void {
    this.#metrics.connections.dec({ kind: before, transport: connection.transport })
    this.#metrics.connections.inc({ kind: connection.kind, transport: connection.transport })
  }
}

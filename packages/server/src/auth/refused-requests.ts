import type { Clock } from '../util/time.ts'

/** Kept per app; those that were refused longest ago go first. */
const KEPT = 200

/** Requests of somebody to one endpoint that were beyond their quota. */
export interface RefusedRequests {
  readonly endpoint: string
  /** As `parseQuotaKey` takes it. */
  readonly key: string
  /** Of the quota that was used up last. */
  readonly limit: number
  readonly windowSeconds: number
  readonly count: number
  readonly firstAtUs: number
  readonly lastAtUs: number
}

/** Who was refused lately for asking too often, in memory. A flood costs one look-up a request. */
export class RefusedRequestLog {
  readonly sinceUs: number
  readonly #clock: Clock
  readonly #byApp = new Map<number, Map<string, RefusedRequests>>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.sinceUs = clock()
  }

  note(appId: number, refused: Pick<RefusedRequests, 'endpoint' | 'key' | 'limit' | 'windowSeconds'>): void {
    const kept = this.#byApp.get(appId) ?? new Map<string, RefusedRequests>()
    const nowUs = this.#clock()
    const { firstAtUs = nowUs, count = 0 } = kept.get(refused.key) ?? {}
    // A map keeps the order of insertion: the latest stands last.
    kept.delete(refused.key)
    kept.set(refused.key, { ...refused, count: count + 1, firstAtUs, lastAtUs: nowUs })
    const oldest = kept.size > KEPT ? kept.keys().next().value : undefined
    if (oldest !== undefined) kept.delete(oldest)
    this.#byApp.set(appId, kept)
  }

  /** The latest first. */
  list(appId: number): RefusedRequests[] {
    return [...(this.#byApp.get(appId)?.values() ?? [])].reverse()
  }
}

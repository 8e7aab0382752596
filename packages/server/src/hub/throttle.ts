import { LARGE_ROOM_WATCHERS, type MessageThrottle } from '@parley/protocol'

interface Bucket {
  tokens: number
  atMs: number
}

const MAX_BUCKETS = 10_000

/**
 * Thins the messages of large rooms whose channel type asks for it: so many per second, after so
 * many at once. Everybody in a room gets the same, so there is one bucket per room.
 */
export class Throttle {
  readonly #buckets = new Map<string, Bucket>()

  /** Whether a message of the room passes now; it counts when it does. */
  passes(topic: string, watchers: number, { per_second, burst }: MessageThrottle, nowMs: number): boolean {
    if (watchers <= LARGE_ROOM_WATCHERS) return true
    const bucket = this.#bucketOf(topic, burst, nowMs)
    bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * per_second)
    bucket.atMs = nowMs
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }

  #bucketOf(topic: string, burst: number, nowMs: number): Bucket {
    const known = this.#buckets.get(topic)
    if (known) return known
    // What is forgotten begins anew, with a full burst.
    if (this.#buckets.size >= MAX_BUCKETS) this.#buckets.clear()
    const bucket = { tokens: burst, atMs: nowMs }
    this.#buckets.set(topic, bucket)
    return bucket
  }
}

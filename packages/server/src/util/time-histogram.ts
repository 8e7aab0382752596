/** Buckets per doubling: a percentile is told at most 9 % too high. */
const PER_DOUBLING = 8
/** The first bucket ends here. */
const LEAST_MS = 0.05
const DOUBLINGS = 20
const BUCKETS = DOUBLINGS * PER_DOUBLING + 1

/** How long things took, kept so that percentiles can be told and sums made: about 1.3 KB. */
export class TimeHistogram {
  readonly #counts = new Float64Array(BUCKETS)
  #total = 0

  get count(): number {
    return this.#total
  }

  add(ms: number): void {
    const bucket = ms <= LEAST_MS ? 0 : Math.ceil(Math.log2(ms / LEAST_MS) * PER_DOUBLING)
    const place = Math.min(bucket, BUCKETS - 1)
    this.#counts[place] = (this.#counts[place] ?? 0) + 1
    this.#total++
  }

  merge(other: TimeHistogram): void {
    if (other.count === 0) return
    for (const [bucket, count] of other.#counts.entries()) {
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count
    }
    this.#total += other.#total
  }

  clear(): void {
    if (this.#total === 0) return
    this.#counts.fill(0)
    this.#total = 0
  }

  /** Milliseconds within which that share of all was done; undefined of nothing. */
  within(share: number): number | undefined {
    if (this.#total === 0) return undefined
    let left = Math.ceil(this.#total * share)
    for (const [bucket, count] of this.#counts.entries()) {
      left -= count
      if (left <= 0) return LEAST_MS * 2 ** (bucket / PER_DOUBLING)
    }
    return LEAST_MS * 2 ** DOUBLINGS
  }
}

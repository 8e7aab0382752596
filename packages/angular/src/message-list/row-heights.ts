/** What a row is taken for until one was measured, in px. */
const FIRST_GUESS_PX = 64

/**
 * Where the rows of a list stand: heights that were measured, a guess for the others.
 *
 * Rows are known by their ids, so what was measured stays when others come in front of them.
 */
export class RowHeights {
  readonly #known = new Map<string, number>()
  #ids: readonly { id: string }[] = []
  /** `#tops[i]` is the sum of the heights in front of row i; the last one is the height of all. */
  #tops = new Float64Array(1)
  /** Up to here `#tops` holds. */
  #validTo = 0
  #guessPx = FIRST_GUESS_PX

  get count(): number {
    return this.#ids.length
  }

  get totalPx(): number {
    return this.topPx(this.count)
  }

  /** The rows that there are now, from top to bottom. */
  setRows(rows: readonly { id: string }[]): void {
    this.#ids = rows
    if (this.#tops.length < rows.length + 1) this.#tops = new Float64Array(rows.length * 2 + 1)
    this.#validTo = 0
    this.#guessPx = this.#averagePx()
  }

  /** What was measured of a row. Returns whether that is something new. */
  setHeight(index: number, heightPx: number): boolean {
    const id = this.#ids[index]?.id
    if (id === undefined || this.#known.get(id) === heightPx) return false
    this.#known.set(id, heightPx)
    this.#validTo = Math.min(this.#validTo, index)
    return true
  }

  /** From the top of the list to the top of this row; behind the last one that is the end. */
  topPx(index: number): number {
    while (this.#validTo < index) {
      const id = this.#ids[this.#validTo]?.id ?? ''
      const heightPx = this.#known.get(id) ?? this.#guessPx
      this.#tops[this.#validTo + 1] = (this.#tops[this.#validTo] ?? 0) + heightPx
      this.#validTo++
    }
    return this.#tops[index] ?? 0
  }

  /** The row that stands there; the first or the last one beyond the ends. */
  indexAt(px: number): number {
    this.topPx(this.count)
    let [low, high] = [0, Math.max(0, this.count - 1)]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#tops[middle] ?? 0) <= px) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Heights of rows of another width, or another channel, say nothing. */
  forget(): void {
    this.#known.clear()
    this.#validTo = 0
    this.#guessPx = FIRST_GUESS_PX
  }

  #averagePx(): number {
    if (this.#known.size === 0) return this.#guessPx
    let sum = 0
    for (const heightPx of this.#known.values()) sum += heightPx
    return Math.round(sum / this.#known.size)
  }
}

/** Time and author of a message that counts as unread. */
export interface UnreadMark {
  readonly atUs: number
  readonly userId: string
}

/**
 * Counts what each of many members has not read, from one list of recent messages.
 * A count never exceeds the list, so callers that need more than it holds must ask the store.
 */
export class UnreadCounter {
  /** Ascending. */
  readonly #times: readonly number[]
  readonly #timesByAuthor = new Map<string, number[]>()

  /** `marks` in any order. */
  constructor(marks: readonly UnreadMark[]) {
    const sorted = [...marks].sort((a, b) => a.atUs - b.atUs)
    this.#times = sorted.map(mark => mark.atUs)
    for (const { userId, atUs } of sorted) {
      const own = this.#timesByAuthor.get(userId)
      if (own) own.push(atUs)
      else this.#timesByAuthor.set(userId, [atUs])
    }
  }

  /** Messages of others after a time. */
  count(userId: string, lastReadAtUs: number): number {
    const own = this.#timesByAuthor.get(userId)
    return countAfter(this.#times, lastReadAtUs) - (own ? countAfter(own, lastReadAtUs) : 0)
  }
}

/** How many of the ascending times are later. */
function countAfter(times: readonly number[], atUs: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) > atUs) high = middle
    else low = middle + 1
  }
  return times.length - low
}

/** One connection being let in, or one user's state being read for it. */
export interface Arrival extends Disposable {
  /** What comes from now on is news. */
  read(): void
  /** Whether something was announced to one of these topics since `read`. */
  hasNews(topics: Iterable<string>): boolean
}

/**
 * What is announced while somebody is being let in: it may be too late for what they are told at
 * first, and too early to reach them. Costs nothing while nobody comes.
 */
export class Arrivals {
  #coming = 0
  #announced = 0
  /** Topic → number of the last announcement. */
  readonly #last = new Map<string, number>()

  begin(): Arrival {
    this.#coming++
    let readAt = this.#announced
    return {
      read: () => {
        readAt = this.#announced
      },
      hasNews: topics => {
        if (this.#announced === readAt) return false
        for (const topic of topics) if ((this.#last.get(topic) ?? 0) > readAt) return true
        return false
      },
      [Symbol.dispose]: () => {
        this.#coming--
        if (this.#coming === 0) this.#last.clear()
      },
    }
  }

  note(topic: string): void {
    if (this.#coming > 0) this.#last.set(topic, ++this.#announced)
  }
}

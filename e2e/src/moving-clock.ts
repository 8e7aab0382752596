/** A server's clock that a test moves on, over the system's. */
export class MovingClock {
  #lastUs = 0
  #aheadUs = 0

  /** Epoch microseconds; never the same twice. */
  read = (): number => {
    this.#lastUs = Math.max(Date.now() * 1000 + this.#aheadUs, this.#lastUs + 1)
    return this.#lastUs
  }

  advance(seconds: number): void {
    this.#aheadUs += seconds * 1e6
  }
}

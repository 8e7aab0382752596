/**
 * Does something at most once per span: at once, and again at its end when it was asked for meanwhile.
 *
 * One that fails is not repeated by itself.
 */
export class Paced {
  readonly #run: () => Promise<unknown>
  readonly #spanMs: number
  #timer: ReturnType<typeof setTimeout> | undefined
  #isBusy = false
  #isWanted = false

  constructor(run: () => Promise<unknown>, spanMs: number) {
    this.#run = run
    this.#spanMs = spanMs
  }

  ask(): void {
    this.#isWanted = true
    if (!this.#isBusy) this.#go()
  }

  /** What waits is given up. */
  cancel(): void {
    clearTimeout(this.#timer)
    this.#isBusy = false
    this.#isWanted = false
  }

  #go(): void {
    this.#isWanted = false
    this.#isBusy = true
    this.#run().catch(() => undefined)
    this.#timer = setTimeout(() => {
      this.#isBusy = false
      if (this.#isWanted) this.#go()
    }, this.#spanMs)
  }
}

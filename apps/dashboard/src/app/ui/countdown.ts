import { DestroyRef, Injectable, inject, signal } from '@angular/core'

const TICK_MS = 250

/** Counts seconds down to zero. Provided by the component that shows them. */
@Injectable()
export class Countdown {
  readonly seconds = signal(0)
  #endsAtMs = 0
  #timer: ReturnType<typeof setInterval> | undefined

  constructor() {
    inject(DestroyRef).onDestroy(() => clearInterval(this.#timer))
  }

  start(seconds: number): void {
    this.#endsAtMs = Date.now() + seconds * 1_000
    clearInterval(this.#timer)
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
    this.#tick()
  }

  #tick(): void {
    // By the clock: timers of pages in the background are slow.
    const left = Math.max(0, Math.ceil((this.#endsAtMs - Date.now()) / 1_000))
    this.seconds.set(left)
    if (left === 0) clearInterval(this.#timer)
  }
}

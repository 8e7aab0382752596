import { DestroyRef, Injectable, inject, signal } from '@angular/core'

const TICK_MS = 20_000

/** The time, often enough for "3 minutes ago". */
@Injectable({ providedIn: 'root' })
export class MinuteClock {
  readonly nowMs = signal(Date.now())

  constructor() {
    const timer = setInterval(() => this.nowMs.set(Date.now()), TICK_MS)
    inject(DestroyRef).onDestroy(() => clearInterval(timer))
  }
}

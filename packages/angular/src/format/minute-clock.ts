import { isPlatformBrowser } from '@angular/common'
import { DestroyRef, Injectable, inject, PLATFORM_ID, signal } from '@angular/core'

/** How often what is said of a time is looked at again. */
const TICK_MS = 20_000

/** Now, a few times a minute: for "5 minutes ago" and for days that become yesterday. */
@Injectable({ providedIn: 'root' })
export class MinuteClock {
  readonly #nowMs = signal(Date.now())
  /** Epoch milliseconds, up to 20 s old. */
  readonly nowMs = this.#nowMs.asReadonly()

  constructor() {
    if (!isPlatformBrowser(inject(PLATFORM_ID))) return
    const timer = setInterval(() => this.#nowMs.set(Date.now()), TICK_MS)
    inject(DestroyRef).onDestroy(() => clearInterval(timer))
  }
}

import { Injectable, inject } from '@angular/core'
import { MatSnackBar } from '@angular/material/snack-bar'
import { describe } from '../api/api-error'

/** Short words at the edge of the page: what was done, or why it was not. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  readonly #bar = inject(MatSnackBar)

  done(text: string): void {
    this.#bar.open(text, undefined, { duration: 4_000 })
  }

  /** `what` says what was tried: "Ban the user". Stays until it is closed. */
  failed(error: unknown, what: string): void {
    this.#bar.open(`${what}: ${describe(error)}`, 'Close', { politeness: 'assertive' })
  }
}

import { isPlatformBrowser } from '@angular/common'
import { DestroyRef, DOCUMENT, Injectable, inject, PLATFORM_ID } from '@angular/core'
import { State } from '../state/state'

/** Whether the user can see the page. A server's page nobody sees. */
@Injectable({ providedIn: 'root' })
export class PageVisibility {
  readonly #document = inject(DOCUMENT)
  readonly #isBrowser = isPlatformBrowser(inject(PLATFORM_ID))
  readonly #isVisible = new State(this.#look())
  readonly isVisible$ = this.#isVisible.changes$
  readonly isVisible = this.#isVisible.signal

  constructor() {
    if (!this.#isBrowser) return
    const look = () => this.#isVisible.set(this.#look())
    this.#document.addEventListener('visibilitychange', look)
    inject(DestroyRef).onDestroy(() => this.#document.removeEventListener('visibilitychange', look))
  }

  #look(): boolean {
    return this.#isBrowser && this.#document.visibilityState !== 'hidden'
  }
}

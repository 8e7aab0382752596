import { DOCUMENT, Injectable, inject, signal } from '@angular/core'
import { isSame, type Place, readPlace, writePlace } from './identity'

/** The page's address: a reload leads to the same place, and Back to the one before. */
@Injectable({ providedIn: 'root' })
export class Address {
  readonly #window = inject(DOCUMENT).defaultView
  readonly #place = signal<Place>(readPlace(this.#window?.location.search ?? ''))
  readonly place = this.#place.asReadonly()

  constructor() {
    this.#window?.addEventListener('popstate', () => {
      this.#place.set(readPlace(this.#window?.location.search ?? ''))
    })
  }

  /** `replace`: Back does not lead to where we are now. */
  go(place: Place, how: 'push' | 'replace' = 'push'): void {
    const now = this.#place()
    if (now.channel === place.channel && isSame(now.identity, place.identity)) return
    this.#place.set(place)
    const url = `${this.#window?.location.pathname ?? '/'}${writePlace(place)}`
    if (how === 'push') this.#window?.history.pushState(null, '', url)
    else this.#window?.history.replaceState(null, '', url)
  }

  /** The whole address of a place, for another window. */
  urlOf(place: Place): string {
    return `${this.#window?.location.origin ?? ''}/${writePlace(place)}`
  }
}

import { computed, Injectable, inject } from '@angular/core'
import { PARLEY_OPTIONS } from '../parley-options'
import { State } from '../state/state'
import { english, type Texts } from '../texts/texts'

/**
 * The texts of the components, in the language of the moment.
 *
 * @example
 * protected readonly t = inject(TranslationService).texts   // in a template: {{ t().send }}
 */
@Injectable({ providedIn: 'root' })
export class TranslationService {
  readonly #texts = new State<Texts>(inject(PARLEY_OPTIONS).texts ?? english)
  readonly texts = this.#texts.signal
  readonly texts$ = this.#texts.changes$
  /** BCP 47, for dates and numbers. */
  readonly locale = computed(() => this.texts().locale)

  /** Changes the language; what is on the screen changes with it. */
  use(texts: Texts): void {
    this.#texts.set(texts)
  }
}

import { computed, type Signal, signal, type WritableSignal } from '@angular/core'
import { loaded } from '../../ui/load'
import type { Found } from './find-box'
import { settled } from './settled'

/** What is typed, and what fits it. */
export interface Findable {
  readonly text: WritableSignal<string>
  readonly options: Signal<readonly Found[]>
}

/** Asks for what fits the text once nobody has typed for a moment. To be called where things are injected. */
export function findable(find: (text: string) => Promise<readonly Found[]>): Findable {
  const text = signal('')
  const asked = settled(text)
  const found = loaded(() => find(asked().trim()))
  return { text, options: computed(() => found.value() ?? []) }
}

import { effect, type Signal, signal } from '@angular/core'

const PAUSE_MS = 200

/** The text, once nobody has typed for a moment. To be called where things are injected. */
export function settled(text: Signal<string>): Signal<string> {
  const still = signal('')
  effect(onCleanup => {
    const now = text()
    const timer = setTimeout(() => still.set(now), PAUSE_MS)
    onCleanup(() => clearTimeout(timer))
  })
  return still
}

import { type Signal, signal, untracked } from '@angular/core'
import { Observable, type Subscriber } from 'rxjs'

/** States that were changed inside of `batch` and have not told of it. */
const untold = new Set<{ tell(): void }>()
let batches = 0

/** Changes several states before any of them tells: who hears of one finds the others changed, too. */
export function batch(change: () => void): void {
  batches += 1
  try {
    change()
  } finally {
    batches -= 1
    if (batches === 0) tellAll()
  }
}

function tellAll(): void {
  for (const state of untold) {
    untold.delete(state)
    state.tell()
  }
}

/**
 * One value, as a signal and as an observable that are always equal.
 *
 * The observable tells the value at once on subscribing, then every change, synchronously. A
 * change made by a subscriber overtakes the one that is being told: nobody hears of an old value.
 */
export class State<T> {
  readonly signal: Signal<T>
  readonly changes$: Observable<T>
  readonly #value
  readonly #subscribers = new Set<{ subscriber: Subscriber<T>; heard: T }>()

  constructor(initial: T) {
    this.#value = signal(initial)
    this.signal = this.#value.asReadonly()
    this.changes$ = new Observable(subscriber => {
      const entry = { subscriber, heard: this.value }
      this.#subscribers.add(entry)
      subscriber.next(entry.heard)
      return () => this.#subscribers.delete(entry)
    })
  }

  /** Reading it makes nobody depend on it. */
  get value(): T {
    return untracked(this.#value)
  }

  /** Sets the value; the same one again is no change. */
  set(value: T): void {
    if (Object.is(value, this.value)) return
    this.#value.set(value)
    if (batches > 0) untold.add(this)
    else this.tell()
  }

  update(change: (value: T) => T): void {
    this.set(change(this.value))
  }

  /** For `batch`: tells everybody who has not heard of the value. */
  tell(): void {
    untracked(() => {
      for (const entry of [...this.#subscribers]) {
        const { value } = this
        if (Object.is(entry.heard, value)) continue
        entry.heard = value
        entry.subscriber.next(value)
      }
    })
  }
}

import { type Signal, signal, untracked } from '@angular/core'
import { type Observable, Subject } from 'rxjs'

/**
 * Events, each told once to every subscriber, in order; the signal has the newest.
 *
 * An event that a subscriber causes is told after the one that is being told.
 */
export class EventStream<T> {
  readonly events$: Observable<T>
  readonly latest: Signal<T | undefined>
  readonly #subject = new Subject<T>()
  readonly #latest = signal<T | undefined>(undefined)
  readonly #waiting: T[] = []
  #isTelling = false

  constructor() {
    this.events$ = this.#subject.asObservable()
    this.latest = this.#latest.asReadonly()
  }

  emit(event: T): void {
    this.#waiting.push(event)
    if (this.#isTelling) return
    this.#isTelling = true
    untracked(() => this.#tellAll())
    this.#isTelling = false
  }

  #tellAll(): void {
    for (let event = this.#waiting.shift(); event !== undefined; event = this.#waiting.shift()) {
      this.#latest.set(event)
      this.#subject.next(event)
    }
  }
}

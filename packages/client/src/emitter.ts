/** What `on` returns. */
export interface Subscription {
  /** Stops listening; a second time does nothing. */
  unsubscribe(): void
}

type Listener<E> = (event: E) => void

/** Listeners by event type; `all` hears everything. */
export class Emitter<E extends { type: string }> {
  readonly #listeners = new Map<string, Set<Listener<E>>>()

  on(type: string, listener: Listener<E>): Subscription {
    const known = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, known.add(listener))
    return { unsubscribe: () => this.off(type, listener) }
  }

  off(type: string, listener: Listener<E>): void {
    const known = this.#listeners.get(type)
    known?.delete(listener)
    if (known?.size === 0) this.#listeners.delete(type)
  }

  /** Takes over the listeners of another. */
  adopt(other: Emitter<E>): void {
    for (const [type, listeners] of other.#listeners)
      for (const listener of listeners) this.on(type, listener)
  }

  /** Calls the type's listeners, then those of `all`, each in the order they came. */
  emit(event: E): void {
    for (const type of [event.type, 'all']) {
      for (const listener of [...(this.#listeners.get(type) ?? [])]) report(() => listener(event))
    }
  }
}

/** Runs an app's listener: one that throws is reported, and keeps nobody else from going on. */
export function report(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    if (typeof globalThis.reportError === 'function') globalThis.reportError(error)
    else console.error(error)
  }
}

import { DestroyRef, DOCUMENT, effect, inject, type Signal, signal, untracked } from '@angular/core'

/** Something that is asked of the server. */
export interface Loaded<T> {
  /** The latest that came; stays while it is asked for again. */
  readonly value: Signal<T | undefined>
  /** Why the latest attempt failed; undefined when it did not. */
  readonly error: Signal<unknown>
  readonly isLoading: Signal<boolean>
  /** Asks again; over when the answer is there. Never throws: see `error`. */
  reload(): Promise<void>
  /** Takes what is known otherwise, such as the answer to a change. */
  set(value: T): void
}

export interface LoadOptions {
  /** Asks again so often, while the page is looked at; undefined or 0 for never. */
  readonly everyMs?: Signal<number>
}

/**
 * Asks the server now, and again when a signal changes that `load` reads before it waits. An answer that
 * came too late is dropped. To be called where things are injected.
 */
export function loaded<T>(load: () => Promise<T>, { everyMs }: LoadOptions = {}): Loaded<T> {
  const value = signal<T | undefined>(undefined)
  const error = signal<unknown>(undefined)
  const isLoading = signal(false)
  let newest = 0

  async function take(asked: Promise<T>): Promise<void> {
    const mine = ++newest
    untracked(() => isLoading.set(true))
    try {
      const answer = await asked
      if (mine !== newest) return
      value.set(answer)
      error.set(undefined)
    } catch (thrown) {
      if (mine === newest) error.set(thrown)
    } finally {
      if (mine === newest) isLoading.set(false)
    }
  }

  effect(() => void take(load()))
  const reload = (): Promise<void> => untracked(() => take(load()))
  if (everyMs) repeat(everyMs, reload)
  const set = (known: T): void => {
    newest += 1
    isLoading.set(false)
    error.set(undefined)
    value.set(known)
  }
  return { value, error, isLoading, reload, set }
}

/** Not while the page is in the background: nobody looks at it. */
function repeat(everyMs: Signal<number>, reload: () => Promise<void>): void {
  const document = inject(DOCUMENT)
  let timer: ReturnType<typeof setInterval> | undefined
  effect(() => {
    clearInterval(timer)
    const ms = everyMs()
    if (ms > 0) timer = setInterval(() => document.visibilityState === 'visible' && void reload(), ms)
  })
  inject(DestroyRef).onDestroy(() => clearInterval(timer))
}

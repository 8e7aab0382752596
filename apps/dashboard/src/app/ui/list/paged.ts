import { computed, linkedSignal, type Signal } from '@angular/core'
import { type Loaded, loaded } from '../load'
import type { Piece } from './piece'

/** A list that is looked at page by page. */
export interface Paged<T, C> extends Omit<Loaded<Piece<T, C>>, 'set'> {
  readonly items: Signal<readonly T[]>
  /** Of the page that is shown, from 1. */
  readonly number: Signal<number>
  readonly hasNext: Signal<boolean>
  /** Whether there are others than the one that is shown. */
  readonly isOneOfMany: Signal<boolean>
  next(): void
  previous(): void
}

/**
 * Pages of what `looking` asks for, the first one again whenever that is something else. A page is found
 * by where the one before it ended: one far behind costs as little as the first. To be called where
 * things are injected.
 */
export function paged<L, T, C>(
  looking: Signal<L>,
  find: (looking: L, after: C | undefined) => Promise<Piece<T, C>>,
): Paged<T, C> {
  /** Where the pages after the first one began, up to this one. */
  const begins = linkedSignal<L, readonly C[]>({ source: looking, computation: () => [] })
  // A page brings its number along: until it is there, that of the one that is shown is told.
  const found = loaded(async () => {
    const before = begins()
    return { ...(await find(looking(), before.at(-1))), number: before.length + 1 }
  })
  const items = computed(() => found.value()?.items ?? [])
  const number = computed(() => found.value()?.number ?? 1)
  const hasNext = computed(() => found.value()?.next !== undefined)
  const isOneOfMany = computed(() => hasNext() || number() > 1)
  const next = (): void => {
    const at = found.value()?.next
    // While a page is on its way, the one that is shown says where it begins, not where the next one does.
    if (at !== undefined && !found.isLoading()) begins.update(known => [...known, at])
  }
  const previous = (): void => begins.update(known => known.slice(0, -1))
  const { value, error, isLoading, reload } = found
  return { value, error, isLoading, reload, items, number, hasNext, isOneOfMany, next, previous }
}

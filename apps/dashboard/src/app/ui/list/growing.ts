import { computed, inject, linkedSignal, type Signal, signal } from '@angular/core'
import { type Loaded, type LoadOptions, loaded } from '../load'
import { Toasts } from '../toasts'
import type { Piece } from './piece'

/** A list that grows at its end as often as somebody wants more of it. */
export interface Growing<T, C = string> {
  /** Its beginning: whether it came, or why not. */
  readonly first: Loaded<Piece<T, C>>
  readonly items: Signal<readonly T[]>
  readonly hasMore: Signal<boolean>
  readonly isLoadingMore: Signal<boolean>
  /** Never throws: what went wrong is told at the edge of the page. */
  more(): Promise<void>
  /** From the beginning. */
  reload(): Promise<void>
}

/**
 * The list that `load` knows, from its beginning whenever a signal changes that `load` reads before it
 * waits. It is not asked for again by itself (`everyMs`) while somebody reads further down. To be called
 * where things are injected.
 */
export function growing<T, C = string>(
  load: (after: C | undefined) => Promise<Piece<T, C>>,
  { everyMs }: LoadOptions = {},
): Growing<T, C> {
  const toasts = inject(Toasts)
  const first: Loaded<Piece<T, C>> = loaded(() => load(undefined), {
    ...(everyMs && { everyMs: computed(() => (later().length > 0 ? 0 : everyMs())) }),
  })
  /** What came after the beginning; nothing when that is another one. */
  const later = linkedSignal<Piece<T, C> | undefined, readonly Piece<T, C>[]>({
    source: first.value,
    computation: () => [],
  })
  const pieces = computed(() => [first.value(), ...later()].filter(each => each !== undefined))
  const items = computed(() => pieces().flatMap(piece => piece.items))
  const next = computed(() => pieces().at(-1)?.next)
  const isLoadingMore = signal(false)

  async function more(): Promise<void> {
    const begin = first.value()
    const after = next()
    if (after === undefined || isLoadingMore() || first.isLoading()) return
    isLoadingMore.set(true)
    try {
      const piece = await load(after)
      // What came of a list that is no longer shown is dropped.
      if (first.value() === begin) later.update(known => [...known, piece])
    } catch (error) {
      toasts.failed(error, 'Show more')
    } finally {
      isLoadingMore.set(false)
    }
  }

  const hasMore = computed(() => next() !== undefined)
  return { first, items, hasMore, isLoadingMore, more, reload: first.reload }
}

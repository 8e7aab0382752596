import { Injectable, signal } from '@angular/core'
import { type Anchor, MessageWindow } from './message-window'
import type { Slice } from './slice'

/** The elements of a list: `scroller` scrolls; `before` and `after` are the empty space around `rows`. */
export interface ListElements {
  readonly scroller: HTMLElement
  readonly before: HTMLElement
  readonly rows: HTMLElement
  readonly after: HTMLElement
}

/** This close to the end counts as being there, in px. */
const END_PX = 48
/** This close to an end of what is loaded more is asked for, in px. */
const LOAD_PX = 900
/** One scrolls until so long after the last scroll event. */
const SCROLLING_MS = 1_200
/** Passes of render and measure without a frame in between: more would be a long task. */
const MAX_PASSES = 4

/** A `MessageWindow` in the DOM: measures the rows, sizes the space around them, and scrolls. */
@Injectable()
export class ScrollView {
  readonly slice = signal<Slice>({ start: 0, end: 0 })
  /** The newest message is in view, and stays there. */
  readonly isAtEnd = signal(true)
  /** Close to the first or the last row that there is. */
  readonly isNearStart = signal(false)
  readonly isNearEnd = signal(true)
  /** The row at the top of the view. */
  readonly topRowId = signal<string | undefined>(undefined)
  /** One scrolls, or has just done so. */
  readonly isScrolling = signal(false)
  /** Set by the list: there are newer ones that are not loaded, so its end is not the end. */
  hasNewer = false

  readonly #window = new MessageWindow()
  #elements: ListElements | undefined
  #rows: readonly { id: string }[] = []
  #headPx = 0
  #passes = 0
  #frame = 0
  #scrollTimer: ReturnType<typeof setTimeout> | undefined

  get viewHeightPx(): number {
    return this.#window.viewHeightPx
  }

  /** Follows scrolling and sizes from now on. Returns what ends it. */
  attach(elements: ListElements): () => void {
    this.#elements = elements
    const { scroller, rows } = elements
    const onScroll = () => this.#onScroll()
    // images that load, windows that change: all that moves rows without rendering any
    const sizes = new ResizeObserver(() => this.layout())
    sizes.observe(rows)
    sizes.observe(scroller)
    scroller.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      sizes.disconnect()
      scroller.removeEventListener('scroll', onScroll)
      cancelAnimationFrame(this.#frame)
      clearTimeout(this.#scrollTimer)
      this.#elements = undefined
    }
  }

  /** The rows that there are now. What is looked at stays in view. */
  setRows(rows: readonly { id: string }[]): void {
    this.#rows = rows
    this.#window.setRows(rows)
    this.slice.set(this.#window.slice)
  }

  /** Another list. */
  reset(): void {
    this.#window.reset()
    this.isAtEnd.set(true)
    // nothing of the new list was looked at yet
    this.isNearStart.set(false)
  }

  /** Shows the end, or a row so many px below the top of the view. */
  goTo(anchor: Anchor): void {
    this.#window.goTo(anchor)
    this.#advance()
    this.layout()
  }

  has(id: string): boolean {
    return this.#window.indexOf(id) !== undefined
  }

  /** The element of a row that is rendered. */
  rowElement(id: string): HTMLElement | undefined {
    const rows = Array.from(this.#elements?.rows.children ?? []) as HTMLElement[]
    return rows.find(row => row.dataset.id === id)
  }

  /** After rows were rendered or have changed their size. */
  layout(): void {
    const elements = this.#elements
    if (!elements || !this.#isRendered(elements)) return
    this.#measure(elements)
    if (!this.#window.isCovered && this.#passes++ < MAX_PASSES) this.#advance()
    else this.#finish(elements)
  }

  #finish(elements: ListElements): void {
    this.#passes = 0
    if (!this.#window.isSettled) this.#continueLater()
    this.#place(elements)
    this.#tell(elements)
  }

  #advance(): void {
    this.#window.advance()
    this.slice.set(this.#window.slice)
  }

  #measure({ scroller, before, rows }: ListElements): void {
    this.#headPx =
      before.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
    this.#window.resize(scroller.clientHeight, this.#headPx)
    this.#window.measure(Array.from(rows.children, row => row.getBoundingClientRect().height))
  }

  #place({ scroller, before, after }: ListElements): void {
    before.style.height = `${this.#window.spaceBeforePx}px`
    after.style.height = `${this.#window.spaceAfterPx}px`
    const topPx =
      this.#window.anchor === 'end' ? scroller.scrollHeight : this.#window.scrollTopPx + this.#headPx
    const wanted = Math.max(0, Math.min(topPx, scroller.scrollHeight - scroller.clientHeight))
    if (Math.abs(wanted - scroller.scrollTop) > 0.5) scroller.scrollTop = wanted
  }

  /** The rest comes frame by frame, so that no frame takes long. */
  #continueLater(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => this.#advance())
  }

  #onScroll(): void {
    const elements = this.#elements
    if (!elements) return
    const { scroller } = elements
    const leftPx = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop
    this.#window.scroll(scroller.scrollTop - this.#headPx, leftPx < END_PX && !this.hasNewer)
    this.#advance()
    this.#tell(elements)
    if (leftPx >= END_PX) this.#noteScrolling()
  }

  #noteScrolling(): void {
    this.isScrolling.set(true)
    clearTimeout(this.#scrollTimer)
    this.#scrollTimer = setTimeout(() => this.isScrolling.set(false), SCROLLING_MS)
  }

  #tell({ scroller }: ListElements): void {
    const { scrollTop, scrollHeight, clientHeight } = scroller
    this.isAtEnd.set(this.#window.anchor === 'end' && !this.hasNewer)
    this.isNearStart.set(scrollTop < LOAD_PX)
    this.isNearEnd.set(scrollHeight - clientHeight - scrollTop < LOAD_PX)
    this.topRowId.set(this.#window.rowAt(scrollTop - this.#headPx)?.id)
  }

  /** Whether the DOM has the rows of `slice`: not so while they are about to be rendered. */
  #isRendered({ rows }: ListElements): boolean {
    const { start, end } = this.slice()
    const first = rows.firstElementChild as HTMLElement | null
    const last = rows.lastElementChild as HTMLElement | null
    return (
      rows.childElementCount === end - start &&
      (end === start ||
        (first?.dataset.id === this.#rows[start]?.id && last?.dataset.id === this.#rows[end - 1]?.id))
    )
  }
}

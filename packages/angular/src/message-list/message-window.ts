import { RowHeights } from './row-heights'
import { isSettled, nextSlice, type Slice, type View } from './slice'

/** What stays where it is when rows change: the list's end, or a row at so many px below the view's top. */
export type Anchor = 'end' | { readonly id: string; readonly offsetPx: number }

/** What a screen shows that was never measured, as on a server, in px. */
const UNKNOWN_HEIGHT_PX = 900

/**
 * Which rows of a long list are rendered, and where one stands in it.
 *
 * Knows nothing of the DOM: it is told what was measured and scrolled, and says what to render
 * (`slice`), what to leave empty around it, and where to scroll to (`scrollTopPx`).
 */
export class MessageWindow {
  readonly #heights = new RowHeights()
  #rows: readonly { id: string }[] = []
  #indexes: Map<string, number> | undefined
  #slice: Slice = { start: 0, end: 0 }
  #anchor: Anchor = 'end'
  #viewHeightPx = UNKNOWN_HEIGHT_PX
  /** What stands above the first row and scrolls with it. */
  #headPx = 0

  get slice(): Slice {
    return this.#slice
  }

  get anchor(): Anchor {
    return this.#anchor
  }

  /** In front of the rendered rows. */
  get spaceBeforePx(): number {
    return this.#heights.topPx(this.#slice.start)
  }

  /** Behind the rendered rows. */
  get spaceAfterPx(): number {
    return this.#heights.totalPx - this.#heights.topPx(this.#slice.end)
  }

  get viewHeightPx(): number {
    return this.#viewHeightPx
  }

  /** Where the rows have to be scrolled to for the anchor to stand where it stood; negative: the head shows. */
  get scrollTopPx(): number {
    const endPx = Math.max(0 - this.#headPx, this.#heights.totalPx - this.#viewHeightPx)
    if (this.#anchor === 'end') return endPx
    const index = this.indexOf(this.#anchor.id)
    if (index === undefined) return endPx
    return Math.max(0 - this.#headPx, Math.min(endPx, this.#heights.topPx(index) - this.#anchor.offsetPx))
  }

  /** Undefined when there is no such row. */
  indexOf(id: string): number | undefined {
    this.#indexes ??= new Map(this.#rows.map((row, index) => [row.id, index]))
    return this.#indexes.get(id)
  }

  /** The rows that there are now. What one looks at stays in view. */
  setRows(rows: readonly { id: string }[]): void {
    const first = this.#rows[this.#slice.start]?.id
    this.#keepAnchor(rows)
    this.#rows = rows
    this.#indexes = undefined
    this.#heights.setRows(rows)
    this.#slice = this.#moved(first)
    this.advance()
  }

  /** What was measured of the rendered rows, the first one first. Returns whether anything is new. */
  measure(heightsPx: readonly number[]): boolean {
    let isNew = false
    for (const [index, heightPx] of heightsPx.entries())
      if (this.#heights.setHeight(this.#slice.start + index, heightPx)) isNew = true
    return isNew
  }

  resize(viewHeightPx: number, headPx = 0): void {
    this.#viewHeightPx = viewHeightPx
    this.#headPx = headPx
  }

  /** One has scrolled there. `isAtEnd`: from now on the end is kept in view. */
  scroll(topPx: number, isAtEnd: boolean): void {
    const row = this.rowAt(topPx)
    this.#anchor =
      isAtEnd || !row
        ? 'end'
        : { id: row.id, offsetPx: this.#heights.topPx(this.indexOf(row.id) ?? 0) - topPx }
  }

  /** Looks at something else from now on. */
  goTo(anchor: Anchor): void {
    this.#anchor = anchor
  }

  /** The row that stands there, in px from the list's top. */
  rowAt(topPx: number): { id: string } | undefined {
    return this.#rows[this.#heights.indexAt(topPx)]
  }

  /** Renders what the view needs next. Returns whether that is something else than before. */
  advance(): boolean {
    const next = nextSlice(this.#heights, this.#view(), this.#slice)
    const isNew = next !== this.#slice
    this.#slice = next
    return isNew
  }

  /** Whether everything is rendered that is seen. */
  get isCovered(): boolean {
    const { topPx, bottomPx } = this.#view()
    const { start, end } = this.#slice
    if (this.#rows.length === 0) return true
    return start <= this.#heights.indexAt(topPx) && end > this.#heights.indexAt(bottomPx)
  }

  /** Whether everything is rendered that the view and its surroundings need. */
  get isSettled(): boolean {
    return isSettled(this.#heights, this.#view(), this.#slice)
  }

  /** Another list: nothing of the old one counts. */
  reset(): void {
    this.#heights.forget()
    this.#slice = { start: 0, end: 0 }
    this.#anchor = 'end'
  }

  #view(): View {
    const topPx = this.scrollTopPx
    return { topPx, bottomPx: topPx + this.#viewHeightPx }
  }

  /** When the row that one looks at goes, the next one that stays is looked at. */
  #keepAnchor(rows: readonly { id: string }[]): void {
    if (this.#anchor === 'end') return
    const ids = new Set(rows.map(({ id }) => id))
    const { id, offsetPx } = this.#anchor
    if (ids.has(id)) return
    const index = this.indexOf(id)
    if (index === undefined) return
    const next = this.#rows.slice(index).find(row => ids.has(row.id))
    if (next) this.#anchor = { id: next.id, offsetPx }
    else this.#anchor = 'end'
  }

  /** The same rows, which may stand elsewhere now. */
  #moved(firstId: string | undefined): Slice {
    const length = this.#slice.end - this.#slice.start
    const start = firstId === undefined ? undefined : this.indexOf(firstId)
    if (start === undefined) return { start: 0, end: 0 }
    return { start, end: Math.min(this.#rows.length, start + length) }
  }
}

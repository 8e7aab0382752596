import type { RowHeights } from './row-heights'

/** Rows from `start` up to but without `end`. */
export interface Slice {
  readonly start: number
  readonly end: number
}

/** What one sees of a list, in px from its top. */
export interface View {
  readonly topPx: number
  readonly bottomPx: number
}

/** So much is rendered beyond the view, so that scrolling finds rows there. */
const MARGIN_PX = 700
/** Rendered anew when less than this is left of the margin: not with every scroll event. */
const RESERVE_PX = 350
/** Rows that may be added beyond the view at once: rendering one costs a millisecond or more. */
const STEP = 5

/** The rows to render next for a view, given those that are; the same slice when they will do. */
export function nextSlice(heights: RowHeights, view: View, now: Slice): Slice {
  const seen = sliceOf(heights, view, 0)
  if (covers(now, sliceOf(heights, view, RESERVE_PX)) && now.end - now.start <= maxRows(heights, view))
    return now
  const wanted = sliceOf(heights, view, MARGIN_PX)
  const kept = common(now, wanted, seen)
  // what is seen comes first, the rest when that is there
  const next = covers(now, seen) ? grown(kept, wanted) : kept
  return next.start === now.start && next.end === now.end ? now : next
}

/** Whether everything is rendered that should be, or more steps are to come. */
export function isSettled(heights: RowHeights, view: View, now: Slice): boolean {
  return covers(now, sliceOf(heights, view, RESERVE_PX))
}

/** The rows of a view, and of so much around it. */
function sliceOf(heights: RowHeights, { topPx, bottomPx }: View, marginPx: number): Slice {
  if (heights.count === 0) return { start: 0, end: 0 }
  return { start: heights.indexAt(topPx - marginPx), end: heights.indexAt(bottomPx + marginPx) + 1 }
}

/** Rows far behind are let go of once they are as many again as the margins need. */
function maxRows(heights: RowHeights, view: View): number {
  const { start, end } = sliceOf(heights, view, MARGIN_PX * 2)
  return end - start
}

function covers(slice: Slice, part: Slice): boolean {
  return slice.start <= part.start && slice.end >= part.end
}

/** What is rendered and stays so; at least what is seen. */
function common(now: Slice, wanted: Slice, seen: Slice): Slice {
  const start = Math.max(now.start, wanted.start)
  const end = Math.min(now.end, wanted.end)
  if (start > seen.end || end < seen.start || start >= end) return seen
  return { start: Math.min(start, seen.start), end: Math.max(end, seen.end) }
}

function grown({ start, end }: Slice, wanted: Slice): Slice {
  return { start: Math.max(wanted.start, start - STEP), end: Math.min(wanted.end, end + STEP) }
}

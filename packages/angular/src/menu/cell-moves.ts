/** Where a cell of a grid stands, in pixels. */
export interface Cell {
  readonly top: number
  readonly left: number
}

/**
 * Index of the cell to which a key leads in a grid whose rows may be of different lengths.
 * Undefined when the key does not move, or there is nothing further that way.
 */
export function cellAfter(
  key: string,
  cells: readonly Cell[],
  index: number,
  isRtl = false,
): number | undefined {
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const next = index + ((key === 'ArrowRight') === isRtl ? -1 : 1)
    return cells[next] ? next : undefined
  }
  if (key === 'Home') return 0
  if (key === 'End') return cells.length - 1
  if (key === 'ArrowDown' || key === 'ArrowUp') return inNextRow(cells, index, key === 'ArrowDown' ? 1 : -1)
  return undefined
}

/** The cell of the row below (1) or above (-1) that is closest to the column. */
function inNextRow(cells: readonly Cell[], index: number, step: 1 | -1): number | undefined {
  const from = cells[index]
  if (!from) return undefined
  const further = cells.map((cell, at) => ({ ...cell, at })).filter(({ top }) => (top - from.top) * step > 0)
  const nearest = Math.min(...further.map(({ top }) => Math.abs(top - from.top)))
  return further
    .filter(({ top }) => Math.abs(top - from.top) === nearest)
    .sort((a, b) => Math.abs(a.left - from.left) - Math.abs(b.left - from.left))[0]?.at
}

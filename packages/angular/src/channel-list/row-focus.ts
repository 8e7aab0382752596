/** Where an arrow key leads from a row; undefined for other keys, and at the ends. */
export function rowAfter(key: string, index: number, count: number): number | undefined {
  const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: count - 1 }[key]
  return next !== undefined && next >= 0 && next < count && next !== index ? next : undefined
}

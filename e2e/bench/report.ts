/** Median and worst of what was measured, in words. */
export function summary(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): string =>
    (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(0)
  return `median ${at(0.5)} ms, nine in ten below ${at(0.9)} ms, worst ${at(1)} ms (${values.length} times)`
}

/** Which colour: the same kind has the same one everywhere. */
export type ChartTone = 'regular' | 'guest' | 'anonymous' | 'total'

export interface ChartSeries {
  readonly name: string
  readonly tone: ChartTone
  /** One for each step; null where nothing is known. */
  readonly values: readonly (number | null)[]
}

/** What a chart shows, whatever draws it. */
export interface ChartSpec {
  readonly shape: 'bars' | 'lines'
  /** Bars of several series stand on each other: for what adds up. */
  readonly isStacked: boolean
  /** What a step is called below the chart, and where it is pointed at. */
  readonly steps: readonly { readonly short: string; readonly long: string }[]
  readonly series: readonly ChartSeries[]
}

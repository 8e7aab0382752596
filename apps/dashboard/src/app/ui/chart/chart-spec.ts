/** Which colour: the same kind has the same one everywhere. */
export type ChartTone = 'all' | 'regular' | 'guest' | 'anonymous' | 'total'

export interface ChartSeries {
  readonly name: string
  readonly tone: ChartTone
  /** One for each step; null where nothing is known. */
  readonly values: readonly (number | null)[]
}

export interface ChartStep {
  readonly short: string
  readonly long: string
  /** Where only some steps are named: this one is. */
  readonly isNamed?: boolean
}

/** What a chart shows, whatever draws it. */
export interface ChartSpec {
  readonly shape: 'bars' | 'lines'
  /** Bars of several series stand on each other: for what adds up. */
  readonly isStacked: boolean
  /** What a step is called below the chart, and where it is pointed at. */
  readonly steps: readonly ChartStep[]
  readonly series: readonly ChartSeries[]
}

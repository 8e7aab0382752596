import type { ChartSeries, ChartSpec } from '../../ui/chart/chart-spec'
import { beginsDay, longName, monthName, shortName } from './step-names'
import type { Counts, Grain, Peak, UsageReport } from './usage-types'

function stepsOf(times: readonly string[], by: Grain): ChartSpec['steps'] {
  const isOfDays = by === 'hour' && times.length > 24
  return times.map(at => ({
    short: shortName(at, by, times.length),
    long: longName(at, by),
    ...(isOfDays && { isNamed: beginsDay(at) }),
  }))
}

function countSeries(counts: readonly (Counts | null)[], byKind: boolean): ChartSeries[] {
  const values = (kind: keyof Counts) => counts.map(each => each?.[kind] ?? 0)
  if (!byKind) return [{ name: 'All', tone: 'all', values: values('total') }]
  return [
    { name: 'Regular users', tone: 'regular', values: values('regular') },
    { name: 'Guests', tone: 'guest', values: values('guest') },
  ]
}

export function messagesChart({ steps, by }: UsageReport, byKind: boolean): ChartSpec {
  const series = countSeries(
    steps.map(({ messages }) => messages),
    byKind,
  )
  const times = steps.map(({ at }) => at)
  return { shape: 'bars', isStacked: true, steps: stepsOf(times, by), series }
}

export function usersChart({ steps, by }: UsageReport, byKind: boolean): ChartSpec {
  const series = countSeries(
    steps.map(({ users }) => users),
    byKind,
  )
  const times = steps.map(({ at }) => at)
  return { shape: 'bars', isStacked: true, steps: stepsOf(times, by), series }
}

/** By month, whatever the range is. */
export function monthsChart({ months }: Pick<UsageReport, 'months'>, byKind: boolean): ChartSpec {
  const steps = months.map(({ month }) => ({
    short: shortName(`${month}-01T00:00:00Z`, 'month', months.length),
    long: monthName(month),
  }))
  return { shape: 'bars', isStacked: true, steps, series: countSeries(months, byKind) }
}

/** Peaks are of different moments: kinds stand beside each other, and add up to nothing. */
export function connectionsChart({ steps, by }: UsageReport, byKind: boolean): ChartSpec {
  const values = (kind: keyof Peak) => steps.map(({ connections }) => connections[kind])
  const total: ChartSeries = { name: 'All at once', tone: byKind ? 'total' : 'all', values: values('total') }
  const kinds: ChartSeries[] = [
    { name: 'Regular users', tone: 'regular', values: values('regular') },
    { name: 'Guests', tone: 'guest', values: values('guest') },
    { name: 'Anonymous', tone: 'anonymous', values: values('anonymous') },
  ]
  const times = steps.map(({ at }) => at)
  return {
    shape: 'lines',
    isStacked: false,
    steps: stepsOf(times, by),
    series: byKind ? [total, ...kinds] : [total],
  }
}

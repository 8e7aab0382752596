import { rateNumber, wholeNumber } from '../../ui/number-format'
import type { LiveReport, LiveSample } from './live-types'

/** One number that moves, and its last minutes. */
export interface LiveFigure {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly unit: string
  readonly more: string
  readonly values: readonly (number | null)[]
}

/** Seconds that a point of a line stands for. */
const POINT_SECONDS = 5
export const POINTS = 300 / POINT_SECONDS

export function figuresOf(report: LiveReport, samples: readonly LiveSample[]): LiveFigure[] {
  const points = pointsOf(samples)
  const rate = (what: 'messages' | 'events' | 'deliveries' | 'requests') =>
    points.map(part => part.reduce((sum, sample) => sum + sample[what], 0) / Math.max(1, part.length))
  const { connections, send_to_deliver_ms: times } = report
  return [
    {
      id: 'connections',
      label: 'Connections',
      value: wholeNumber(connections.total),
      unit: '',
      more: `${wholeNumber(connections.regular)} regular, ${wholeNumber(connections.guest)} guests, ${wholeNumber(connections.anonymous)} anonymous`,
      values: points.map(part => most(part.map(({ connections: open }) => open))),
    },
    moving('messages', 'Messages sent', report.messages_per_second, rate('messages')),
    moving('events', 'Events announced', report.events_per_second, rate('events')),
    moving('deliveries', 'Deliveries to clients', report.deliveries_per_second, rate('deliveries')),
    moving('requests', 'API requests', report.requests_per_second, rate('requests')),
    {
      id: 'times',
      label: 'From send to delivery, p99',
      value: times.p99 === null ? '–' : rateNumber(times.p99),
      unit: times.p99 === null ? '' : 'ms',
      more:
        times.p50 === null
          ? 'nothing was sent in the last minute'
          : `half of ${wholeNumber(times.sends)} within ${rateNumber(times.p50)} ms`,
      values: points.map(part => most(part.map(({ p99_ms: ms }) => ms ?? 0))),
    },
  ]
}

function moving(id: string, label: string, perSecond: number, values: readonly number[]): LiveFigure {
  const top = most(values)
  const more = `at most ${rateNumber(top)} in the last 5 minutes`
  return { id, label, value: rateNumber(perSecond), unit: '/ s', more, values }
}

const most = (values: readonly number[]): number => Math.max(0, ...values)

/** By the clock, so that a line moves on and does not tremble. */
export function pointsOf(samples: readonly LiveSample[]): LiveSample[][] {
  const points = new Map<number, LiveSample[]>()
  for (const sample of samples) {
    const at = Math.floor(sample.second / POINT_SECONDS)
    const known = points.get(at)
    if (known) known.push(sample)
    else points.set(at, [sample])
  }
  return [...points.values()].slice(-POINTS)
}

import { percentChange, wholeNumber } from '../../ui/number-format'
import { longName, monthAlone, withoutYear } from './step-names'
import type { UsageReport, UsageStep } from './usage-types'

/** One of the numbers on top of the page. */
export interface Figure {
  readonly label: string
  readonly value: string
  /** What it is beside the time before, or when it was. */
  readonly more: string
  readonly trend?: 'up' | 'down' | undefined
}

/** `before` names the time before: "previous 30 days". */
export function figuresOf(report: UsageReport, before: string): Figure[] {
  const { totals, previous } = report
  const figures = [activeUsers(report)]
  if (totals.messages && previous.messages) {
    figures.push({
      label: 'Messages sent',
      value: wholeNumber(totals.messages.total),
      ...changeOf(totals.messages.total, previous.messages.total, before),
    })
  }
  figures.push({
    label: 'Most connections at once',
    value: wholeNumber(totals.connections.total),
    ...changeOf(totals.connections.total, previous.connections.total, before),
  })
  const busiest = busiestOf(report)
  return busiest ? [...figures, busiest] : figures
}

function activeUsers({ months }: UsageReport): Figure {
  const month = months.at(-1)
  const earlier = months.at(-2)
  return {
    label: `Active users in ${month ? monthAlone(month.month) : 'this month'}`,
    value: wholeNumber(month?.total ?? 0),
    more: earlier ? `${wholeNumber(earlier.total)} in ${monthAlone(earlier.month)}` : '',
  }
}

function changeOf(value: number, earlier: number, before: string): Pick<Figure, 'more' | 'trend'> {
  if (earlier === 0) return { more: `none in ${before}` }
  if (value === earlier) return { more: `same as ${before}` }
  const more = `${percentChange(value, earlier)} vs ${before}`
  return { more, trend: value > earlier ? 'up' : 'down' }
}

function busiestOf({ steps, by, totals }: UsageReport): Figure | undefined {
  const ofMessages = totals.messages !== null
  const label = ofMessages ? `Most messages in ${by === 'hour' ? 'an' : 'a'} ${by}` : `Busiest ${by}`
  const size = ({ messages, connections }: UsageStep) =>
    ofMessages ? (messages?.total ?? 0) : connections.total
  const most = steps.reduce<UsageStep | undefined>(
    (best, step) => (best && size(best) >= size(step) ? best : step),
    undefined,
  )
  if (!most || size(most) === 0) return undefined
  const more = withoutYear(most.at, by)
  return { label, value: wholeNumber(size(most)), more }
}

/** What a chart shows, in a sentence: for those who don't see it. */
export function describeChart(what: string, { steps, by }: UsageReport): string {
  const [first] = steps
  const last = steps.at(-1)
  if (!first || !last) return what
  return `${what} by ${by}, from ${longName(first.at, by)} to ${longName(last.at, by)}. The numbers are in the table below.`
}

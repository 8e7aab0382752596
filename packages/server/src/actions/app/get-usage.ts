import type { App } from '../../domain/app.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'

/** What an app was used for in a span of time. */
export interface Usage {
  readonly from: string
  readonly to: string
  /** Distinct users who opened a socket in each calendar month (UTC) that the span touches. */
  readonly monthly_active_users: readonly MonthUsage[]
  readonly concurrent_connections: {
    /** The most open sockets at once, anonymous ones included. */
    readonly peak: number
    readonly resolution_seconds: number
    readonly peaks: readonly { readonly at: string; readonly peak: number }[]
  }
}

interface MonthUsage {
  readonly month: string
  readonly regular: number
  readonly guest: number
  readonly total: number
}

const MINUTE_US = 60_000_000
const DAY_US = 24 * 60 * MINUTE_US
const MAX_DAYS = 93
/** Longer spans are told in coarser steps, each with the peak of its minutes. */
const MAX_STEPS = 1_500

/**
 * Monthly active users and the peaks of open sockets; the last 24 hours unless told otherwise.
 * @throws ChatError `invalid_input` for a span that ends before it starts, or is too long.
 */
export async function getUsage(
  deps: Deps,
  app: App,
  span: { readonly fromUs: number | undefined; readonly toUs: number | undefined },
): Promise<Usage> {
  const toUs = span.toUs ?? deps.clock()
  const fromUs = span.fromUs ?? toUs - DAY_US
  if (fromUs > toUs) throw invalidField('from', 'must not be later than to')
  if (toUs - fromUs > MAX_DAYS * DAY_US)
    throw invalidField('from', `must be at most ${MAX_DAYS} days before to`)
  const [months, connections] = await Promise.all([
    countMonths(deps, app.id, monthsBetween(fromUs, toUs)),
    readPeaks(deps, app.id, Math.floor(fromUs / MINUTE_US), Math.floor(toUs / MINUTE_US)),
  ])
  return {
    from: toRfc3339(fromUs),
    to: toRfc3339(toUs),
    monthly_active_users: months,
    concurrent_connections: connections,
  }
}

function countMonths({ store }: Deps, appId: number, months: readonly string[]): Promise<MonthUsage[]> {
  return Promise.all(
    months.map(async month => {
      const { regular, guest } = await store.read.countActiveUsers(appId, month)
      return { month, regular, guest, total: regular + guest }
    }),
  )
}

function monthsBetween(fromUs: number, toUs: number): string[] {
  const months: string[] = []
  const at = new Date(fromUs / 1000)
  at.setUTCDate(1)
  at.setUTCHours(0, 0, 0, 0)
  for (; at.getTime() * 1000 <= toUs; at.setUTCMonth(at.getUTCMonth() + 1)) {
    months.push(at.toISOString().slice(0, 7))
  }
  return months
}

async function readPeaks({ store }: Deps, appId: number, fromMinute: number, toMinute: number) {
  const stepMinutes = Math.max(1, Math.ceil((toMinute - fromMinute + 1) / MAX_STEPS))
  const bySteps = new Map<number, number>()
  for (const { minute, peak } of await store.read.listConnectionPeaks(appId, fromMinute, toMinute)) {
    const step = minute - ((minute - fromMinute) % stepMinutes)
    bySteps.set(step, Math.max(peak, bySteps.get(step) ?? 0))
  }
  const peaks = [...bySteps].map(([minute, peak]) => ({ at: toRfc3339(minute * MINUTE_US), peak }))
  const peak = peaks.reduce((most, each) => Math.max(most, each.peak), 0)
  return { peak, resolution_seconds: stepMinutes * 60, peaks }
}

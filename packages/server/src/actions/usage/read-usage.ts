import type { AppRecord } from '../../domain/records.ts'
import {
  bucketOf,
  checkTeamGrain,
  parseUsageRange,
  rangeBefore,
  startOf,
  timeOf,
  type UsageKind,
  type UsageRange,
  type UsageRangeInput,
} from '../../domain/usage.ts'
import type { Store, UsageCount, UsageScope } from '../../store/store.ts'
import type { Deps } from '../deps.ts'

export interface UsageInput extends UsageRangeInput {
  /** `''`: of whom belongs to none. */
  readonly team?: string | undefined
}

/** Of messages and users: anonymous ones write nothing and are nobody. */
export interface Counts {
  readonly regular: number
  readonly guest: number
  readonly total: number
}

/** Of connections; kinds are null where only all together were counted. */
export interface Peak {
  readonly regular: number | null
  readonly guest: number | null
  readonly anonymous: number | null
  readonly total: number
}

/** What one minute, hour, day or month was used for; null where that is not counted by it. */
export interface UsageStep {
  /** When it begins. */
  readonly at: string
  readonly messages: Counts | null
  readonly users: Counts | null
  readonly connections: Peak
}

export interface UsageTotals {
  readonly messages: Counts | null
  readonly connections: Peak
}

export interface UsageReport {
  readonly by: UsageRange['grain']
  readonly team: string | null
  readonly from: string
  /** Exclusive. */
  readonly to: string
  readonly steps: readonly UsageStep[]
  readonly totals: UsageTotals
  /** Of the range of the same length before. */
  readonly previous: UsageTotals & { readonly from: string; readonly to: string }
  /** Of every month that the range touches, and the one before. */
  readonly months: readonly ({ readonly month: string } & Counts)[]
  /** The first day with a number; null while there is none. */
  readonly since: string | null
  /** Messages that are there, and not counted yet: after an upgrade. */
  readonly messages_not_counted_yet: number
}

/**
 * What an app, or one of its teams, was used for. Times are UTC.
 * @throws ChatError `invalid_input` for a range that is none, is too long or too long ago
 */
export async function readUsage(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  app: AppRecord,
  { team, ...input }: UsageInput,
): Promise<UsageReport> {
  const range = parseUsageRange(input, clock())
  if (team !== undefined) checkTeamGrain(range.grain)
  const scope: UsageScope = team === undefined ? 'all' : { team }
  const reading = new Reading(store, app.id, scope)
  const { steps, totals, behind } = await reading.span(range)
  const earlier = rangeBefore(range)
  const before = await reading.span(earlier)
  const first = await store.read.findFirstUsageDay(app.id)
  return {
    by: range.grain,
    team: team ?? null,
    from: timeOf(range.from, range.grain),
    to: timeOf(range.to + 1, range.grain),
    steps,
    totals,
    previous: {
      from: timeOf(earlier.from, range.grain),
      to: timeOf(range.from, range.grain),
      ...before.totals,
    },
    months: await reading.months(range),
    since: first === undefined ? null : timeOf(first, 'day'),
    messages_not_counted_yet: behind,
  }
}

type ByKind = Partial<Record<UsageKind, number>>

/** Numbers of one app or team. */
export class Reading {
  readonly #store: Pick<Store, 'read'>
  readonly #appId: number
  readonly #scope: UsageScope

  constructor(store: Pick<Store, 'read'>, appId: number, scope: UsageScope) {
    this.#store = store
    this.#appId = appId
    this.#scope = scope
  }

  async span(range: UsageRange) {
    const { read } = this.#store
    const span = { appId: this.#appId, scope: this.#scope, ...range }
    const { grain, from, to } = range
    const sent = grain === 'minute' ? undefined : await read.listMessageUsage(span)
    const users = grain === 'day' || grain === 'month' ? await read.listUsage('users', span) : undefined
    const peaks = await read.listUsage('connections', span)
    const messagesAt = sent && byTime(sent.counts)
    const usersAt = users && byTime(users)
    const peaksAt = byTime(peaks)
    const steps = Array.from({ length: to - from + 1 }, (_, index): UsageStep => {
      const at = from + index
      return {
        at: timeOf(at, grain),
        messages: messagesAt ? countsOf(messagesAt.get(at)) : null,
        users: usersAt ? countsOf(usersAt.get(at)) : null,
        connections: peakOf(peaksAt.get(at)),
      }
    })
    const totals = {
      messages: sent ? countsOf(sumOf(sent.counts)) : null,
      connections: peakOf(mostOf(peaks)),
    }
    return { steps, totals, behind: sent?.behind ?? 0 }
  }

  async months(range: UsageRange): Promise<UsageReport['months']> {
    const { from, to } = monthsOf(range)
    const span = { appId: this.#appId, scope: this.#scope, grain: 'month' as const, from, to }
    const users = byTime(await this.#store.read.listUsage('users', span))
    return Array.from({ length: to - from + 1 }, (_, index) => ({
      month: timeOf(from + index, 'month').slice(0, 7),
      ...countsOf(users.get(from + index)),
    }))
  }
}

/** The months that a range touches, and the one before the first. */
function monthsOf({ grain, from, to }: UsageRange): { from: number; to: number } {
  const monthAt = (bucket: number) => bucketOf(startOf(bucket, grain), 'month')
  return { from: monthAt(from) - 1, to: monthAt(to) }
}

function byTime(counts: readonly UsageCount[]): Map<number, ByKind> {
  const times = new Map<number, ByKind>()
  for (const { at, kind, value } of counts) {
    const known = times.get(at)
    if (known) known[kind] = (known[kind] ?? 0) + value
    else times.set(at, { [kind]: value })
  }
  return times
}

function sumOf(counts: readonly UsageCount[]): ByKind {
  const sums: ByKind = {}
  for (const { kind, value } of counts) sums[kind] = (sums[kind] ?? 0) + value
  return sums
}

function mostOf(counts: readonly UsageCount[]): ByKind {
  const most: ByKind = {}
  for (const { kind, value } of counts) most[kind] = Math.max(most[kind] ?? 0, value)
  return most
}

function countsOf({ regular = 0, guest = 0 }: ByKind = {}): Counts {
  return { regular, guest, total: regular + guest }
}

function peakOf({ regular, guest, anonymous, total = 0 }: ByKind = {}): Peak {
  // Peaks of before kinds were told apart have none of them.
  const unknown = total > 0 && regular === undefined && guest === undefined && anonymous === undefined
  const value = (count: number | undefined) => count ?? (unknown ? null : 0)
  return { regular: value(regular), guest: value(guest), anonymous: value(anonymous), total }
}

import { TEAM_USAGE_MAX_LIMIT, type TeamUsageStats, type UsageMetric } from '@parley/protocol'
import type { TeamUsageBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { dateOf, dayOf, monthStart, type Period, parsePeriod } from '../../domain/stats.ts'
import type { Activity, DayCount } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { sampleUsage } from './sample-usage.ts'

const WINDOW_DAYS = 30
const RECENT_US = 600_000_000

/** A page of teams and what they used. */
export interface TeamUsage {
  readonly teams: TeamUsageStats[]
  readonly next?: string
}

/**
 * What each team used in a period, by name; the team `''` is what belongs to none. Days are UTC. An
 * app without teams has none to tell of.
 * @throws ChatError `invalid_input` for a period or a cursor that is none
 */
export async function teamUsage(
  deps: Deps,
  actor: Actor,
  body: z.output<typeof TeamUsageBody>,
): Promise<TeamUsage> {
  const today = dayOf(deps.clock())
  const period = parsePeriod(body, today)
  const limit = body.limit ?? TEAM_USAGE_MAX_LIMIT
  const after = body.next === undefined ? undefined : parseCursor(body.next)
  if (!actor.app.settings.multiTenantEnabled) return { teams: [] }
  const appId = actor.app.id
  // What is regularly noted is a minute old.
  await sampleUsage(deps, appId, deps.clock() - RECENT_US)
  const wanted = after === undefined ? limit : limit + 1
  const listed = await deps.store.read.listTeams(appId, after ?? '', wanted)
  const names = after === undefined ? ['', ...listed] : listed
  const page = names.slice(0, limit)
  const teams: TeamUsageStats[] = []
  for (const team of page) teams.push(await new Counting(deps, appId, team, period, today).stats())
  const last = page.at(-1)
  return names.length > limit && last !== undefined ? { teams, next: toCursor(last) } : { teams }
}

/** Base64 of the team; of `''`, which would be no cursor at all, of U+0000. */
const NO_TEAM = '\0'

function toCursor(team: string): string {
  return Buffer.from(team || NO_TEAM).toString('base64')
}

function parseCursor(text: string): string {
  const team = Buffer.from(text, 'base64').toString()
  if (Buffer.from(team).toString('base64') !== text)
    throw invalidField('next', 'must be the next of an earlier reply')
  return team === NO_TEAM ? '' : team.replaceAll(NO_TEAM, '')
}

/** A number for each day of a period. */
type Series = readonly number[]

/** Counts what one team used. */
class Counting {
  readonly #deps: Deps
  readonly #appId: number
  readonly #team: string
  readonly #period: Period
  readonly #today: number

  constructor(deps: Deps, appId: number, team: string, period: Period, today: number) {
    this.#deps = deps
    this.#appId = appId
    this.#team = team
    this.#period = period
    this.#today = today
  }

  async stats(): Promise<TeamUsageStats> {
    const peaks = await this.#deps.store.read.listTeamPeaks(this.#span())
    const messages = await this.#messages()
    const users = await this.#users()
    const active = await this.#people('active')
    const engaged = await this.#people('engaged')
    const none = this.#series([])
    return {
      team: this.#team,
      users_daily: this.#sum(active.daily),
      messages_daily: this.#sum(messages.daily),
      translations_daily: this.#sum(none),
      image_moderations_daily: this.#sum(none),
      concurrent_users: this.#max(this.#series(peaks.map(({ day, users: count }) => ({ day, count })))),
      concurrent_connections: this.#max(
        this.#series(peaks.map(({ day, connections: count }) => ({ day, count }))),
      ),
      users_total: this.#latest(users),
      users_last_24_hours: this.#latest(active.daily),
      users_last_30_days: this.#latest(active.window),
      users_month_to_date: this.#latest(active.month),
      users_engaged_last_30_days: this.#latest(engaged.window),
      users_engaged_month_to_date: this.#latest(engaged.month),
      messages_total: this.#latest(messages.total),
      messages_last_24_hours: this.#latest(messages.daily),
      messages_last_30_days: this.#latest(messages.window),
      messages_month_to_date: this.#latest(messages.month),
    }
  }

  async #users(): Promise<Series> {
    const { from } = this.#period
    const created = await this.#deps.store.read.countTeamUsers(this.#span())
    return running(this.#series(created), countOn(created, from - 1))
  }

  async #messages() {
    const { read } = this.#deps.store
    const { from, to } = this.#period
    const first = Math.min(from - WINDOW_DAYS + 1, monthStart(from))
    const counts = await read.countTeamMessages({
      ...this.#span(),
      from: first,
      to: Math.max(to, this.#today),
    })
    const all = await read.countAllTeamMessages(this.#appId, this.#team)
    const since = (day: number) => counts.reduce((sum, each) => (each.day >= day ? sum + each.count : sum), 0)
    const daily = this.#series(counts)
    return {
      daily,
      total: running(daily, Math.max(0, all - since(from))),
      window: this.#days().map(day => between(counts, day - WINDOW_DAYS + 1, day)),
      month: this.#days().map(day => between(counts, monthStart(day), day)),
    }
  }

  async #people(activity: Activity) {
    const { read } = this.#deps.store
    const { from, to } = this.#period
    const span = this.#span()
    const changes = await read.countTeamWindows(
      { ...span, from: from - WINDOW_DAYS + 1 },
      activity,
      WINDOW_DAYS,
    )
    const month: number[] = []
    for (let day = from; day <= to; ) {
      const start = monthStart(day)
      const end = Math.min(to, monthStart(start + 31) - 1)
      const firsts = await read.countTeamNewcomers({ ...span, from: start, to: end }, activity)
      for (; day <= end; day++) month.push(between(firsts, start, day))
    }
    return {
      daily: this.#series(await read.countTeamActivity(span, activity)),
      window: this.#days().map(day => between(changes, from - WINDOW_DAYS + 1, day)),
      month,
    }
  }

  #span() {
    const { from, to } = this.#period
    return { appId: this.#appId, team: this.#team, from, to }
  }

  #days(): number[] {
    const { from, to } = this.#period
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  }

  #series(counts: readonly DayCount[]): Series {
    const byDay = new Map(counts.map(({ day, count }) => [day, count]))
    return this.#days().map(day => byDay.get(day) ?? 0)
  }

  #sum(series: Series): UsageMetric {
    return this.#metric(
      series,
      series.reduce((sum, value) => sum + value, 0),
    )
  }

  #max(series: Series): UsageMetric {
    return this.#metric(series, Math.max(...series))
  }

  #latest(series: Series): UsageMetric {
    return this.#metric(series, series.at(-1) ?? 0)
  }

  #metric(series: Series, total: number): UsageMetric {
    if (!this.#period.daily) return { total }
    const { from } = this.#period
    return { total, daily: series.map((value, index) => ({ date: dateOf(from + index), value })) }
  }
}

function between(counts: readonly DayCount[], from: number, to: number): number {
  return counts.reduce((sum, { day, count }) => (day >= from && day <= to ? sum + count : sum), 0)
}

const countOn = (counts: readonly DayCount[], day: number): number => between(counts, day, day)

function running(series: Series, start: number): Series {
  let sum = start
  return series.map(value => {
    sum += value
    return sum
  })
}

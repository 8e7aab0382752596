import { type Insertable, sql } from 'kysely'
import { bucketOf, startOf, type UsageKind } from '../../domain/usage.ts'
import { jsonText, listOf } from '../encode.ts'
import type { UsageCountTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { PeakRecord, UsageCount, UsageScope, UsageSpan, UsageWhat } from '../usage.ts'
import { type Params, prepared, written } from './prepared.ts'

export type CountRow = Insertable<UsageCountTable> & { readonly what: UsageWhat; readonly kind: UsageKind }

/** No team is called so: theirs begin with `=`. */
export function scopeKey(scope: UsageScope): string {
  return scope === 'all' ? '*' : `=${scope.team}`
}

/** Always in the same order, so that two nodes never wait for each other. */
const inOrder = (a: CountRow, b: CountRow): number => (keyOf(a) < keyOf(b) ? -1 : 1)
const keyOf = ({ app_id, scope, what, grain, at, kind }: CountRow): string =>
  JSON.stringify([app_id, scope, what, grain, at, kind])

/** Adds to what is there. */
export async function addCounts(session: Session, rows: readonly CountRow[]): Promise<void> {
  const sums = new Map<string, CountRow>()
  for (const row of rows) {
    const key = keyOf(row)
    sums.set(key, { ...row, value: row.value + (sums.get(key)?.value ?? 0) })
  }
  for (const row of [...sums.values()].sort(inOrder)) await ADD.all(session, row)
}

const ADD = prepared('add_usage', (db, p: Params<CountRow>) =>
  db
    .insertInto('usage_counts')
    .values(columns(p))
    .onConflict(conflict =>
      conflict
        .columns(['app_id', 'scope', 'what', 'grain', 'at', 'kind'])
        .doUpdateSet({ value: sql<number>`usage_counts.value + excluded.value` }),
    ),
)

const RAISE = prepared('raise_usage', (db, p: Params<CountRow>) =>
  db
    .insertInto('usage_counts')
    .values(columns(p))
    .onConflict(conflict =>
      conflict
        .columns(['app_id', 'scope', 'what', 'grain', 'at', 'kind'])
        .doUpdateSet({ value: sql<number>`excluded.value` })
        .where(sql<boolean>`usage_counts.value < excluded.value`),
    ),
)

function columns(p: Params<CountRow>) {
  return {
    app_id: p('app_id'),
    scope: p('scope'),
    what: p('what'),
    grain: p('grain'),
    at: p('at'),
    kind: p('kind'),
    value: p('value'),
  }
}

export async function recordPeaks(
  session: Session,
  appId: number,
  peaks: readonly PeakRecord[],
): Promise<void> {
  const rows = peaks.map(({ scope, grain, at, kind, value }): CountRow => {
    return { app_id: appId, scope: scopeKey(scope), what: 'connections', grain, at, kind, value }
  })
  for (const row of rows.sort(inOrder)) await RAISE.all(session, row)
}

export async function listUsage(
  { db }: Session,
  what: UsageWhat,
  { appId, scope, grain, from, to }: UsageSpan,
): Promise<UsageCount[]> {
  const rows = await db
    .selectFrom('usage_counts')
    .select(['at', 'kind', 'value'])
    .where('app_id', '=', appId)
    .where('scope', '=', scopeKey(scope))
    .where('what', '=', what)
    .where('grain', '=', grain)
    .where('at', '>=', from)
    .where('at', '<=', to)
    .execute()
  return rows.map(row => ({ ...row, kind: row.kind as UsageKind }))
}

/** One look into the index for each team, however many numbers they have. */
export async function listUsageTeams(
  { db }: Session,
  appId: number,
  after: string,
  limit: number,
): Promise<string[]> {
  const teams: string[] = []
  let last = after === '' ? scopeKey({ team: '' }) : scopeKey({ team: after })
  while (teams.length < limit) {
    const row = await db
      .selectFrom('usage_counts')
      .select('scope')
      .where('app_id', '=', appId)
      .where('scope', '>', last)
      .orderBy('scope')
      .limit(1)
      .executeTakeFirst()
    if (!row) break
    last = row.scope
    teams.push(last.slice(1))
  }
  return teams
}

export async function findFirstUsageDay({ db }: Session, appId: number): Promise<number | undefined> {
  const firsts: number[] = []
  for (const what of ['messages', 'users', 'connections'] as const) {
    const row = await db
      .selectFrom('usage_counts')
      .select('at')
      .where('app_id', '=', appId)
      .where('scope', '=', '*')
      .where('what', '=', what)
      .where('grain', '=', 'day')
      .orderBy('at')
      .limit(1)
      .executeTakeFirst()
    if (row) firsts.push(row.at)
  }
  return firsts.length === 0 ? undefined : Math.min(...firsts)
}

type ActiveArgs = { appId: number; day: number; userIds: string }
type MonthArgs = { appId: number; month: string; userIds: string; guestIds: string }
type NewlyActive = { readonly user_id: string }

/*
 * Rows are inserted in the order of ids, so that two nodes that record the same users never wait for
 * each other. `where true` ends the selection: SQLite would take `on conflict` for the end of a join.
 */

const ACTIVE_ON_DAY = prepared('active_on_day', (db, p: Params<ActiveArgs>, { texts }) =>
  written<NewlyActive>(
    db,
    sql`insert into usage_actives (app_id, day, user_id)
      select ${p('appId')}, ${p('day')}, value from (${texts(p('userIds'))}) as id where true order by value
      on conflict do nothing returning user_id`,
  ),
)

const ACTIVE_IN_MONTH = prepared('active_in_month', (db, p: Params<MonthArgs>, { texts, isAmong }) =>
  written<NewlyActive>(
    db,
    sql`insert into active_users (app_id, month, user_id, guest)
      select ${p('appId')}, ${p('month')}, value,
        case when ${isAmong(sql`value`, p('guestIds'))} then 1 else 0 end
      from (${texts(p('userIds'))}) as id where true order by value
      on conflict do nothing returning user_id`,
  ),
)

type ActiveUser = { readonly userId: string; readonly guest: boolean }

/** Counts those who were not known to be active on the day, and in its month. */
export async function recordActiveUsers(
  session: Session,
  appId: number,
  day: number,
  users: readonly ActiveUser[],
): Promise<void> {
  const startUs = startOf(day, 'day')
  const month = new Date(startUs / 1000).toISOString().slice(0, 7)
  const onDay = await ACTIVE_ON_DAY.all(session, { appId, day, userIds: idsOf(users) })
  if (onDay.length === 0) return
  const userIds = jsonText(onDay.map(({ user_id }) => user_id))
  const guests = users.filter(({ guest }) => guest)
  const guestIds = new Set(guests.map(({ userId }) => userId))
  // Who is new in the month is new on the day.
  const inMonth = await ACTIVE_IN_MONTH.all(session, { appId, month, userIds, guestIds: idsOf(guests) })
  const who = { appId, guestIds, scopes: await scopesOf(session, appId, userIds) }
  await addCounts(session, [
    ...countsOf(who, 'day', day, onDay),
    ...countsOf(who, 'month', bucketOf(startUs, 'month'), inMonth),
  ])
}

function idsOf(users: readonly ActiveUser[]): string {
  return jsonText(users.map(({ userId }) => userId))
}

const TEAMS_OF = prepared('teams_of', (db, p: Params<{ appId: number; userIds: string }>, { isAmong }) =>
  db
    .selectFrom('users')
    .select(['id', 'teams'])
    .where('app_id', '=', p('appId'))
    .where('teams', 'is not', null)
    .where(isAmong(sql`users.id`, p('userIds'))),
)

/** Most are in no team. */
const TEAMLESS: readonly string[] = [scopeKey('all'), scopeKey({ team: '' })]

/** By user, who is in a team: everything that they count in. */
async function scopesOf(session: Session, appId: number, userIds: string) {
  const rows = await TEAMS_OF.all(session, { appId, userIds })
  return new Map(
    rows.map(({ id, teams }) => {
      const own = listOf<string>(teams).map(team => scopeKey({ team }))
      return [id, [scopeKey('all'), ...own]] as const
    }),
  )
}

interface Who {
  readonly appId: number
  readonly guestIds: ReadonlySet<string>
  readonly scopes: ReadonlyMap<string, readonly string[]>
}

function countsOf(
  { appId, guestIds, scopes }: Who,
  grain: 'day' | 'month',
  at: number,
  active: readonly NewlyActive[],
): CountRow[] {
  const counts = new Map<string, CountRow>()
  for (const { user_id } of active) {
    const kind = guestIds.has(user_id) ? 'guest' : 'regular'
    for (const scope of scopes.get(user_id) ?? TEAMLESS) {
      const key = `${kind} ${scope}`
      const known = counts.get(key)
      if (known) known.value++
      else counts.set(key, { app_id: appId, scope, what: 'users', grain, at, kind, value: 1 })
    }
  }
  return [...counts.values()]
}

export async function pruneUsage(
  { db }: Session,
  { minute, hour, day }: { readonly minute: number; readonly hour: number; readonly day: number },
): Promise<void> {
  for (const [grain, before] of [
    ['minute', minute],
    ['hour', hour],
  ] as const) {
    await db.deleteFrom('usage_counts').where('grain', '=', grain).where('at', '<', before).execute()
  }
  await db.deleteFrom('usage_actives').where('day', '<', day).execute()
}

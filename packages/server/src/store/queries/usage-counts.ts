import { type Insertable, sql } from 'kysely'
import { bucketOf, startOf, type UsageKind } from '../../domain/usage.ts'
import { listOf } from '../encode.ts'
import type { UsageCountTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { PeakRecord, UsageCount, UsageScope, UsageSpan, UsageWhat } from '../usage.ts'
import { type Params, prepared } from './prepared.ts'

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

type ActiveArgs = { appId: number; day: number; userId: string }

const ACTIVE_ON_DAY = prepared('active_on_day', (db, p: Params<ActiveArgs>) =>
  db
    .insertInto('usage_actives')
    .values({ app_id: p('appId'), day: p('day'), user_id: p('userId') })
    .onConflict(conflict => conflict.doNothing())
    .returning('user_id'),
)

type ActiveUserArgs = { appId: number; month: string; userId: string; guest: number }

const ACTIVE_IN_MONTH = prepared('record_active_user', (db, p: Params<ActiveUserArgs>) =>
  db
    .insertInto('active_users')
    .values({ app_id: p('appId'), month: p('month'), user_id: p('userId'), guest: p('guest') })
    .onConflict(conflict => conflict.doNothing())
    .returning('user_id'),
)

type ActiveUser = { readonly userId: string; readonly guest: boolean }

/** In the order of ids, so that two nodes that record the same users never wait for each other. */
export async function recordActiveUsers(
  session: Session,
  appId: number,
  day: number,
  users: readonly ActiveUser[],
): Promise<void> {
  const ordered = users.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
  const startUs = startOf(day, 'day')
  const month = new Date(startUs / 1000).toISOString().slice(0, 7)
  const inDay: ActiveUser[] = []
  const inMonth: ActiveUser[] = []
  for (const user of ordered) {
    const { userId, guest } = user
    if (!(await ACTIVE_ON_DAY.first(session, { appId, day, userId }))) continue
    inDay.push(user)
    // Who is new in the month is new on the day.
    if (await ACTIVE_IN_MONTH.first(session, { appId, month, userId, guest: guest ? 1 : 0 }))
      inMonth.push(user)
  }
  if (inDay.length === 0) return
  const teams = await teamsOf(session, appId, inDay)
  await addCounts(session, [
    ...inDay.flatMap(user => countsOf(appId, 'day', day, user, teams)),
    ...inMonth.flatMap(user => countsOf(appId, 'month', bucketOf(startUs, 'month'), user, teams)),
  ])
}

async function teamsOf({ db }: Session, appId: number, users: readonly ActiveUser[]) {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'teams'])
    .where('app_id', '=', appId)
    .where('teams', 'is not', null)
    .where(
      'id',
      'in',
      users.map(({ userId }) => userId),
    )
    .execute()
  return new Map(rows.map(({ id, teams }) => [id, listOf<string>(teams)]))
}

function countsOf(
  appId: number,
  grain: 'day' | 'month',
  at: number,
  { userId, guest }: ActiveUser,
  teams: ReadonlyMap<string, readonly string[]>,
): CountRow[] {
  const own = teams.get(userId) ?? ['']
  const scopes: UsageScope[] = ['all', ...own.map(team => ({ team }))]
  const counted = {
    app_id: appId,
    what: 'users',
    grain,
    at,
    kind: guest ? 'guest' : 'regular',
    value: 1,
  } as const
  return scopes.map(scope => ({ ...counted, scope: scopeKey(scope) }))
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

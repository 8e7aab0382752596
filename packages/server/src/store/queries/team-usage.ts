import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Session } from '../session.ts'
import type { Activity, DayCount, TeamDays, TeamPeak } from '../store.ts'

/*
 * What teams use, for statistics that servers ask for now and then: read from what is there, so that
 * sending and connecting keep no counts for it. Days are whole days of the epoch (UTC).
 */

const DAY_US = 86_400_000_000

interface Row {
  day: number
  count: number
}

async function rowsOf(session: Session, query: RawBuilder<Row>): Promise<DayCount[]> {
  const { rows } = await query.execute(session.db)
  return rows.map(row => ({ day: Number(row.day), count: Number(row.count) }))
}

/** By code point on both databases. */
export async function listTeams(
  session: Session,
  appId: number,
  after: string,
  limit: number,
): Promise<string[]> {
  const { db, dialect } = session
  const item = dialect.byCodePoint(sql.ref('item.value'))
  const own = dialect.byCodePoint(sql.ref('channels.team'))
  const { rows } = await sql<{ team: string }>`
    select team from (
      select ${item} as team from users, ${dialect.items(sql.ref('users.teams'), 'item')}
        where users.app_id = ${appId} and users.teams is not null and ${item} > ${after}
      union
      select ${own} as team from channels
        where channels.app_id = ${appId} and channels.team is not null and ${own} > ${after}
    ) as teams order by team limit ${limit}`.execute(db)
  return rows.map(({ team }) => team)
}

/** Users of the team, as a condition on the table `users`. */
function isUserOf(
  { dialect }: Session,
  { appId, team }: Pick<TeamDays, 'appId' | 'team'>,
): RawBuilder<SqlBool> {
  if (team === '') return sql`users.app_id = ${appId} and users.teams is null`
  return sql`users.app_id = ${appId} and users.teams is not null and exists (
    select 1 from ${dialect.items(sql.ref('users.teams'), 'item')} where item.value = ${team})`
}

function isChannelOf({ appId, team }: Pick<TeamDays, 'appId' | 'team'>): RawBuilder<SqlBool> {
  const own = team === '' ? sql`channels.team is null` : sql`channels.team = ${team}`
  return sql`channels.app_id = ${appId} and ${own}`
}

export function countTeamUsers(session: Session, days: TeamDays): Promise<DayCount[]> {
  const { from, to } = days
  const created = sql`users.created_at_us / ${sql.lit(DAY_US)}`
  return rowsOf(
    session,
    sql`select case when ${created} < ${from} then ${from} - 1 else ${created} end as day, count(*) as count
      from users where ${isUserOf(session, days)} and users.deleted_at_us is null
        and users.created_at_us < ${(to + 1) * DAY_US} group by 1`,
  )
}

export function countTeamMessages(session: Session, days: TeamDays): Promise<DayCount[]> {
  return rowsOf(
    session,
    sql`select messages.created_at_us / ${sql.lit(DAY_US)} as day, count(*) as count
      from channels join messages on messages.channel_pk = channels.pk and messages.in_channel in (0, 1)
      where ${isChannelOf(days)} and ${within(days)} group by 1`,
  )
}

function within({ from, to }: TeamDays): RawBuilder<SqlBool> {
  return sql`messages.created_at_us >= ${from * DAY_US} and messages.created_at_us < ${(to + 1) * DAY_US}`
}

export async function countAllTeamMessages({ db }: Session, appId: number, team: string): Promise<number> {
  const { rows } = await sql<{ count: number | null }>`
    select sum(channels.message_count) as count from channels where ${isChannelOf({ appId, team })}`.execute(
    db,
  )
  return Number(rows[0]?.count ?? 0)
}

/** `(user_id, day)` of everybody in the team who did something then, each once. */
function activityOf(session: Session, days: TeamDays, activity: Activity): RawBuilder<unknown> {
  const { from, to } = days
  const isUser = isUserOf(session, days)
  if (activity === 'active') {
    return sql`select active_days.user_id, active_days.day from users
      join active_days on active_days.app_id = users.app_id and active_days.user_id = users.id
      where ${isUser} and active_days.day between ${from} and ${to}`
  }
  return sql`select distinct messages.user_id, messages.created_at_us / ${sql.lit(DAY_US)} as day from users
    join messages on messages.app_id = users.app_id and messages.user_id = users.id
    where ${isUser} and ${within(days)}`
}

export function countTeamActivity(session: Session, days: TeamDays, activity: Activity): Promise<DayCount[]> {
  const did = activityOf(session, days, activity)
  return rowsOf(session, sql`select day, count(*) as count from (${did}) as did group by day`)
}

/** Who does something is in the windows that end on the next days, up to the day they do something again. */
export async function countTeamWindows(
  session: Session,
  days: TeamDays,
  activity: Activity,
  windowDays: number,
): Promise<DayCount[]> {
  const did = activityOf(session, days, activity)
  const came = await rowsOf(session, sql`select day, count(*) as count from (${did}) as did group by day`)
  const left = await rowsOf(
    session,
    sql`select case when next <= day + ${windowDays} then next else day + ${windowDays} end as day, count(*) as count
      from (select day, lead(day) over (partition by user_id order by day) as next from (${did}) as did) as visits
      group by 1`,
  )
  return [...came, ...left.map(({ day, count }) => ({ day, count: -count }))]
}

export function countTeamNewcomers(
  session: Session,
  days: TeamDays,
  activity: Activity,
): Promise<DayCount[]> {
  const did = activityOf(session, days, activity)
  return rowsOf(
    session,
    sql`select day, count(*) as count
      from (select user_id, min(day) as day from (${did}) as did group by user_id) as firsts group by day`,
  )
}

export async function listTeamPeaks({ db }: Session, { appId, team, from, to }: TeamDays) {
  return db
    .selectFrom('team_peaks')
    .select(['team', 'day', 'users', 'connections'])
    .where('app_id', '=', appId)
    .where('team', '=', team)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .execute()
}

export async function recordActiveDay(
  { db }: Session,
  appId: number,
  day: number,
  sinceUs: number,
  untilUs: number,
): Promise<void> {
  await db
    .insertInto('active_days')
    .columns(['app_id', 'day', 'user_id'])
    .expression(select =>
      select
        .selectFrom('users')
        .select(({ val, ref }) => [
          val(appId).as('app_id'),
          sql<number>`${day}`.as('day'),
          ref('id').as('user_id'),
        ])
        .where('app_id', '=', appId)
        .where('last_active_at_us', '>=', sinceUs)
        .where('last_active_at_us', '<', untilUs),
    )
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

export async function recordTeamPeaks(
  { db }: Session,
  appId: number,
  day: number,
  peaks: readonly TeamPeak[],
): Promise<void> {
  for (const { team, users, connections } of peaks) {
    const larger = (column: 'users' | 'connections', value: number) =>
      sql<number>`case when team_peaks.${sql.ref(column)} > ${value} then team_peaks.${sql.ref(column)} else ${value} end`
    await db
      .insertInto('team_peaks')
      .values({ app_id: appId, team, day, users, connections })
      .onConflict(conflict =>
        conflict.columns(['app_id', 'team', 'day']).doUpdateSet({
          users: larger('users', users),
          connections: larger('connections', connections),
        }),
      )
      .execute()
  }
}

export async function pruneActiveDays({ db }: Session, beforeDay: number): Promise<void> {
  await db.deleteFrom('active_days').where('day', '<', beforeDay).execute()
  await db.deleteFrom('team_peaks').where('day', '<', beforeDay).execute()
}

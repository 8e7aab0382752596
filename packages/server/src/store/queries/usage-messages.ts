import { type RawBuilder, sql } from 'kysely'
import { bucketOf, type Grain, type UsageKind } from '../../domain/usage.ts'
import type { Session } from '../session.ts'
import type { Frontier, UsageCount, UsageScope, UsageSpan } from '../usage.ts'
import { isGuest } from './is-guest.ts'
import { addCounts, type CountRow, scopeKey } from './usage-counts.ts'

const HOUR_US = 3_600_000_000
/** So many numbers of messages are looked at in one transaction; senders wait meanwhile. */
const AT_ONCE = 2_000
/** With more than that to be counted yet, what is told leaves them out. */
const TOLD_AT_ONCE = 50_000
/** Any number; whoever counts messages takes the same lock. */
const POSTGRES_LOCK = 7_265_539_003
const GRAINS: readonly Grain[] = ['hour', 'day', 'month']

interface HourRow {
  readonly app_id: number
  readonly hour: number
  readonly team: string | null
  readonly kind: UsageKind
  readonly count: number
}

/** See `UsageWriter`. */
export async function countMessages(
  session: Session,
  seen: Frontier | undefined,
): Promise<{ seen: Frontier; more: boolean }> {
  const { db, dialect } = session
  if (dialect.name === 'postgres') await sql`select pg_advisory_xact_lock(${POSTGRES_LOCK})`.execute(db)
  const next = await frontier(session)
  const { counted_pk: from } = await db
    .selectFrom('usage_state')
    .select('counted_pk')
    .executeTakeFirstOrThrow()
  const settled = dialect.name === 'sqlite' ? next.pk : settledOf(seen, next)
  const to = Math.min(settled, from + AT_ONCE)
  if (to <= from && dialect.name === 'postgres') return { seen: waitingFor(seen, next), more: false }
  await addCounts(session, (await hoursBetween(session, from, to)).flatMap(rowsOf))
  await forgetGone(session, to)
  if (to > from) await db.updateTable('usage_state').set({ counted_pk: to }).execute()
  return to < settled ? { seen: seen ?? next, more: true } : { seen: waitingFor(seen, next), more: false }
}

/**
 * PostgreSQL: messages become visible in another order than that of their numbers, so a message is
 * counted once every transaction that was running when a higher number was seen is over.
 */
interface Snapshot extends Frontier {
  /** Of the oldest transaction that runs. */
  readonly oldest: number
}

async function frontier({ db, dialect }: Session): Promise<Snapshot> {
  const xids =
    dialect.name === 'sqlite'
      ? sql`0 as xid, 0 as oldest`
      : sql`pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xid,
          pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest`
  const { rows } = await sql<Snapshot>`
    select coalesce(max(pk), 0) as pk, ${xids} from messages`.execute(db)
  const [row] = rows
  return { pk: Number(row?.pk), xid: Number(row?.xid), oldest: Number(row?.oldest) }
}

function settledOf(seen: Frontier | undefined, { oldest }: Snapshot): number {
  return seen && oldest >= seen.xid ? seen.pk : 0
}

/** What is waited for stays until it is settled; then the next is. */
function waitingFor(seen: Frontier | undefined, next: Snapshot): Frontier {
  return seen && next.oldest < seen.xid ? seen : { pk: next.pk, xid: next.xid }
}

const kindOf = sql`case when ${isGuest('user_id')} then 'guest' else 'regular' end`

async function hoursBetween({ db, dialect }: Session, from: number, to: number): Promise<HourRow[]> {
  // What was deleted before it was counted: on SQLite all of it, since its numbers are given out again.
  const gone = dialect.name === 'sqlite' ? sql`true` : sql`message_pk > ${from} and message_pk <= ${to}`
  const { rows } = await sql<HourRow>`
    select app_id, created_at_us / ${sql.lit(HOUR_US)} as hour, team, ${kindOf} as kind, count(*) as count from (
      select messages.app_id, messages.created_at_us, messages.user_id, channels.team
      from messages join channels on channels.pk = messages.channel_pk
      where messages.pk > ${from} and messages.pk <= ${to}
      union all select app_id, created_at_us, user_id, team from usage_gone where ${gone}
    ) as sent group by 1, 2, 3, 4`.execute(db)
  return rows
}

async function forgetGone({ db, dialect }: Session, to: number): Promise<void> {
  let query = db.deleteFrom('usage_gone')
  if (dialect.name === 'postgres') query = query.where('message_pk', '<=', to)
  await query.execute()
}

function rowsOf({ app_id, hour, team, kind, count }: HourRow): CountRow[] {
  const atUs = Number(hour) * HOUR_US
  return (['all', { team: team ?? '' }] as const).flatMap((scope: UsageScope) =>
    GRAINS.map(grain => ({
      app_id,
      scope: scopeKey(scope),
      what: 'messages' as const,
      grain,
      at: bucketOf(atUs, grain),
      kind,
      value: Number(count),
    })),
  )
}

interface ToldRow {
  readonly at: number
  readonly hour: number | null
  readonly kind: UsageKind
  readonly value: number
}

/** In one statement: what is counted meanwhile is told once. */
export async function listMessageUsage(
  session: Session,
  span: UsageSpan,
): Promise<{ counts: UsageCount[]; behind: number }> {
  const { db } = session
  const { counted, behind } = await countBehind(session)
  const late = behind > TOLD_AT_ONCE ? sql`` : sql`union all ${uncounted(span, counted)}`
  const { rows } = await sql<ToldRow>`
    select at, null as hour, kind, value from usage_counts
      where app_id = ${span.appId} and scope = ${scopeKey(span.scope)} and what = 'messages'
        and grain = ${span.grain} and at >= ${span.from} and at <= ${span.to} ${late}`.execute(db)
  const counts = rows.map(row => ({
    at: bucketIn(row, span.grain),
    kind: row.kind,
    value: Number(row.value),
  }))
  return {
    counts: counts.filter(({ at }) => at >= span.from && at <= span.to),
    behind: behind > TOLD_AT_ONCE ? behind : 0,
  }
}

function bucketIn({ at, hour }: ToldRow, grain: Grain): number {
  return hour === null ? Number(at) : bucketOf(Number(hour) * HOUR_US, grain)
}

async function countBehind({ db }: Session): Promise<{ counted: number; behind: number }> {
  const { rows } = await sql<{ counted: number; newest: number }>`
    select counted_pk as counted, (select coalesce(max(pk), 0) from messages) as newest from usage_state`.execute(
    db,
  )
  const [{ counted, newest } = { counted: 0, newest: 0 }] = rows
  return { counted: Number(counted), behind: Number(newest) - Number(counted) }
}

/**
 * What is not counted yet, by the mark as it is in this statement; `counted` is what it was a moment ago,
 * so that the database knows how few they are. The plus keeps it from reading all messages of the app.
 */
function uncounted({ appId, scope }: UsageSpan, counted: number): RawBuilder<unknown> {
  const ofTeam = scope === 'all' ? sql`true` : sql`coalesce(team, '') = ${scope.team}`
  const mark = sql`(select counted_pk from usage_state)`
  return sql`select 0, created_at_us / ${sql.lit(HOUR_US)} as hour, ${kindOf} as kind, count(*) as value from (
      select messages.created_at_us, messages.user_id, channels.team
      from messages join channels on channels.pk = messages.channel_pk
      where messages.pk > ${counted} and messages.pk > ${mark} and +messages.app_id = ${appId}
      union all
      select created_at_us, user_id, team from usage_gone where app_id = ${appId} and message_pk > ${mark}
    ) as sent where ${ofTeam} group by 2, 3`
}

import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { isGuest } from '../queries/is-guest.ts'
import { createTable, type Table } from './create-table.ts'

/**
 * What apps are used for, counted: messages sent, users active, connections open at once. Rows of hours
 * and days are what a dashboard reads, however many messages there are.
 *
 * Messages are counted behind the senders: `usage_state` says up to which number. `usage_gone` are those
 * that were deleted before they were counted.
 */
export async function addUsage(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  for (const table of tables(dialect)) await createTable(db, dialect, table)
  // For forgetting what is old.
  await sql`create index usage_counts_old on usage_counts (grain, at)`.execute(db)
  await sql`insert into usage_state (id, counted_pk) values (1, 0)`.execute(db)
  for (const statement of dialect.name === 'sqlite' ? SQLITE : POSTGRES) await sql.raw(statement).execute(db)
  await countEarlierUsers(db)
  await copyPeaks(db)
}

function tables({ types: { ordered, row } }: Dialect): Table[] {
  return [
    {
      name: 'usage_counts',
      columns: [
        ['app_id', 'bigint'],
        ['scope', ordered],
        ['what', 'text'],
        ['grain', 'text'],
        ['at', 'bigint'],
        ['kind', 'text'],
        ['value', 'bigint'],
      ],
      key: ['app_id', 'scope', 'what', 'grain', 'at', 'kind'],
      small: true,
    },
    {
      name: 'usage_actives',
      columns: [
        ['app_id', 'bigint'],
        ['day', 'bigint'],
        ['user_id', 'text'],
      ],
      key: ['app_id', 'day', 'user_id'],
      small: true,
    },
    {
      name: 'usage_gone',
      columns: [
        ['pk', row],
        ['message_pk', 'bigint'],
        ['app_id', 'bigint'],
        ['user_id', 'text'],
        ['team', 'text', 'null'],
        ['created_at_us', 'bigint'],
      ],
    },
    {
      name: 'usage_state',
      columns: [
        ['id', 'integer'],
        ['counted_pk', 'bigint'],
      ],
      key: ['id'],
    },
  ]
}

const GONE = 'insert into usage_gone (message_pk, app_id, user_id, team, created_at_us)'
const OLD =
  'old.pk, old.app_id, old.user_id, (select team from channels where pk = old.channel_pk), old.created_at_us'

const SQLITE = [
  // A number is used again when the newest messages went, so the mark goes back along with them. In one
  // trigger, because the mark is to be looked at before.
  `create trigger messages_uncounted after delete on messages begin
     ${GONE} select ${OLD} where old.pk > (select counted_pk from usage_state);
     update usage_state set counted_pk = (select coalesce(max(pk), 0) from messages)
       where counted_pk > (select coalesce(max(pk), 0) from messages);
   end`,
]

const POSTGRES = [
  `create function note_uncounted() returns trigger language plpgsql as $$
     begin
       if old.pk > (select counted_pk from usage_state) then ${GONE} values (${OLD}); end if;
       return null;
     end $$`,
  'create trigger messages_uncounted after delete on messages for each row execute function note_uncounted()',
]

/** Months, and the days that were noted: of apps with teams. */
async function countEarlierUsers(db: Kysely<unknown>): Promise<void> {
  const month = sql`(cast(substr(month, 1, 4) as integer) - 1970) * 12 + cast(substr(month, 6, 2) as integer) - 1`
  await sql`insert into usage_counts (app_id, scope, what, grain, at, kind, value)
    select app_id, '*', 'users', 'month', ${month}, case when guest = 1 then 'guest' else 'regular' end, count(*)
    from active_users group by 1, 5, 6`.execute(db)
  await sql`insert into usage_counts (app_id, scope, what, grain, at, kind, value)
    select app_id, '*', 'users', 'day', day, case when ${isGuest('user_id')} then 'guest' else 'regular' end, count(*)
    from active_days group by 1, 5, 6`.execute(db)
  await sql`insert into usage_actives (app_id, day, user_id)
    select app_id, day, user_id from active_days where day >= (select max(day) from active_days) - 1`.execute(
    db,
  )
}

/** Of all kinds together: more was not kept. */
async function copyPeaks(db: Kysely<unknown>): Promise<void> {
  for (const [grain, minutes] of [
    ['minute', 1],
    ['hour', 60],
    ['day', 1440],
  ] as const) {
    await sql`insert into usage_counts (app_id, scope, what, grain, at, kind, value)
      select app_id, '*', 'connections', cast(${grain} as text), minute / ${sql.lit(minutes)}, 'total', max(peak)
      from connection_peaks group by 1, 5`.execute(db)
  }
  const month = monthOf(sql`day.at`)
  await sql`insert into usage_counts (app_id, scope, what, grain, at, kind, value)
    select app_id, scope, what, 'month', ${month}, kind, max(value) from usage_counts as day
    where what = 'connections' and grain = 'day' group by 1, 2, 3, 5, 6`.execute(db)
}

/** The month since 1970 of a day since 1970 (Howard Hinnant's civil_from_days). */
function monthOf(day: ReturnType<typeof sql>) {
  const z = sql`(${day} + 719468)`
  const era = sql`(${z} / 146097)`
  const doe = sql`(${z} - ${era} * 146097)`
  const yoe = sql`((${doe} - ${doe} / 1460 + ${doe} / 36524 - ${doe} / 146096) / 365)`
  const doy = sql`(${doe} - (365 * ${yoe} + ${yoe} / 4 - ${yoe} / 100))`
  const mp = sql`((5 * ${doy} + 2) / 153)`
  // Years begin in March: month 10 and 11 are January and February of the next.
  return sql`((${yoe} + ${era} * 400 - 1970) * 12 + ${mp} + 2)`
}

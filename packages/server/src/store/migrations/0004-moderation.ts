import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable, type Table } from './create-table.ts'

/** Bans, mutes, flags and their reports, blocklists, and roles and permissions of the apps' own. */
export async function addModeration(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  for (const table of tables(dialect)) await createTable(db, dialect, table)
  for (const statement of statements(dialect)) await statement.execute(db)
}

function tables({ types: { json, flag } }: Dialect): Table[] {
  return [
    {
      name: 'bans',
      columns: [
        ['app_id', 'bigint'],
        // '' for a ban from the whole app.
        ['cid', 'text'],
        ['user_id', 'text'],
        ['banned_by_id', 'text', 'null'],
        ['reason', 'text', 'null'],
        ['shadow', flag],
        ['expires_at_us', 'bigint', 'null'],
        ['created_at_us', 'bigint'],
      ],
      key: ['app_id', 'cid', 'user_id'],
      small: true,
    },
    {
      name: 'future_bans',
      columns: [
        ['app_id', 'bigint'],
        ['banned_by_id', 'text'],
        ['user_id', 'text'],
        ['reason', 'text', 'null'],
        ['shadow', flag],
        ['expires_at_us', 'bigint', 'null'],
        ['created_at_us', 'bigint'],
      ],
      key: ['app_id', 'banned_by_id', 'user_id'],
      small: true,
    },
    {
      name: 'ip_bans',
      columns: [
        ['app_id', 'bigint'],
        ['ip', 'text'],
        ['user_id', 'text'],
        ['expires_at_us', 'bigint', 'null'],
      ],
      key: ['app_id', 'ip', 'user_id'],
      small: true,
    },
    {
      name: 'mutes',
      columns: [
        ['app_id', 'bigint'],
        ['user_id', 'text'],
        ['target_id', 'text'],
        ['expires_at_us', 'bigint', 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
      ],
      key: ['app_id', 'user_id', 'target_id'],
      small: true,
    },
    {
      name: 'flag_reports',
      columns: [
        ['app_id', 'bigint'],
        ['id', 'text'],
        ['message_id', 'text', 'null'],
        // The message's author, or the user flagged.
        ['user_id', 'text'],
        ['channel_cid', 'text', 'null'],
        ['team', 'text', 'null'],
        ['flags_count', 'integer'],
        ['review_result', 'text', 'null'],
        ['review_details', json, 'null'],
        ['reviewed_by_id', 'text', 'null'],
        ['reviewed_at_us', 'bigint', 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
      ],
      key: ['app_id', 'id'],
    },
    {
      name: 'flags',
      columns: [
        ['app_id', 'bigint'],
        ['report_id', 'text'],
        // '' for the server's own.
        ['user_id', 'text'],
        ['reason', 'text', 'null'],
        ['custom', json, 'null'],
        ['moderation_result', json, 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
      ],
      key: ['app_id', 'report_id', 'user_id'],
    },
    {
      name: 'blocklists',
      columns: [
        ['app_id', 'bigint'],
        ['name', 'text'],
        ['words', json, 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
      ],
      key: ['app_id', 'name'],
    },
    {
      name: 'roles',
      columns: [
        ['app_id', 'bigint'],
        ['name', 'text'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
      ],
      key: ['app_id', 'name'],
      small: true,
    },
    {
      name: 'permissions',
      columns: [
        ['app_id', 'bigint'],
        ['id', 'text'],
        ['name', 'text'],
        ['description', 'text'],
        ['action', 'text'],
        ['owner', flag],
        ['same_team', flag],
        ['condition', json, 'null'],
      ],
      key: ['app_id', 'id'],
    },
  ]
}

function statements({ types: { flag } }: Dialect) {
  return [
    // What is read anyway says whether there is more to read.
    sql`alter table users add column shadow_banned ${flag} not null default 0`,
    sql`alter table users add column has_mutes ${flag} not null default 0`,
    sql`alter table users add column last_address text`,
    sql`alter table channels add column has_bans ${flag} not null default 0`,
    sql`create index bans_user on bans (app_id, user_id)`,
    sql`create index bans_created on bans (app_id, created_at_us)`,
    sql`create index bans_expiring on bans (expires_at_us) where expires_at_us is not null`,
    sql`create index future_bans_user on future_bans (app_id, user_id)`,
    sql`create index mutes_target on mutes (app_id, target_id)`,
    sql`create index mutes_expiring on mutes (expires_at_us) where expires_at_us is not null`,
    sql`create unique index flag_reports_message on flag_reports (app_id, message_id) where message_id is not null`,
    sql`create unique index flag_reports_user_only on flag_reports (app_id, user_id) where message_id is null`,
    sql`create index flag_reports_user on flag_reports (app_id, user_id, created_at_us)`,
    sql`create index flag_reports_channel on flag_reports (app_id, channel_cid, created_at_us)`,
    sql`create index flag_reports_created on flag_reports (app_id, created_at_us)`,
    sql`create index flags_created on flags (app_id, created_at_us)`,
    sql`create index flags_user on flags (app_id, user_id)`,
  ]
}

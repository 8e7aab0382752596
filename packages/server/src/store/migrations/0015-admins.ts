import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable, type Table } from './create-table.ts'

/** The dashboard: who signs in, and what they changed; how often secrets of apps are used. */
export async function addAdmins(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  for (const table of tables(dialect)) await createTable(db, dialect, table)
  for (const statement of INDEXES) await sql.raw(statement).execute(db)
}

function tables({ types: { json, row } }: Dialect): Table[] {
  return [
    {
      name: 'admins',
      columns: [
        ['id', 'text'],
        ['email', 'text'],
        ['name', 'text'],
        ['role', 'text'],
        ['app_ids', json, 'null'],
        ['password_hash', 'text'],
        ['totp_secret', 'text', 'null'],
        ['totp_since_us', 'bigint', 'null'],
        ['totp_last_step', 'bigint', 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
        ['last_sign_in_at_us', 'bigint', 'null'],
      ],
      key: ['id'],
    },
    {
      name: 'admin_recovery_codes',
      columns: [
        ['admin_id', 'text'],
        ['hash', 'text'],
      ],
      key: ['admin_id', 'hash'],
      small: true,
    },
    {
      name: 'admin_sessions',
      columns: [
        ['hash', 'text'],
        ['id', 'text'],
        ['admin_id', 'text'],
        ['created_at_us', 'bigint'],
        ['seen_at_us', 'bigint'],
        ['expires_at_us', 'bigint'],
        ['confirmed_until_us', 'bigint', 'null'],
        ['address', 'text'],
        ['user_agent', 'text'],
      ],
      key: ['hash'],
    },
    {
      name: 'admin_links',
      columns: [
        ['hash', 'text'],
        ['id', 'text'],
        ['kind', 'text'],
        ['role', 'text'],
        ['email', 'text', 'null'],
        ['app_ids', json, 'null'],
        ['created_by', 'text', 'null'],
        ['created_at_us', 'bigint'],
        ['expires_at_us', 'bigint'],
      ],
      key: ['hash'],
    },
    {
      name: 'audit_log',
      columns: [
        ['pk', row],
        ['at_us', 'bigint'],
        ['admin_id', 'text', 'null'],
        ['admin_email', 'text'],
        ['app_id', 'bigint', 'null'],
        ['action', 'text'],
        ['target', 'text'],
        ['before', json, 'null'],
        ['after', json, 'null'],
        ['address', 'text'],
      ],
    },
    {
      name: 'secret_usage',
      columns: [
        ['app_id', 'bigint'],
        ['secret_id', 'text'],
        ['hour', 'integer'],
        ['sketch', 'text'],
        ['last_used_at_us', 'bigint'],
      ],
      key: ['app_id', 'secret_id', 'hour'],
    },
  ]
}

const INDEXES = [
  'create unique index admins_email on admins (email)',
  'create index admin_sessions_admin on admin_sessions (admin_id)',
  'create index audit_log_app on audit_log (app_id, pk)',
  'create index audit_log_admin on audit_log (admin_id, pk)',
]

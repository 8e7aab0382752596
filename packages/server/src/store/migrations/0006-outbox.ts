import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable } from './create-table.ts'

/** What leaves the server for webhooks and push networks, and what could not be delivered. */
export async function addOutbox(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const { types } = dialect
  await createTable(db, dialect, {
    name: 'outbox_lanes',
    columns: [
      ['pk', types.id],
      ['app_id', 'bigint'],
      ['target', 'text'],
      ['lane', 'text'],
      ['due_at_us', 'bigint'],
      ['leased_until_us', 'bigint'],
      ['added', 'bigint'],
    ],
  })
  await createTable(db, dialect, {
    name: 'outbox',
    columns: [
      ['pk', types.id],
      ['lane_pk', 'bigint'],
      ['id', 'text'],
      ['type', 'text'],
      ['payload', 'text'],
      ['attempts', 'integer'],
      ['progress', 'text', 'null'],
      ['created_at_us', 'bigint'],
    ],
  })
  await createTable(db, dialect, {
    name: 'outbox_targets',
    columns: [
      ['app_id', 'bigint'],
      ['target', 'text'],
      ['version', 'text'],
      ['failures', 'integer'],
      ['paused_until_us', 'bigint', 'null'],
      ['error', 'text'],
    ],
    key: ['app_id', 'target'],
  })
  await createTable(db, dialect, {
    name: 'dead_letters',
    columns: [
      ['app_id', 'bigint'],
      ['id', 'text'],
      ['target', 'text'],
      ['lane', 'text'],
      ['type', 'text'],
      ['payload', 'text'],
      ['attempts', 'integer'],
      ['error', 'text'],
      ['created_at_us', 'bigint'],
      ['died_at_us', 'bigint'],
    ],
    key: ['app_id', 'id'],
  })
  await createTable(db, dialect, {
    name: 'ephemeral_messages',
    columns: [
      ['app_id', 'bigint'],
      ['id', 'text'],
      ['cid', 'text'],
      ['user_id', 'text'],
      ['message', types.json],
      ['expires_at_us', 'bigint'],
    ],
    key: ['app_id', 'id'],
  })
  await createTable(db, dialect, {
    name: 'unread_reminders',
    columns: [
      ['app_id', 'bigint'],
      ['user_id', 'text'],
      ['channel_pk', 'bigint'],
      ['read_at_us', 'bigint'],
    ],
    key: ['app_id', 'user_id', 'channel_pk'],
    small: true,
  })
  await createTable(db, dialect, {
    name: 'channel_push_preferences',
    columns: [
      ['app_id', 'bigint'],
      ['user_id', 'text'],
      ['cid', 'text'],
      ['preferences', types.json],
    ],
    key: ['app_id', 'user_id', 'cid'],
    small: true,
  })
  await db.schema.alterTable('devices').addColumn('disabled_at_us', 'bigint').execute()
  await db.schema.alterTable('devices').addColumn('disabled_reason', 'text').execute()
  await db.schema.alterTable('devices').addColumn('web_push_keys', 'text').execute()
  for (const index of INDEXES) await sql.raw(index).execute(db)
}

const INDEXES = [
  'create unique index outbox_lanes_of_target on outbox_lanes (app_id, target, lane)',
  'create index outbox_lanes_due on outbox_lanes (due_at_us)',
  'create index outbox_of_lane on outbox (lane_pk, pk)',
  'create index dead_letters_newest on dead_letters (app_id, died_at_us)',
  'create index dead_letters_oldest on dead_letters (died_at_us)',
  'create index ephemeral_messages_expiry on ephemeral_messages (expires_at_us)',
]

import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable, type Table } from './create-table.ts'

/** Messages that are not for everybody, or not yet for anybody, and what messages said before. */
export async function addMessageStates(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  for (const table of tables(dialect)) await createTable(db, dialect, table)
  const { flag, json } = dialect.types
  await sql`alter table channels add column has_hidden ${flag} not null default 0`.execute(db)
  await sql`alter table messages add column shadowed ${flag} not null default 0`.execute(db)
  await sql`alter table messages add column restricted_visibility ${json}`.execute(db)
  await sql`alter table messages add column deleted_reply_count integer not null default 0`.execute(db)
  await sql`alter table channel_events add column audience ${json}`.execute(db)
  for (const statement of INDEXES) await sql.raw(statement).execute(db)
}

function tables({ types: { json, flag, row } }: Dialect): Table[] {
  return [
    {
      name: 'pending_messages',
      columns: [
        ['app_id', 'bigint'],
        ['id', 'text'],
        ['channel_pk', 'bigint'],
        ['user_id', 'text'],
        ['message', 'text'],
        ['input', 'text'],
        ['metadata', json, 'null'],
        ['created_at_us', 'bigint'],
        ['expires_at_us', 'bigint'],
      ],
      key: ['app_id', 'id'],
    },
    {
      name: 'message_deletions',
      columns: [
        ['app_id', 'bigint'],
        ['user_id', 'text'],
        ['message_id', 'text'],
        ['channel_pk', 'bigint'],
        ['created_at_us', 'bigint'],
        ['counts_unread', flag],
      ],
      key: ['app_id', 'user_id', 'message_id'],
      small: true,
    },
    {
      name: 'message_history',
      columns: [
        ['pk', row],
        ['app_id', 'bigint'],
        ['message_id', 'text'],
        ['updated_by_id', 'text'],
        ['editor_id', 'text', 'null'],
        ['updated_at_us', 'bigint'],
        ['text', 'text'],
        ['attachments', json, 'null'],
        ['custom', json, 'null'],
        ['is_deleted', flag],
      ],
    },
  ]
}

const INDEXES = [
  // Few, so that counting what is unread for those who are listed need not look at the others.
  'create index messages_restricted on messages (channel_pk, created_at_us) where restricted_visibility is not null',
  'create index pending_messages_own on pending_messages (channel_pk, user_id, created_at_us)',
  'create index pending_messages_user on pending_messages (app_id, user_id)',
  'create index pending_messages_expiry on pending_messages (expires_at_us)',
  'create index message_deletions_channel on message_deletions (channel_pk, user_id, created_at_us)',
  'create index message_deletions_message on message_deletions (app_id, message_id)',
  'create index message_history_message on message_history (app_id, message_id, updated_at_us)',
  'create index message_history_editor on message_history (app_id, updated_by_id, updated_at_us)',
  'create index message_history_time on message_history (app_id, updated_at_us)',
]

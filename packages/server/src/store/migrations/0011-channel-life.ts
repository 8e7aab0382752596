import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable } from './create-table.ts'

/** Channels that users muted; when a channel was given up for good. */
export async function addChannelLife(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTable(db, dialect, {
    name: 'channel_mutes',
    columns: [
      ['app_id', 'bigint'],
      ['user_id', 'text'],
      ['channel_pk', 'bigint'],
      ['expires_at_us', 'bigint', 'null'],
      ['created_at_us', 'bigint'],
      ['updated_at_us', 'bigint'],
    ],
    key: ['app_id', 'user_id', 'channel_pk'],
    small: true,
  })
  await sql`create index channel_mutes_channel on channel_mutes (channel_pk, user_id)`.execute(db)
  await db.schema.alterTable('channels').addColumn('erased_at_us', 'bigint').execute()
}

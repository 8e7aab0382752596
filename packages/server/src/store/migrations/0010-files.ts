import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable } from './create-table.ts'

/** Uploaded files, imports, the key that addresses are signed with; what teams use, by day. */
export async function addFiles(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const { json, flag } = dialect.types
  await createTable(db, dialect, {
    name: 'files',
    columns: [
      ['id', 'text'],
      ['app_id', 'bigint'],
      ['area', 'text'],
      ['name', 'text'],
      ['mime_type', 'text'],
      ['size_bytes', 'bigint'],
      ['etag', 'text'],
      ['width', 'integer', 'null'],
      ['height', 'integer', 'null'],
      ['user_id', 'text', 'null'],
      ['channel_pk', 'bigint', 'null'],
      ['created_at_us', 'bigint'],
      ['remove_at_us', 'bigint', 'null'],
    ],
    key: ['id'],
  })
  await createTable(db, dialect, {
    name: 'imports',
    columns: [
      ['id', 'text'],
      ['app_id', 'bigint'],
      ['path', 'text'],
      ['mode', 'text'],
      ['merge_custom', flag],
      ['state', 'text'],
      ['size_bytes', 'bigint'],
      ['result', json, 'null'],
      ['history', json, 'null'],
      ['created_at_us', 'bigint'],
      ['updated_at_us', 'bigint'],
    ],
    key: ['app_id', 'id'],
  })
  await createTable(db, dialect, {
    name: 'server_keys',
    columns: [
      ['name', 'text'],
      ['secret', 'text'],
    ],
    key: ['name'],
  })
  await createTable(db, dialect, {
    name: 'active_days',
    columns: [
      ['app_id', 'bigint'],
      ['day', 'integer'],
      ['user_id', 'text'],
    ],
    key: ['app_id', 'day', 'user_id'],
    small: true,
  })
  await createTable(db, dialect, {
    name: 'team_peaks',
    columns: [
      ['app_id', 'bigint'],
      ['team', 'text'],
      ['day', 'integer'],
      ['users', 'integer'],
      ['connections', 'integer'],
    ],
    key: ['app_id', 'team', 'day'],
    small: true,
  })
  for (const statement of INDEXES) await sql.raw(statement).execute(db)
}

const INDEXES = [
  'create index files_channel on files (channel_pk) where channel_pk is not null',
  'create index files_user on files (app_id, user_id) where user_id is not null',
  // Small: most files stay.
  'create index files_removed on files (remove_at_us) where remove_at_us is not null',
  'create index imports_created on imports (app_id, created_at_us)',
]

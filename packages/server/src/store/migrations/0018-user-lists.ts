import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'

/** The few who are banned, deactivated or deleted are found among a million others; and ids by how they begin. */
export async function addUserLists(db: Kysely<unknown>, { name }: Dialect): Promise<void> {
  for (const statement of INDEXES) await sql.raw(statement).execute(db)
  // SQLite orders texts by code point everywhere.
  if (name === 'postgres') {
    await sql`create index users_id_begins on users (app_id, id collate "C")`.execute(db)
  }
}

const INDEXES = [
  'create index users_banned on users (app_id, created_at_us) where (banned = 1 or shadow_banned = 1)',
  'create index users_deactivated on users (app_id, created_at_us) where deactivated_at_us is not null',
  'create index users_deleted on users (app_id, created_at_us) where deleted_at_us is not null',
]

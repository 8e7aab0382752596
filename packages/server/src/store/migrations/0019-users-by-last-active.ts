import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'

/**
 * Who was here last comes first, and who never was comes last: PostgreSQL reads an index backwards with
 * what is missing first, so the order is one of its own there. SQLite reads `users_last_active` for it.
 */
export async function addUsersByLastActive(db: Kysely<unknown>, { name }: Dialect): Promise<void> {
  if (name !== 'postgres') return
  await sql`create index users_active_last on users (app_id, last_active_at_us desc nulls last)`.execute(db)
}

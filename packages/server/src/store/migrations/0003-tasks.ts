import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable } from './create-table.ts'

/** What goes on in the background, so that it goes on after a crash. */
export async function addTasks(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTable(db, dialect, {
    name: 'tasks',
    columns: [
      ['id', 'text'],
      ['app_id', 'bigint'],
      ['kind', 'text'],
      ['input', dialect.types.json, 'null'],
      ['status', 'text'],
      ['result', dialect.types.json, 'null'],
      ['error', 'text', 'null'],
      ['attempts', 'integer'],
      ['lease_until_us', 'bigint'],
      ['created_at_us', 'bigint'],
      ['updated_at_us', 'bigint'],
    ],
    key: ['id'],
  })
  // What is finished, which is nearly all of it, is not in here.
  await sql`create index tasks_open on tasks (created_at_us) where status in ('waiting', 'running')`.execute(
    db,
  )
  await sql`create index tasks_age on tasks (updated_at_us)`.execute(db)
}

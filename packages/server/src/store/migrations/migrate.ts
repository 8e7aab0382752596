import { type Kysely, sql } from 'kysely'
import { OperatorError } from '../../util/operator-error.ts'
import type { Dialect } from '../dialect.ts'
import type { Db } from '../schema.ts'
import { MIGRATIONS, type Migration } from './index.ts'

/** Any number; every Parley server takes the same lock. */
const POSTGRES_LOCK = 7_265_539_001

/** Thrown when a newer server already changed the database. */
export class DatabaseTooNew extends OperatorError {
  override readonly name = 'DatabaseTooNew'
}

/**
 * Brings the database to this server's version, once, however many servers start together.
 * `db` must be inside a transaction that nobody else writes beside: `BEGIN IMMEDIATE` on SQLite,
 * any transaction on PostgreSQL, where an advisory lock is taken here.
 */
export async function migrate(db: Db, dialect: Dialect, migrations = MIGRATIONS): Promise<void> {
  if (dialect.name === 'postgres') await sql`select pg_advisory_xact_lock(${POSTGRES_LOCK})`.execute(db)
  await db.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('id', 'integer', column => column.primaryKey())
    .addColumn('name', 'text', column => column.notNull())
    .addColumn('applied_at_us', 'bigint', column => column.notNull())
    .execute()
  const applied = await db.selectFrom('migrations').selectAll().orderBy('id').execute()
  checkKnown(applied, migrations)
  for (const [index, migration] of migrations.entries()) {
    if (index < applied.length) continue
    await migration.up(db as unknown as Kysely<unknown>, dialect)
    const row = { id: index + 1, name: migration.name, applied_at_us: Date.now() * 1000 }
    await db.insertInto('migrations').values(row).execute()
  }
}

function checkKnown(applied: readonly { name: string }[], migrations: readonly Migration[]): void {
  const unknown = applied.find((row, index) => row.name !== migrations[index]?.name)
  if (!unknown) return
  throw new DatabaseTooNew(
    `the database was changed by a newer Parley (migration ${unknown.name}, this version knows up to ${migrations.at(-1)?.name}): start that version, or restore a backup made before`,
  )
}

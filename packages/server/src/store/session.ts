import type { Dialect } from './dialect.ts'
import type { Db } from './schema.ts'

/** A statement that Kysely compiled once; `id` names it to the database. */
export interface Statement {
  readonly id: string
  readonly sql: string
}

/**
 * One place to run queries: outside transactions, or inside one.
 * `db` compiles at every call, which costs more than a small query does; `run` does not.
 */
export interface Session {
  readonly dialect: Dialect
  readonly db: Db
  /** Set when something was added to the outbox; who commits looks, and clears it. */
  addedToOutbox: boolean
  run(statement: Statement, values: readonly unknown[]): readonly unknown[] | Promise<readonly unknown[]>
  /** Runs what returns no rows. Gives how many it wrote, without those that triggers wrote. */
  change(statement: Statement, values: readonly unknown[]): number | Promise<number>
}

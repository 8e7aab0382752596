import { type Statement as BunStatement, Database, type SQLQueryBindings } from 'bun:sqlite'
import { Kysely } from 'kysely'
import { SQLITE } from '../dialect.ts'
import type { Db, Tables } from '../schema.ts'
import type { Session, Statement } from '../session.ts'
import { BunSqliteDialect } from './kysely-dialect.ts'

type Row = Record<string, unknown>
type CachedStatement = BunStatement<Row, SQLQueryBindings[]>

/** One open handle of the database file. Everything it does is done when it returns. */
export class SqliteConnection implements Session {
  readonly dialect = SQLITE
  readonly database: Database
  readonly db: Db
  readonly #statements = new Map<Statement, CachedStatement>()

  constructor(path: string, options: { readonly readonly?: boolean } = {}) {
    this.database = options.readonly
      ? new Database(path, { readonly: true, strict: true })
      : new Database(path, { create: true, readwrite: true, strict: true })
    // A writer waits in `runWhenFree`, which leaves the event loop free.
    this.database.run(`pragma busy_timeout = ${options.readonly ? 10_000 : 0}`)
    this.db = new Kysely<Tables>({ dialect: new BunSqliteDialect(this.database) })
  }

  run(statement: Statement, values: readonly unknown[]): readonly unknown[] {
    let cached = this.#statements.get(statement)
    if (!cached) {
      cached = this.database.prepare<Row, SQLQueryBindings[]>(statement.sql)
      this.#statements.set(statement, cached)
    }
    return cached.all(...(values as SQLQueryBindings[]))
  }

  close(): void {
    for (const statement of this.#statements.values()) statement.finalize()
    this.#statements.clear()
    this.database.close()
  }
}

import { type Statement as BunStatement, Database, type SQLQueryBindings } from 'bun:sqlite'
import { Kysely } from 'kysely'
import { SQLITE } from '../dialect.ts'
import type { Db, Tables } from '../schema.ts'
import type { Session, Statement } from '../session.ts'
import { BunSqliteDialect } from './kysely-dialect.ts'
import { ReadSnapshot } from './read-snapshot.ts'

type Row = Record<string, unknown>
type CachedStatement = BunStatement<Row, SQLQueryBindings[]>

/** One open handle of the database file. Everything it does is done when it returns. */
class SqliteConnection implements Session {
  readonly dialect = SQLITE
  readonly database: Database
  readonly db: Db
  addedToOutbox = false
  readonly #beforeQuery: () => void
  readonly #statements = new Map<Statement, CachedStatement>()

  constructor(database: Database, beforeQuery: () => void) {
    this.database = database
    this.#beforeQuery = beforeQuery
    this.db = new Kysely<Tables>({ dialect: new BunSqliteDialect(database, beforeQuery) })
  }

  run(statement: Statement, values: readonly unknown[]): readonly unknown[] {
    const cached = this.#cached(statement)
    this.#beforeQuery()
    return cached.all(...(values as SQLQueryBindings[]))
  }

  change(statement: Statement, values: readonly unknown[]): number {
    const cached = this.#cached(statement)
    this.#beforeQuery()
    return cached.run(...(values as SQLQueryBindings[])).changes
  }

  #cached(statement: Statement): CachedStatement {
    let cached = this.#statements.get(statement)
    if (!cached) {
      cached = this.database.prepare<Row, SQLQueryBindings[]>(statement.sql)
      this.#statements.set(statement, cached)
    }
    return cached
  }

  close(): void {
    for (const statement of this.#statements.values()) statement.finalize()
    this.#statements.clear()
    this.database.close()
  }
}

/** The connection of all transactions. It waits for locks in `runWhenFree` alone. */
export class SqliteWriter extends SqliteConnection {
  constructor(path: string) {
    super(new Database(path, { create: true, readwrite: true, strict: true }), () => {})
  }
}

/** The connection of reads outside transactions: it sees committed data only. */
export class SqliteReader extends SqliteConnection {
  readonly #snapshot: ReadSnapshot

  constructor(path: string) {
    const database = new Database(path, { readonly: true, strict: true })
    database.run('pragma busy_timeout = 10000')
    database.run('pragma cache_size = -32768')
    const snapshot = new ReadSnapshot(database)
    super(database, () => snapshot.hold())
    this.#snapshot = snapshot
  }

  /** After a commit: the next read sees it. */
  refresh(): void {
    this.#snapshot.release()
  }

  override close(): void {
    this.#snapshot.close()
    super.close()
  }
}

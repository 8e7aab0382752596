import type { Database, SQLQueryBindings } from 'bun:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'

/**
 * Kysely over one handle of bun:sqlite. Transactions are not its business: the commit queue
 * owns them, and reads need none.
 */
export class BunSqliteDialect implements Dialect {
  readonly #database: Database
  readonly #beforeQuery: () => void
  constructor(database: Database, beforeQuery: () => void) {
    this.#database = database
    this.#beforeQuery = beforeQuery
  }
  createAdapter = () => new SqliteAdapter()
  createDriver = () => new BunSqliteDriver(this.#database, this.#beforeQuery)
  createIntrospector = (db: Kysely<unknown>) => new SqliteIntrospector(db)
  createQueryCompiler = () => new SqliteQueryCompiler()
}

class BunSqliteDriver implements Driver {
  readonly #connection: BunSqliteConnection
  constructor(database: Database, beforeQuery: () => void) {
    this.#connection = new BunSqliteConnection(database, beforeQuery)
  }
  init = async () => {}
  acquireConnection = async () => this.#connection
  releaseConnection = async () => {}
  beginTransaction = async () => refuse()
  commitTransaction = async () => refuse()
  rollbackTransaction = async () => refuse()
  destroy = async () => {}
}

function refuse(): never {
  throw new Error('transactions on SQLite go through the commit queue')
}

class BunSqliteConnection implements DatabaseConnection {
  readonly #database: Database
  readonly #beforeQuery: () => void
  constructor(database: Database, beforeQuery: () => void) {
    this.#database = database
    this.#beforeQuery = beforeQuery
  }

  /** `query` keeps a limited number of statements prepared, so that odd filters cannot fill the memory. */
  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    this.#beforeQuery()
    const statement = this.#database.query<Row, SQLQueryBindings[]>(sql)
    return { rows: statement.all(...(parameters as SQLQueryBindings[])) }
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('queries are not streamed on SQLite')
  }
}

import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import type { ClientBase, Pool, QueryResult } from 'pg'
import { POSTGRES } from '../dialect.ts'
import type { Db, Tables } from '../schema.ts'
import type { Session, Statement } from '../session.ts'
import { toTold } from './took-too-long.ts'

type Queryable = Pick<ClientBase, 'query'>

/** Text may not hold U+0000 in PostgreSQL; as a parameter it then matches nothing, which is right. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value
}

/** Runs prepared statements, on a pool or on the one client of a transaction. */
export class PostgresSession implements Session {
  readonly dialect = POSTGRES
  readonly db: Db
  addedToOutbox = false
  readonly #queryable: Queryable

  private constructor(queryable: Queryable, db: Db) {
    this.#queryable = queryable
    this.db = db
  }

  static ofPool(pool: Pool): PostgresSession {
    const connect = async () => {
      const client = await pool.connect()
      return kyselyClient(client, () => client.release())
    }
    return new PostgresSession(pool, kyselyOver(connect))
  }

  static ofClient(client: ClientBase): PostgresSession {
    return new PostgresSession(
      client,
      kyselyOver(async () => kyselyClient(client, () => {})),
    )
  }

  async run(statement: Statement, values: readonly unknown[]): Promise<readonly unknown[]> {
    return (await this.#query(statement, values)).rows
  }

  async change(statement: Statement, values: readonly unknown[]): Promise<number> {
    return (await this.#query(statement, values)).rowCount ?? 0
  }

  async #query({ id: name, sql: text }: Statement, values: readonly unknown[]): Promise<QueryResult> {
    try {
      return await this.#queryable.query({ name, text, values: values.map(storable) })
    } catch (error) {
      throw toTold(error)
    }
  }
}

function kyselyClient(client: ClientBase, release: () => void) {
  return {
    query: async (text: string, values: readonly unknown[]) => {
      try {
        return await client.query(text, values.map(storable))
      } catch (error) {
        throw toTold(error)
      }
    },
    release,
  }
}

function kyselyOver(connect: () => Promise<ReturnType<typeof kyselyClient>>): Db {
  // Kysely's type also asks for cursors, which nothing here uses.
  const pool = { connect, end: async () => {} } as unknown as PostgresPool
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

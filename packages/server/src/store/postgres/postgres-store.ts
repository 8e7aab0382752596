import type { Pool, PoolClient } from 'pg'
import { migrate } from '../migrations/migrate.ts'
import { createReader } from '../reader.ts'
import type { Reader, Store, Tx } from '../store.ts'
import { createTx } from '../tx.ts'
import { createPool } from './pool.ts'
import { PostgresSession } from './session.ts'

export interface PostgresStoreOptions {
  readonly url: string
  readonly onCommit?: ((seconds: number) => void) | undefined
}

/** Errors after which the same transaction may succeed: serialisation failure, deadlock. */
const RETRIED = new Set(['40001', '40P01'])
const MAX_ATTEMPTS = 5

/** Any number of nodes share one PostgreSQL database. */
export class PostgresStore implements Store {
  readonly read: Reader
  readonly #pool: Pool
  readonly #onCommit: ((seconds: number) => void) | undefined
  readonly #txs = new WeakMap<PoolClient, Tx>()

  private constructor(pool: Pool, options: PostgresStoreOptions) {
    this.#pool = pool
    this.#onCommit = options.onCommit
    this.read = createReader(PostgresSession.ofPool(pool))
  }

  static async open(options: PostgresStoreOptions): Promise<PostgresStore> {
    const pool = createPool(options.url)
    try {
      await migrateUnderLock(pool)
      return new PostgresStore(pool, options)
    } catch (error) {
      await pool.end()
      throw error
    }
  }

  get queueDepth(): number {
    return this.#pool.waitingCount
  }

  async transaction<T>(work: (tx: Tx) => Promise<T>, afterCommit?: (result: T) => void): Promise<T> {
    const result = await this.#attempt(work, 1)
    afterCommit?.(result)
    return result
  }

  async ping(): Promise<void> {
    await this.#pool.query('select 1')
  }

  async backup(): Promise<void> {
    throw new Error(
      'a PostgreSQL database is backed up with its own tools: run pg_dump with PARLEY_DATABASE_URL',
    )
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  async #attempt<T>(work: (tx: Tx) => Promise<T>, attempt: number): Promise<T> {
    try {
      return await inTransaction(this.#pool, client => work(this.#txOf(client)), this.#onCommit)
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !RETRIED.has(codeOf(error))) throw error
    }
    await new Promise(resolve => setTimeout(resolve, Math.random() * 5 * 2 ** attempt))
    return this.#attempt(work, attempt + 1)
  }

  #txOf(client: PoolClient): Tx {
    let tx = this.#txs.get(client)
    if (!tx) {
      tx = createTx(PostgresSession.ofClient(client))
      this.#txs.set(client, tx)
    }
    return tx
  }
}

async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  onCommit?: (seconds: number) => void,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    const startMs = performance.now()
    await client.query('commit')
    onCommit?.((performance.now() - startMs) / 1000)
    return result
  } catch (error) {
    // A connection that cannot even roll back is not given to anybody else.
    await client.query('rollback').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}

async function migrateUnderLock(pool: Pool): Promise<void> {
  await inTransaction(pool, async client => {
    const { db, dialect } = PostgresSession.ofClient(client)
    await migrate(db, dialect)
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

import type { Pool, PoolClient } from 'pg'
import { migrate } from '../migrations/migrate.ts'
import { createReader } from '../reader.ts'
import type { Reader, Store, Tx } from '../store.ts'
import { createTx } from '../tx.ts'
import { CommitOrder, type Turn } from './commit-order.ts'
import { createPool } from './pool.ts'
import { PostgresSession } from './session.ts'
import { BEGIN, BEGIN_PATIENT, inTransaction } from './transaction.ts'

export interface PostgresStoreOptions {
  readonly url: string
  /** The database ends statements of requests that take longer; without it, none. */
  readonly statementTimeoutMs?: number | undefined
  readonly onCommit?: ((seconds: number) => void) | undefined
}

/** Errors after which the same transaction may succeed: serialisation failure, deadlock. */
const RETRIED = new Set(['40001', '40P01'])
/** Somebody else just made what was not there a moment ago: whoever looks again finds it. */
const MADE_MEANWHILE = '23505'
const MOST_LOOKS = 4
/** Whoever asked gave up by then. */
const RETRIED_FOR_MS = 60_000
const MAX_PAUSE_MS = 500
/** Connections of a node. */
const TRANSACTIONS = 10
const READS = 6
/** Closed while nobody needs them. */
const PATIENT_READS = 4

type Work<T> = (tx: Tx) => Promise<T>
type AfterCommit<T> = ((result: T) => void) | undefined
type Begin = typeof BEGIN | typeof BEGIN_PATIENT

/** Any number of nodes share one PostgreSQL database. */
export class PostgresStore implements Store {
  readonly shared = true
  readonly read: Reader
  readonly patient: Store
  readonly #pool: Pool
  /** Of its own, so that reading never waits for those who wait for each other's rows. */
  readonly #readPool: Pool
  readonly #patientReadPool: Pool
  readonly #onCommit: ((seconds: number) => void) | undefined
  readonly #order = new CommitOrder()
  readonly #sessions = new WeakMap<PoolClient, { readonly session: PostgresSession; readonly tx: Tx }>()
  readonly #running = new Set<Promise<unknown>>()
  #onOutbox = () => {}
  #closed = false

  private constructor(pool: Pool, options: PostgresStoreOptions) {
    this.#pool = pool
    const { url, statementTimeoutMs } = options
    this.#readPool = createPool(url, { max: READS, statementTimeoutMs })
    this.#patientReadPool = createPool(url, { max: PATIENT_READS })
    this.#onCommit = options.onCommit
    this.read = createReader(PostgresSession.ofPool(this.#readPool))
    this.patient = this.#beingPatient()
  }

  static async open(options: PostgresStoreOptions): Promise<PostgresStore> {
    const { url, statementTimeoutMs } = options
    const pool = createPool(url, { max: TRANSACTIONS, statementTimeoutMs })
    try {
      await migrateUnderLock(pool)
      return new PostgresStore(pool, options)
    } catch (error) {
      await pool.end()
      throw error
    }
  }

  get queueDepth(): number {
    return this.#pool.waitingCount + this.#readPool.waitingCount
  }

  transaction<T>(work: Work<T>, afterCommit?: AfterCommit<T>): Promise<T> {
    return this.#transaction(work, afterCommit, BEGIN)
  }

  async #transaction<T>(work: Work<T>, afterCommit: AfterCommit<T>, begin: Begin): Promise<T> {
    if (this.#closed) throw new Error('the store is closed')
    const running = this.#retry(work, afterCommit, begin)
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  onOutbox(listener: () => void): void {
    this.#onOutbox = listener
  }

  async ping(): Promise<void> {
    await this.#readPool.query('select 1')
  }

  async backup(): Promise<void> {
    throw new Error('a PostgreSQL database is backed up with its own tools: run pg_dump with its address')
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#running)
    await Promise.all([this.#pool.end(), this.#readPool.end(), this.#patientReadPool.end()])
  }

  /** The same store, whose statements may take long. */
  #beingPatient(): Store {
    const self = this
    return {
      shared: true,
      read: createReader(PostgresSession.ofPool(this.#patientReadPool)),
      get patient() {
        return this
      },
      get queueDepth() {
        return self.queueDepth
      },
      transaction: (work, afterCommit) => self.#transaction(work, afterCommit, BEGIN_PATIENT),
      onOutbox: listener => self.onOutbox(listener),
      ping: () => self.ping(),
      backup: () => self.backup(),
      close: () => self.close(),
    }
  }

  /**
   * Transactions take rows in one order (`queries/hold.ts`), so that few ever wait for each other; of
   * those that do, PostgreSQL ends one. What nobody could know of is no error: it is tried until it
   * works, after pauses of any length, so that the same two do not meet again.
   */
  async #retry<T>(work: Work<T>, afterCommit: AfterCommit<T>, begin: Begin): Promise<T> {
    const lateAt = performance.now() + RETRIED_FOR_MS
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(work, afterCommit, begin)
      } catch (error) {
        const code = codeOf(error)
        const maySucceed = RETRIED.has(code) || (code === MADE_MEANWHILE && attempt < MOST_LOOKS)
        if (!maySucceed || performance.now() >= lateAt) throw error
      }
      const most = Math.min(5 * 2 ** attempt, MAX_PAUSE_MS)
      await new Promise(resolve => setTimeout(resolve, Math.random() * most))
    }
  }

  async #attempt<T>(work: Work<T>, afterCommit: AfterCommit<T>, begin: Begin): Promise<T> {
    const turn = this.#order.begin()
    try {
      const run = async (client: PoolClient) => {
        const { session } = this.#sessionOf(client)
        session.addedToOutbox = false
        const result = await work(this.#txOf(client, turn))
        return { result, added: session.addedToOutbox }
      }
      const { result, added } = await inTransaction(this.#pool, run, { begin, onCommit: this.#onCommit })
      await turn.ready()
      if (added) this.#onOutbox()
      afterCommit?.(result)
      return result
    } finally {
      turn.done()
    }
  }

  #sessionOf(client: PoolClient) {
    let known = this.#sessions.get(client)
    if (!known) {
      const session = PostgresSession.ofClient(client)
      known = { session, tx: createTx(session) }
      this.#sessions.set(client, known)
    }
    return known
  }

  #txOf(client: PoolClient, turn: Turn): Tx {
    const { tx } = this.#sessionOf(client)
    const { nextSeq } = tx
    return {
      ...tx,
      nextSeq: async (channelPk, nowUs, message) => {
        const place = await nextSeq(channelPk, nowUs, message)
        turn.follow(channelPk)
        return place
      },
    }
  }
}

async function migrateUnderLock(pool: Pool): Promise<void> {
  const run = async (client: PoolClient) => {
    const { db, dialect } = PostgresSession.ofClient(client)
    await migrate(db, dialect)
  }
  await inTransaction(pool, run, { begin: BEGIN_PATIENT })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { migrate } from '../migrations/migrate.ts'
import { createReader } from '../reader.ts'
import type { Reader, Store, Tx } from '../store.ts'
import { createTx } from '../tx.ts'
import { CommitQueue } from './commit-queue.ts'
import { SqliteConnection } from './connection.ts'
import { runWhenFree } from './locking.ts'

export interface SqliteStoreOptions {
  readonly path: string
  readonly onCommit?: ((seconds: number) => void) | undefined
}

/** One file, one writer, one reader that sees what is committed. */
export class SqliteStore implements Store {
  readonly read: Reader
  readonly #tx: Tx
  readonly #writer: SqliteConnection
  readonly #reader: SqliteConnection
  readonly #queue: CommitQueue

  private constructor(writer: SqliteConnection, reader: SqliteConnection, options: SqliteStoreOptions) {
    this.#writer = writer
    this.#reader = reader
    this.#queue = new CommitQueue(writer.database, options.onCommit)
    this.#tx = createTx(writer)
    this.read = createReader(reader)
  }

  static async open(options: SqliteStoreOptions): Promise<SqliteStore> {
    const writer = new SqliteConnection(options.path)
    try {
      await prepareWriter(writer)
      await migrateUnderLock(writer)
      return new SqliteStore(writer, new SqliteConnection(options.path, { readonly: true }), options)
    } catch (error) {
      writer.close()
      throw error
    }
  }

  get queueDepth(): number {
    return this.#queue.depth
  }

  transaction<T>(work: (tx: Tx) => Promise<T>, afterCommit?: (result: T) => void): Promise<T> {
    return this.#queue.add(() => work(this.#tx), afterCommit)
  }

  async ping(): Promise<void> {
    await sql`select 1`.execute(this.#reader.db)
  }

  async backup(path: string): Promise<void> {
    if (existsSync(path)) throw new Error(`${path} exists: a backup never overwrites a file`)
    await sql`vacuum into ${path}`.execute(this.#reader.db)
  }

  async close(): Promise<void> {
    await this.#queue.close()
    this.#reader.close()
    this.#writer.close()
  }
}

async function prepareWriter({ database }: SqliteConnection): Promise<void> {
  await runWhenFree(database, 'pragma journal_mode = wal')
  database.run('pragma synchronous = full')
  database.run('pragma foreign_keys = on')
}

async function migrateUnderLock({ database, db, dialect }: SqliteConnection): Promise<void> {
  await runWhenFree(database, 'begin exclusive')
  try {
    await migrate(db, dialect)
    database.run('commit')
  } catch (error) {
    database.run('rollback')
    throw error
  }
}

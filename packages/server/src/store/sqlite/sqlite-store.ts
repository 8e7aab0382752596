import { sql } from 'kysely'
import { migrate } from '../migrations/migrate.ts'
import { createReader } from '../reader.ts'
import type { Reader, Store, Tx } from '../store.ts'
import { createTx } from '../tx.ts'
import { backUp } from './backup.ts'
import { CommitQueue } from './commit-queue.ts'
import { SqliteReader, SqliteWriter } from './connection.ts'
import { runWhenFree } from './locking.ts'

export interface SqliteStoreOptions {
  readonly path: string
  readonly onCommit?: ((seconds: number) => void) | undefined
}

/** One file, one writer, one reader that sees what is committed. */
export class SqliteStore implements Store {
  readonly shared = false
  readonly read: Reader
  readonly #path: string
  readonly #tx: Tx
  readonly #writer: SqliteWriter
  readonly #reader: SqliteReader
  readonly #queue: CommitQueue
  #onOutbox = () => {}

  private constructor(writer: SqliteWriter, { path, onCommit }: SqliteStoreOptions) {
    const reader = new SqliteReader(path)
    this.#path = path
    this.#writer = writer
    this.#reader = reader
    this.#queue = new CommitQueue(writer.database, seconds => {
      reader.refresh()
      onCommit?.(seconds)
      if (!writer.addedToOutbox) return
      writer.addedToOutbox = false
      this.#onOutbox()
    })
    this.#tx = createTx(writer)
    this.read = createReader(reader)
  }

  static async open(options: SqliteStoreOptions): Promise<SqliteStore> {
    const writer = new SqliteWriter(options.path)
    try {
      await prepareWriter(writer)
      await migrateUnderLock(writer)
      return new SqliteStore(writer, options)
    } catch (error) {
      writer.close()
      throw error
    }
  }

  get patient(): Store {
    return this
  }

  get queueDepth(): number {
    return this.#queue.depth
  }

  transaction<T>(work: (tx: Tx) => Promise<T>, afterCommit?: (result: T) => void): Promise<T> {
    return this.#queue.add(() => work(this.#tx), afterCommit)
  }

  onOutbox(listener: () => void): void {
    this.#onOutbox = listener
  }

  async ping(): Promise<void> {
    await sql`select 1`.execute(this.#reader.db)
  }

  async backup(path: string): Promise<void> {
    await backUp(this.#path, path)
  }

  async close(): Promise<void> {
    await this.#queue.close()
    this.#reader.close()
    this.#writer.close()
  }
}

const WRITER_PRAGMAS = [
  'synchronous = full',
  'foreign_keys = on',
  // What a savepoint may have to undo is kept in memory, not in a file of its own.
  'temp_store = memory',
  'cache_size = -32768',
  // Pages written again and again between checkpoints (16 MiB of log) are copied back once.
  'wal_autocheckpoint = 4000',
]

async function prepareWriter({ database }: SqliteWriter): Promise<void> {
  await runWhenFree({ run: () => database.run('pragma journal_mode = wal') })
  for (const pragma of WRITER_PRAGMAS) database.run(`pragma ${pragma}`)
}

async function migrateUnderLock({ database, db, dialect }: SqliteWriter): Promise<void> {
  await runWhenFree({ run: () => database.run('begin exclusive') })
  try {
    await migrate(db, dialect)
    database.run('commit')
  } catch (error) {
    database.run('rollback')
    throw error
  }
}

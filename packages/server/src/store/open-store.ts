import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { errorText } from '../util/error-text.ts'
import { OperatorError } from '../util/operator-error.ts'
import { PostgresStore } from './postgres/postgres-store.ts'
import { SqliteStore } from './sqlite/sqlite-store.ts'
import type { Store } from './store.ts'

export interface OpenStoreOptions {
  /** `postgres://…`; SQLite in the data directory when there is none. */
  readonly databaseUrl?: string | undefined
  readonly dataDir: string
  /** PostgreSQL ends statements that take longer, unless the store is `patient`; without it, none. */
  readonly statementTimeoutMs?: number | undefined
  /** Told how long each commit took; for `/metrics`. */
  readonly onCommit?: ((seconds: number) => void) | undefined
}

/** What SQLite says of a file that is no database, or no longer a whole one. */
const DAMAGED = /^SQLITE_(NOTADB|CORRUPT)/

/** The database's file in a data directory. */
export function sqlitePath(dataDir: string): string {
  return join(dataDir, 'parley.db')
}

/**
 * Opens the store and brings its tables up to date.
 * @throws OperatorError when the database can't be had, or was changed by a newer version.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { databaseUrl: url, dataDir, statementTimeoutMs, onCommit } = options
  try {
    if (url !== undefined) return await PostgresStore.open({ url, statementTimeoutMs, onCommit })
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return await SqliteStore.open({ path: sqlitePath(dataDir), onCommit })
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause
    throw new OperatorError(unusable(options, cause), { cause })
  }
}

function unusable({ databaseUrl, dataDir }: OpenStoreOptions, cause: unknown): string {
  const why = `can't be used (${errorText(cause)})`
  if (databaseUrl !== undefined) {
    return `the database of PARLEY_DATABASE_URL ${why}: see that it runs, that address, user and password are right, and that the user may make tables there`
  }
  const isDamaged = cause instanceof Error && 'code' in cause && DAMAGED.test(String(cause.code))
  const wayOut = isDamaged
    ? 'put a backup in its place with `parley restore`, or move it away to begin with an empty one'
    : 'set PARLEY_DATA_DIR to a folder of Parley’s own that this user may write to'
  return `the database ${sqlitePath(dataDir)} ${why}: ${wayOut}`
}

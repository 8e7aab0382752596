import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PostgresStore } from './postgres/postgres-store.ts'
import { SqliteStore } from './sqlite/sqlite-store.ts'
import type { Store } from './store.ts'

export interface OpenStoreOptions {
  /** `postgres://…`; SQLite in the data directory when there is none. */
  readonly databaseUrl?: string | undefined
  readonly dataDir: string
  /** Told how long each commit took; for `/metrics`. */
  readonly onCommit?: ((seconds: number) => void) | undefined
}

/** The database's file in a data directory. */
export function sqlitePath(dataDir: string): string {
  return join(dataDir, 'parley.db')
}

/**
 * Opens the store and brings its tables up to date.
 * @throws when the database can't be reached, or was changed by a newer version.
 */
export async function openStore({ databaseUrl, dataDir, onCommit }: OpenStoreOptions): Promise<Store> {
  if (databaseUrl !== undefined) return PostgresStore.open({ url: databaseUrl, onCommit })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  return SqliteStore.open({ path: sqlitePath(dataDir), onCommit })
}

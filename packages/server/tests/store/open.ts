import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testPostgresUrl } from '@parley/testkit'
import { type OpenStoreOptions, openStore } from '../../src/store/open-store.ts'
import type { Store } from '../../src/store/store.ts'

/** A fresh database that stores are opened on, more than once if need be. */
export interface TestDatabase {
  open(options?: Pick<OpenStoreOptions, 'onCommit'>): Promise<Store>
  readonly options: OpenStoreOptions
  remove(): Promise<void>
}

export type CreateDatabase = () => Promise<TestDatabase>

async function create(databaseUrl: string | undefined): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-store-'))
  const options = { databaseUrl, dataDir }
  return {
    options,
    open: more => openStore({ ...options, ...more }),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  }
}

export const createSqlite: CreateDatabase = () => create(undefined)
export const createPostgres: CreateDatabase = async () => create(await testPostgresUrl())

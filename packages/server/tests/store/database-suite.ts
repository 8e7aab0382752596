import { expect, test } from 'bun:test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { sqlitePath } from '../../src/store/open-store.ts'
import { createPool } from '../../src/store/postgres/pool.ts'
import { PostgresSession } from '../../src/store/postgres/session.ts'
import { SqliteWriter } from '../../src/store/sqlite/connection.ts'
import type { CreateDatabase, TestDatabase } from './open.ts'
import { appOf, must, Scene, T0 } from './records.ts'

/** Runs a test on a database of its own. */
function withDatabase(create: CreateDatabase, work: (database: TestDatabase) => Promise<void>) {
  return async () => {
    const database = await create()
    try {
      await work(database)
    } finally {
      await database.remove()
    }
  }
}

export function databaseSuite(create: CreateDatabase): void {
  test(
    'what is written is there after closing and opening again',
    withDatabase(create, async database => {
      const first = await database.open()
      const app = await first.transaction(tx => tx.insertApp(appOf('kept')))
      await first.close()
      const second = await database.open()
      expect(await second.read.findApp('kept')).toEqual(app)
      await second.close()
    }),
  )

  test(
    'closing waits for what was accepted and refuses more',
    withDatabase(create, async database => {
      const store = await database.open()
      const accepted = store.transaction(tx => tx.insertApp(appOf('accepted')))
      await Promise.all([accepted, store.close()])
      expect(store.transaction(tx => tx.insertApp(appOf('late')))).rejects.toThrow()
      const again = await database.open()
      expect((await again.read.listApps()).map(app => app.key)).toEqual(['accepted'])
      await again.close()
    }),
  )

  test(
    'servers that start at once migrate once',
    withDatabase(create, async database => {
      const stores = await Promise.all([database.open(), database.open(), database.open()])
      for (const store of stores) expect(await store.read.listApps()).toEqual([])
      for (const store of stores) await store.close()
    }),
  )

  test(
    'two stores on one database share a channel’s log without gaps',
    withDatabase(create, async database => {
      const stores = await Promise.all([database.open(), database.open()])
      const scene = await Scene.in(must(stores[0]))
      const { pk } = await scene.channel('a')
      const next = (n: number) => must(stores[n % 2]).transaction(tx => tx.nextSeq(pk, T0))
      const outcomes = await Promise.all(Array.from({ length: 60 }, (_, n) => next(n)))
      const sorted = outcomes.toSorted((a, b) => a.seq - b.seq)
      expect(sorted).toEqual(sorted.map((_, n) => ({ seq: n + 1, atUs: T0 + n })))
      for (const store of stores) await store.close()
    }),
  )

  test(
    'commits are timed',
    withDatabase(create, async database => {
      const seconds: number[] = []
      const store = await database.open({ onCommit: taken => seconds.push(taken) })
      await store.transaction(tx => tx.insertApp(appOf()))
      expect(seconds).toHaveLength(1)
      expect(must(seconds[0])).toBeGreaterThan(0)
      await store.close()
    }),
  )

  test(
    'a database that a newer version changed is refused by name',
    withDatabase(create, async database => {
      await (await database.open()).close()
      await recordFutureMigration(database)
      expect(database.open()).rejects.toThrow('0099-from-the-future')
    }),
  )

  test(
    'after kill -9 every acknowledged write is there, whole',
    withDatabase(create, async database => {
      const acknowledged = await killWriter(database)
      expect(acknowledged.length).toBeGreaterThan(200)
      const store = await database.open()
      const app = must(await store.read.findApp('killed'))
      const found = await store.read.findUsers(app.id, acknowledged)
      expect(found).toHaveLength(acknowledged.length)
      for (const { id } of found) expect(await store.read.listBlocks(app.id, id)).toHaveLength(1)
      await store.close()
    }),
  )
}

async function recordFutureMigration({ options }: TestDatabase): Promise<void> {
  const insert = sql`insert into migrations (id, name, applied_at_us) values (99, '0099-from-the-future', 1)`
  if (options.databaseUrl === undefined) {
    const connection = new SqliteWriter(sqlitePath(options.dataDir))
    await insert.execute(connection.db)
    connection.close()
    return
  }
  const pool = createPool(options.databaseUrl)
  await insert.execute(PostgresSession.ofPool(pool).db)
  await pool.end()
}

/** The ids that a process acknowledged before it was killed in the middle of its work. */
async function killWriter({ options }: TestDatabase): Promise<string[]> {
  const script = fileURLToPath(new URL('./kill-child.ts', import.meta.url))
  const args = [script, options.dataDir, ...(options.databaseUrl ? [options.databaseUrl] : [])]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  let output = ''
  for await (const chunk of child.stdout) {
    output += chunk
    if (output.length > 4000) child.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
  return output.split('\n').slice(0, -1)
}

import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testPostgresUrl } from '@parley/testkit'
import { Client } from 'pg'
import { THREADS_OF_OLD_REPLIES } from '../../src/store/migrations/0012-reactions-and-threads.ts'
import { openStore, sqlitePath } from '../../src/store/open-store.ts'
import { Scene, T0 } from './records.ts'

/** Runs statements on a database that no server has open. */
type Run = (statements: readonly string[]) => Promise<void>

const onSqlite =
  (path: string): Run =>
  async statements => {
    using database = new Database(path)
    for (const statement of statements) database.run(statement)
  }

const onPostgres =
  (url: string): Run =>
  async statements => {
    const client = new Client({ connectionString: url })
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }

const isPostgres = process.env.PARLEY_TEST_DATABASE === 'postgres'

test('replies of an older database make threads that everybody has read', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-threads-'))
  const databaseUrl = isPostgres ? await testPostgresUrl() : undefined
  const run = databaseUrl ? onPostgres(databaseUrl) : onSqlite(sqlitePath(dataDir))
  try {
    const store = await openStore({ databaseUrl, dataDir })
    const scene = await Scene.in(store)
    for (const id of ['amy', 'bob', 'eve', 'zoe']) await scene.user(id)
    const hall = await scene.channel('hall', ['amy', 'bob', 'eve'])
    const parent = await scene.message(hall, 'amy', T0 + 1)
    await scene.message(hall, 'bob', T0 + 2, { parentId: parent.id })
    await scene.message(hall, 'eve', T0 + 3, { parentId: parent.id })
    await scene.message(hall, 'bob', T0 + 4, { parentId: parent.id })
    await store.close()
    await run(THREADS_OF_OLD_REPLIES)
    await using again = await openStore({ databaseUrl, dataDir }).then(opened => ({
      read: opened.read,
      [Symbol.asyncDispose]: () => opened.close(),
    }))
    expect(await again.read.findThread(scene.appId, parent.id)).toMatchObject({
      createdById: 'bob',
      participantCount: 3,
      createdAtUs: T0 + 2,
      lastMessageAtUs: T0 + 4,
    })
    const participants = await again.read.listThreadParticipants(scene.appId, [parent.id], 10)
    expect(participants.map(({ userId, lastMessageAtUs }) => [userId, lastMessageAtUs]).sort()).toEqual([
      ['amy', undefined],
      ['bob', T0 + 4],
      ['eve', T0 + 3],
    ])
    for (const id of ['amy', 'bob', 'eve']) {
      expect(await again.read.listUnreadThreads(scene.appId, id, 10)).toEqual([])
      expect((await again.read.findUser(scene.appId, id))?.inThreads).toBe(true)
    }
    expect((await again.read.findUser(scene.appId, 'zoe'))?.inThreads).toBe(false)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})

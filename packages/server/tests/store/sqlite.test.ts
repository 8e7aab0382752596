import { expect, test } from 'bun:test'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, sqlitePath } from '../../src/store/open-store.ts'
import { createSqlite } from './open.ts'
import { Scene, T0, userOf } from './records.ts'

test('sends of one turn of the event loop share a commit', async () => {
  const database = await createSqlite()
  let commits = 0
  const store = await database.open({ onCommit: () => commits++ })
  const scene = await Scene.in(store)
  const channel = await scene.channel('a', ['bob'])
  commits = 0
  await Promise.all(Array.from({ length: 16 }, (_, n) => scene.message(channel, 'bob', T0 + n)))
  // One where the machine has time; a group that takes too long ends early. Alone they were 16.
  expect(commits).toBeLessThanOrEqual(4)
  await store.close()
  await database.remove()
})

test('a long queue is committed in several groups, in order', async () => {
  const database = await createSqlite()
  let commits = 0
  const store = await database.open({ onCommit: () => commits++ })
  const scene = await Scene.in(store)
  commits = 0
  const order: number[] = []
  const write = (n: number) =>
    store.transaction(
      tx => tx.insertUser(userOf(scene.appId, `u-${n}`)),
      () => order.push(n),
    )
  await Promise.all(Array.from({ length: 1000 }, (_, n) => write(n)))
  expect(commits).toBeGreaterThanOrEqual(4)
  expect(order).toEqual(Array.from({ length: 1000 }, (_, n) => n))
  await store.close()
  await database.remove()
})

test('a throwing afterCommit is its own caller’s trouble', async () => {
  const database = await createSqlite()
  const store = await database.open()
  const scene = await Scene.in(store)
  const insert = (id: string, after?: () => void) =>
    store.transaction(tx => tx.insertUser(userOf(scene.appId, id)), after)
  const outcomes = await Promise.allSettled([
    insert('a', () => {
      throw new Error('nobody listens')
    }),
    insert('b'),
  ])
  expect(outcomes.map(outcome => outcome.status)).toEqual(['rejected', 'fulfilled'])
  expect(await store.read.findUsers(scene.appId, ['a', 'b'])).toHaveLength(2)
  await store.close()
  await database.remove()
})

test('a backup taken while serving opens as a store of its own', async () => {
  const database = await createSqlite()
  const folder = await mkdtemp(join(tmpdir(), 'parley-backup-'))
  const store = await database.open()
  const scene = await Scene.in(store)
  const channel = await scene.channel('a', ['bob'])
  await scene.message(channel, 'bob', T0)
  const busy = Promise.all(Array.from({ length: 200 }, (_, n) => scene.user(`u-${n}`)))
  const file = join(folder, 'backup.db')
  await store.backup(file)
  await busy
  expect(store.backup(file)).rejects.toThrow('EEXIST')
  await scene.message(channel, 'bob', T0 + 1)

  const restoredDir = join(folder, 'restored')
  await (await openStore({ dataDir: restoredDir })).close()
  for (const suffix of ['', '-wal', '-shm']) await rm(sqlitePath(restoredDir) + suffix, { force: true })
  await copyFile(file, sqlitePath(restoredDir))
  const restored = await openStore({ dataDir: restoredDir })
  expect(await restored.read.findChannel(scene.appId, 'messaging', 'a')).toMatchObject({ messageCount: 1 })
  await restored.close()
  await store.close()
  await database.remove()
  await rm(folder, { recursive: true })
})

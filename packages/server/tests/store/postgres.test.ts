import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@parley/testkit'
import { bucketOf } from '../../src/domain/usage.ts'
import { createPool } from '../../src/store/postgres/pool.ts'
import type { Store } from '../../src/store/store.ts'
import { createPostgres, type TestDatabase } from './open.ts'
import { must, Scene, T0, userOf } from './records.ts'

setDefaultTimeout(120_000)

let database: TestDatabase
let store: Store

beforeAll(async () => {
  database = await createPostgres()
  store = await database.open()
})

afterAll(async () => {
  await store.close()
  await database.remove()
})

/** Ends every other connection of the database, as a restart of PostgreSQL would. */
async function cutConnections(): Promise<void> {
  const pool = createPool(must(database.options.databaseUrl))
  await pool.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await pool.end()
}

/** A connection may be taken before its end is heard of: what it is taken for fails then, and no more. */
async function worksAgain(scene: Scene, userId: string): Promise<void> {
  const { appId } = scene
  const write = () => scene.user(userId).then(Boolean, () => false)
  await eventually(write, 'something can be written')
  const read = () => store.read.findUser(appId, userId).then(Boolean, () => false)
  await eventually(read, 'something can be read')
}

test('backing up says what to use instead, and writes nothing', async () => {
  const file = join(tmpdir(), `never-${process.pid}.db`)
  expect(store.backup(file)).rejects.toThrow('pg_dump')
  expect(existsSync(file)).toBe(false)
})

test('a connection lost in a transaction fails it alone; the next one works', async () => {
  const scene = await Scene.in(store)
  const lost = store.transaction(async tx => {
    await tx.insertUser(userOf(scene.appId, 'lost'))
    await cutConnections()
    await tx.insertUser(userOf(scene.appId, 'never'))
  })
  expect(lost).rejects.toThrow()
  await lost.catch(() => {})
  await worksAgain(scene, 'next')
  expect((await store.read.findUsers(scene.appId, ['lost', 'never', 'next'])).map(({ id }) => id)).toEqual([
    'next',
  ])
})

test('a connection lost while idle is replaced', async () => {
  const scene = await Scene.in(store)
  await cutConnections()
  await worksAgain(scene, 'amy')
  expect(await store.read.findUser(scene.appId, 'amy')).toBeDefined()
})

test('reading waits for no transaction, also inside of one', async () => {
  const scene = await Scene.in(store)
  await scene.user('bob')
  const allRead = Promise.withResolvers<void>()
  let readers = 0
  const reads = Array.from({ length: 10 }, () =>
    store.transaction(async () => {
      const found = await store.read.findUser(scene.appId, 'bob')
      readers += 1
      if (readers === 10) allRead.resolve()
      await allRead.promise
      return found?.id
    }),
  )
  expect(await Promise.all(reads)).toEqual(Array(10).fill('bob'))
})

/** Resolves when so many transactions wait for somebody else's row. */
async function someoneWaits(count = 1): Promise<void> {
  const pool = createPool(must(database.options.databaseUrl))
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await eventually(async () => (await pool.query(waiting)).rows.length >= count, `${count} wait`)
  await pool.end()
}

test('whoever finds a message waits for its channel, and has nothing meanwhile', async () => {
  const scene = await Scene.in(store)
  const channel = await scene.channel('a')
  const message = await scene.message(channel, 'bob', T0 + 1)
  const held = Promise.withResolvers<void>()
  let attempts = 0
  const first = store.transaction(async tx => {
    attempts += 1
    await tx.nextSeq(channel.pk, T0)
    held.resolve()
    await someoneWaits()
    await tx.updateMessage({ ...message, text: 'changed' })
  })
  await held.promise
  const second = store.transaction(async tx => {
    attempts += 1
    return tx.findMessage(scene.appId, message.id)
  })
  await first
  expect((await second)?.text).toBe('changed')
  expect(attempts).toBe(2)
})

test('transactions that wait for each other both get through', async () => {
  const scene = await Scene.in(store)
  const [a, b] = [await scene.channel('a'), await scene.channel('b')]
  const bothHold = Promise.withResolvers<void>()
  const oneIsThrough = Promise.withResolvers<void>()
  let holders = 0
  let attempts = 0
  const lockBoth = async (first: number, second: number) => {
    let own = 0
    await store.transaction(async tx => {
      attempts += 1
      own += 1
      // Who is told to go on may be slower than who tries again, and both would wait once more.
      if (own > 1) await oneIsThrough.promise
      await tx.nextSeq(first, T0)
      holders += 1
      if (holders === 2) bothHold.resolve()
      await bothHold.promise
      await tx.nextSeq(second, T0)
    })
    oneIsThrough.resolve()
  }
  await Promise.all([lockBoth(a.pk, b.pk), lockBoth(b.pk, a.pk)])
  expect(attempts).toBe(3)
  expect((await scene.find(a)).lastSeq).toBe(2)
  expect((await scene.find(b)).lastSeq).toBe(2)
})

test('nodes that tell of the same users, each in its own order, never wait in a circle', async () => {
  const { appId } = await Scene.in(store)
  const day = bucketOf(T0, 'day')
  let attempts = 0
  const record = (ids: readonly string[], whileHeld?: () => Promise<void>) =>
    store.transaction(async tx => {
      attempts += 1
      const users = ids.map(userId => ({ userId, guest: false }))
      await tx.recordActiveUsers(appId, day, users)
      await whileHeld?.()
    })
  const held = Promise.withResolvers<void>()
  // Both of the others have begun and stand before what is held: each has what comes before that.
  const first = record(['m'], async () => {
    held.resolve()
    await someoneWaits(2)
  })
  await held.promise
  await Promise.all([first, record(['a', 'm', 'z']), record(['z', 'm', 'a'])])
  expect(attempts).toBe(3)
  const span = { appId, scope: 'all', grain: 'day', from: day, to: day } as const
  expect(await store.read.listUsage('users', span)).toEqual([{ at: day, kind: 'regular', value: 3 }])
})

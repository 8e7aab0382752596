import { afterAll, beforeAll, expect, test } from 'bun:test'
import { bucketOf } from '../../src/domain/usage.ts'
import type { Frontier, Store, UsageScope } from '../../src/store/store.ts'
import type { CreateDatabase, TestDatabase } from './open.ts'
import { messageOf, must, Scene, T0, userOf } from './records.ts'

const HOUR_US = 3_600e6
const GUEST = 'guest-11111111-2222-3333-4444-555555555555-zoe'

/** A database of its own: what is counted is counted for all apps at once. */
export function usageSuite(create: CreateDatabase): void {
  let database: TestDatabase | undefined
  let opened: Store | undefined
  let seen: Frontier | undefined
  beforeAll(async () => {
    database = await create()
    opened = await database.open()
  })
  afterAll(async () => {
    await opened?.close()
    await database?.remove()
  })
  const store = () => must(opened)

  async function countAll(): Promise<void> {
    // The first call sees how far it goes, the next counts up to there.
    for (let round = 0; round < 3; round++) {
      for (let more = true; more; ) {
        const counted = await store().transaction(tx => tx.countMessages(seen))
        seen = counted.seen
        more = counted.more
      }
    }
  }

  async function told(appId: number, grain: 'hour' | 'day' | 'month' = 'hour', scope: UsageScope = 'all') {
    const from = bucketOf(T0 - 24 * HOUR_US, grain)
    const to = bucketOf(T0 + 24 * HOUR_US, grain)
    const { counts, behind } = await store().read.listMessageUsage({ appId, scope, grain, from, to })
    const sums: Record<string, number> = {}
    for (const { at, kind, value } of counts) {
      const key = `${at - bucketOf(T0, grain)} ${kind}`
      sums[key] = (sums[key] ?? 0) + value
    }
    return { sums, behind }
  }

  test('messages are told at once, and counted once', async () => {
    const scene = await Scene.in(store())
    const red = await scene.channel('a', [], { team: 'red' })
    const none = await scene.channel('b')
    await scene.message(red, 'bob', T0)
    await scene.message(red, GUEST, T0 + HOUR_US)
    await scene.message(none, 'bob', T0 + HOUR_US)
    await scene.message(none, 'guest-list', T0 - 1)
    const all = { '-1 regular': 1, '0 regular': 1, '1 regular': 1, '1 guest': 1 }
    for (let round = 0; round < 3; round++) {
      expect(await told(scene.appId)).toEqual({ sums: all, behind: 0 })
      expect((await told(scene.appId, 'day')).sums).toEqual({ '-1 regular': 1, '0 regular': 2, '0 guest': 1 })
      expect((await told(scene.appId, 'month')).sums).toEqual({
        '-1 regular': 1,
        '0 regular': 2,
        '0 guest': 1,
      })
      expect((await told(scene.appId, 'hour', { team: 'red' })).sums).toEqual({
        '0 regular': 1,
        '1 guest': 1,
      })
      expect((await told(scene.appId, 'hour', { team: '' })).sums).toEqual({
        '-1 regular': 1,
        '1 regular': 1,
      })
      await countAll()
    }
  })

  test('what is deleted for good stays counted, whether it was counted before or not', async () => {
    const scene = await Scene.in(store())
    const channel = await scene.channel('a')
    const erase = (id: string) => scene.write(tx => tx.hardDeleteMessages(channel, [id]))
    await scene.message(channel, 'bob', T0)
    const counted = [await scene.message(channel, 'bob', T0), await scene.message(channel, 'bob', T0)]
    await countAll()
    // The newest ones: SQLite gives their numbers out again.
    for (const { id } of counted) await erase(id)
    expect((await told(scene.appId)).sums).toEqual({ '0 regular': 3 })
    const [first, second] = [
      await scene.message(channel, 'amy', T0),
      await scene.message(channel, GUEST, T0 + HOUR_US),
    ]
    await erase(must(first).id)
    await erase(must(second).id)
    await scene.message(channel, 'amy', T0 + HOUR_US)
    const all = { '0 regular': 4, '1 guest': 1, '1 regular': 1 }
    expect((await told(scene.appId)).sums).toEqual(all)
    await countAll()
    await countAll()
    expect((await told(scene.appId)).sums).toEqual(all)
  })

  test('a message whose transaction takes long is counted, though others came after it', async () => {
    const scene = await Scene.in(store())
    const [slow, quick] = [await scene.channel('slow'), await scene.channel('quick')]
    const inserted = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    const writing = scene.write(async tx => {
      await tx.insertMessage(messageOf(slow, 'bob', T0))
      inserted.resolve()
      await go.promise
    })
    await inserted.promise
    // SQLite lets nobody else write meanwhile, so there it comes after.
    const others = [scene.message(quick, 'amy', T0), scene.message(quick, 'amy', T0)]
    const isFree = await Promise.race([
      Promise.all(others).then(() => true),
      Bun.sleep(200).then(() => false),
    ])
    if (isFree) {
      await countAll()
      expect((await told(scene.appId)).sums).toEqual({ '0 regular': 2 })
    }
    go.resolve()
    await Promise.all([writing, ...others])
    expect((await told(scene.appId)).sums).toEqual({ '0 regular': 3 })
    await countAll()
    await countAll()
    expect((await told(scene.appId)).sums).toEqual({ '0 regular': 3 })
  })

  test('many messages are counted in steps, exactly', async () => {
    const scene = await Scene.in(store())
    const channel = await scene.channel('a')
    await scene.write(async tx => {
      for (let i = 0; i < 4_500; i++) {
        await tx.insertMessage(messageOf(channel, i % 3 === 0 ? GUEST : 'bob', T0 + (i % 2) * HOUR_US))
      }
    })
    const all = { '0 guest': 750, '0 regular': 1500, '1 guest': 750, '1 regular': 1500 }
    expect((await told(scene.appId)).sums).toEqual(all)
    await countAll()
    expect((await told(scene.appId)).sums).toEqual(all)
  })

  test('users count once in a day and a month, in each of their teams; peaks only grow', async () => {
    const scene = await Scene.in(store())
    const { appId } = scene
    await scene.user('bob', { teams: ['blue', 'red'] })
    await scene.user('amy')
    const day = bucketOf(T0, 'day')
    const active = (at: number, ...ids: string[]) =>
      scene.write(tx =>
        tx.recordActiveUsers(
          appId,
          at,
          ids.map(userId => ({ userId, guest: userId === GUEST })),
        ),
      )
    await active(day, 'bob', 'amy')
    await active(day, 'bob', GUEST)
    await active(day + 1, 'bob')
    const users = async (grain: 'day' | 'month', scope: UsageScope) => {
      const span = { appId, scope, grain, from: bucketOf(T0, grain), to: bucketOf(T0, grain) + 1 }
      const counts = await store().read.listUsage('users', span)
      return counts.map(({ at, kind, value }) => `${at - span.from} ${kind} ${value}`).sort()
    }
    expect(await users('day', 'all')).toEqual(['0 guest 1', '0 regular 2', '1 regular 1'])
    expect(await users('month', 'all')).toEqual(['0 guest 1', '0 regular 2'])
    expect(await users('day', { team: 'red' })).toEqual(['0 regular 1', '1 regular 1'])
    expect(await users('day', { team: '' })).toEqual(['0 guest 1', '0 regular 1'])
    expect(await store().read.listUsageTeams(appId, '', 10)).toEqual(['blue', 'red'])
    expect(await store().read.listUsageTeams(appId, 'blue', 10)).toEqual(['red'])
    expect(await store().read.findFirstUsageDay(appId)).toBe(day)

    const peak = (value: number) => ({ scope: 'all', grain: 'minute', at: 5, kind: 'total', value }) as const
    for (const value of [3, 7, 5]) await scene.write(tx => tx.recordPeaks(appId, [peak(value)]))
    const minutes = { appId, scope: 'all', grain: 'minute', from: 0, to: 10 } as const
    expect(await store().read.listUsage('connections', minutes)).toEqual([{ at: 5, kind: 'total', value: 7 }])
    await scene.write(tx => tx.pruneUsage({ minute: 6, hour: 0, day: day + 1 }))
    expect(await store().read.listUsage('connections', minutes)).toEqual([])
    expect(await users('day', 'all')).toEqual(['0 guest 1', '0 regular 2', '1 regular 1'])
  })

  test('a crowd that several tell of at once, each in its own order, is counted once', async () => {
    const { appId } = await Scene.in(store())
    const day = bucketOf(T0, 'day')
    const crowd = Array.from({ length: 600 }, (_, n) => ({ userId: `u-${n}`, guest: n % 3 === 0 }))
    await store().transaction(async tx => {
      for (let n = 0; n < 10; n++) await tx.insertUser(userOf(appId, `u-${n}`, { teams: ['red'] }))
    })
    const orders = [crowd, crowd.toReversed(), crowd.slice(200), [...crowd.slice(300), ...crowd]]
    await Promise.all(orders.map(users => store().transaction(tx => tx.recordActiveUsers(appId, day, users))))
    const users = async (scope: UsageScope, grain: 'day' | 'month') => {
      const at = bucketOf(T0, grain)
      const counts = await store().read.listUsage('users', { appId, scope, grain, from: at, to: at })
      return Object.fromEntries(counts.map(({ kind, value }) => [kind, value]))
    }
    for (const grain of ['day', 'month'] as const) {
      expect(await users('all', grain)).toEqual({ regular: 400, guest: 200 })
      expect(await users({ team: 'red' }, grain)).toEqual({ regular: 6, guest: 4 })
      expect(await users({ team: '' }, grain)).toEqual({ regular: 394, guest: 196 })
    }
    const month = new Date(T0 / 1000).toISOString().slice(0, 7)
    expect(await store().read.countActiveUsers(appId, month)).toEqual({ regular: 400, guest: 200 })
  })
}

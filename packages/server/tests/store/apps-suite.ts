import { expect, test } from 'bun:test'
import type { SecretRecord } from '../../src/domain/records.ts'
import type { Store } from '../../src/store/store.ts'
import { appOf, Scene, T0, typeOf } from './records.ts'

export function appsSuite(open: () => Store): void {
  test('an app is found by its key and changed by its number', async () => {
    const store = open()
    const app = await store.transaction(tx => tx.insertApp({ ...appOf('key-1'), settings: { a: [1] } }))
    expect(await store.read.findApp('key-1')).toEqual(app)
    expect(await store.read.findApp('key-2')).toBeUndefined()
    expect(await store.read.listApps()).toContainEqual(app)

    const changed = await store.transaction(tx =>
      tx.updateApp(app.id, { mode: 'production', suspended: true }, T0 + 1),
    )
    expect(changed).toEqual({ ...app, mode: 'production', suspended: true, updatedAtUs: T0 + 1 })
    await store.transaction(tx => tx.updateApp(app.id, { name: 'new', settings: {} }, T0 + 2))
    expect(await store.read.findApp('key-1')).toMatchObject({ name: 'new', mode: 'production', settings: {} })
  })

  test('a key belongs to one app', async () => {
    const store = open()
    await store.transaction(tx => tx.insertApp(appOf('twice')))
    expect(store.transaction(tx => tx.insertApp(appOf('twice')))).rejects.toThrow()
  })

  test('secrets come oldest first and change their state', async () => {
    const { store, appId } = await Scene.in(open())
    const secret = (id: string, createdAtUs: number): SecretRecord => ({
      id,
      appId,
      secret: `s-${id}`,
      state: 'active',
      retiresAtUs: undefined,
      createdAtUs,
    })
    await store.transaction(async tx => {
      await tx.insertSecret(secret('b', T0 + 1))
      await tx.insertSecret(secret('a', T0))
      await tx.updateSecret(appId, 'a', { state: 'retiring', retiresAtUs: T0 + 9 })
    })
    expect(await store.read.listSecrets(appId)).toEqual([
      { ...secret('a', T0), state: 'retiring', retiresAtUs: T0 + 9 },
      secret('b', T0 + 1),
    ])
  })

  test('channel types are kept by app', async () => {
    const { store, appId } = await Scene.in(open())
    const other = await Scene.in(store)
    const type = typeOf(appId, 'team')
    await store.transaction(tx => tx.insertChannelType(type))
    expect(await store.read.findChannelType(appId, 'team')).toEqual(type)
    expect(await store.read.findChannelType(other.appId, 'team')).toBeUndefined()
    const changed = { ...type, grants: { user: [] }, config: {}, updatedAtUs: T0 + 1 }
    await store.transaction(tx => tx.updateChannelType(changed))
    expect(await store.read.listChannelTypes(appId)).toEqual([changed])
  })

  test('monthly active users are counted once each', async () => {
    const { store, appId } = await Scene.in(open())
    const record = (date: string, users: { userId: string; guest: boolean }[]) =>
      store.transaction(tx => tx.recordActiveUsers(appId, Date.parse(date) / 86_400_000, users))
    await record('2026-11-01', [
      { userId: 'bob', guest: false },
      { userId: 'guest-1', guest: true },
    ])
    await record('2026-11-30', [
      { userId: 'bob', guest: false },
      { userId: 'amy', guest: false },
    ])
    await record('2026-12-01', [{ userId: 'bob', guest: false }])
    expect(await store.read.countActiveUsers(appId, '2026-11')).toEqual({ regular: 2, guest: 1 })
    expect(await store.read.countActiveUsers(appId, '2026-10')).toEqual({ regular: 0, guest: 0 })
  })

  test('a minute keeps its highest peak', async () => {
    const { store, appId } = await Scene.in(open())
    for (const [minute, peak] of [
      [10, 5],
      [10, 3],
      [10, 7],
      [11, 1],
      [12, 2],
    ] as const) {
      await store.transaction(tx => tx.recordConnectionPeak(appId, minute, peak))
    }
    expect(await store.read.listConnectionPeaks(appId, 10, 11)).toEqual([
      { minute: 10, peak: 7 },
      { minute: 11, peak: 1 },
    ])
  })
}

import { expect, test } from 'bun:test'
import { randomUUID } from 'node:crypto'
import type { Store } from '../../src/store/store.ts'
import type { CreateDatabase } from './open.ts'
import { appOf } from './records.ts'

async function addLane(store: Store, appId: number, lane: string): Promise<void> {
  const entry = { appId, target: 'hook', lane, id: randomUUID(), type: 'x', payload: '{}', createdAtUs: 1 }
  await store.transaction(tx => tx.addToOutbox(entry))
}

/** Names of the lanes that somebody gets who asks at that time, for that long. */
async function claim(store: Store, nowUs: number, untilUs: number) {
  return store.transaction(tx => tx.claimLanes({ nowUs, untilUs, limit: 10, except: [] }))
}

const names = (lanes: readonly { readonly lane: string }[]) => lanes.map(({ lane }) => lane).sort()

/** A database of its own: leases are looked for across apps. */
export function leasesSuite(create: CreateDatabase): void {
  async function open() {
    const database = await create()
    const store = await database.open()
    const app = await store.transaction(tx => tx.insertApp(appOf()))
    return {
      store,
      appId: app.id,
      async [Symbol.asyncDispose]() {
        await store.close()
        await database.remove()
      },
    }
  }

  test('a lane that is taken is nobody else’s until its lease ends, or as long as it is extended', async () => {
    await using lab = await open()
    const { store, appId } = lab
    for (const lane of ['kept', 'left']) await addLane(store, appId, lane)
    const taken = await claim(store, 100, 200)
    expect(names(taken)).toEqual(['kept', 'left'])
    expect(await claim(store, 150, 300)).toEqual([])
    const kept = taken.filter(({ lane }) => lane === 'kept').map(({ pk }) => pk)
    await store.transaction(tx => tx.extendLanes(kept, 400))
    expect(names(await claim(store, 250, 300))).toEqual(['left'])
    expect(names(await claim(store, 401, 500))).toEqual(['kept', 'left'])
  })

  test('a lane that was given back meanwhile does not look taken when it is extended', async () => {
    await using lab = await open()
    const { store, appId } = lab
    await addLane(store, appId, 'back')
    const pks = (await claim(store, 100, 200)).map(({ pk }) => pk)
    for (const pk of pks) await store.transaction(tx => tx.releaseLane(pk, 0))
    await store.transaction(tx => tx.extendLanes(pks, 400))
    expect(names(await claim(store, 110, 200))).toEqual(['back'])
  })

  test('who knows that nobody works any more frees every lane and task', async () => {
    await using lab = await open()
    const { store, appId } = lab
    await addLane(store, appId, 'orphan')
    const state = { status: 'waiting', attempts: 0, result: undefined, error: undefined } as const
    const task = { id: randomUUID(), appId, kind: 'export', input: {}, createdAtUs: 1, updatedAtUs: 1 }
    await store.transaction(tx => tx.insertTask({ ...task, ...state }))
    await claim(store, 100, 200)
    const claimTask = () => store.transaction(tx => tx.claimTask(['export'], 110, 200))
    expect((await claimTask())?.id).toBe(task.id)
    expect(await claim(store, 110, 200)).toEqual([])
    expect(await claimTask()).toBeUndefined()
    await store.transaction(tx => tx.freeLeases())
    expect(names(await claim(store, 110, 200))).toEqual(['orphan'])
    expect((await claimTask())?.id).toBe(task.id)
  })
}

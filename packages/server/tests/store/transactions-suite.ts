import { expect, test } from 'bun:test'
import type { Json } from '../../src/domain/records.ts'
import type { Store, Tx } from '../../src/store/store.ts'
import { appOf, must, Scene, T0, userOf } from './records.ts'

export function transactionsSuite(open: () => Store): void {
  test('a transaction that fails leaves nothing and harms no neighbour', async () => {
    const scene = await Scene.in(open())
    const insert = (id: string, fails: boolean) =>
      scene.write(async tx => {
        await tx.insertUser(userOf(scene.appId, id))
        if (fails) throw new Error(`${id} changed their mind`)
        return id
      })
    const outcomes = await Promise.allSettled([insert('a', false), insert('b', true), insert('c', false)])
    expect(outcomes.map(outcome => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    const found = await scene.store.read.findUsers(scene.appId, ['a', 'b', 'c'])
    expect(found.map(user => user.id).sort()).toEqual(['a', 'c'])
  })

  test('so does one that fails inside the database', async () => {
    const scene = await Scene.in(open())
    const app = appOf()
    await scene.write(tx => tx.insertApp(app))
    const outcomes = await Promise.allSettled([
      scene.write(tx => tx.insertUser(userOf(scene.appId, 'a'))),
      scene.write(async tx => {
        await tx.insertUser(userOf(scene.appId, 'b'))
        await tx.insertApp(app)
      }),
      scene.write(tx => tx.insertUser(userOf(scene.appId, 'c'))),
    ])
    expect(outcomes.map(outcome => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await scene.store.read.findUser(scene.appId, 'b')).toBeUndefined()
  })

  test('a transaction reads its own writes; nobody else does before the commit', async () => {
    const scene = await Scene.in(open())
    const { store, appId } = scene
    await scene.write(async tx => {
      await tx.insertUser(userOf(appId, 'bob'))
      expect(await tx.findUser(appId, 'bob')).toBeDefined()
      expect(await store.read.findUser(appId, 'bob')).toBeUndefined()
    })
    expect(await store.read.findUser(appId, 'bob')).toBeDefined()
  })

  test('afterCommit runs once, with the result, after the commit and before the promise', async () => {
    const scene = await Scene.in(open())
    const { store, appId } = scene
    const seen: string[] = []
    let visible: Promise<unknown> | undefined
    const result = await store
      .transaction(
        async tx => {
          await tx.insertUser(userOf(appId, 'bob'))
          return 'done'
        },
        value => {
          seen.push(`after ${value}`)
          visible = store.read.findUser(appId, 'bob')
        },
      )
      .then(value => {
        seen.push('resolved')
        return value
      })
    expect(result).toBe('done')
    expect(seen).toEqual(['after done', 'resolved'])
    expect(await visible).toMatchObject({ id: 'bob' })
  })

  test('whoever reads after a commit sees it, also in the same breath', async () => {
    const scene = await Scene.in(open())
    const { store, appId } = scene
    for (let n = 0; n < 20; n++) {
      expect(await store.read.findUser(appId, `u-${n}`)).toBeUndefined()
      let after: Promise<unknown> | undefined
      const insert = store.transaction(
        tx => tx.insertUser(userOf(appId, `u-${n}`)),
        () => {
          after = store.read.findUser(appId, `u-${n}`)
        },
      )
      await store.read.findUser(appId, `u-${n}`)
      await insert
      expect(await after).toMatchObject({ id: `u-${n}` })
      expect(await store.read.findUser(appId, `u-${n}`)).toMatchObject({ id: `u-${n}` })
    }
  })

  test('afterCommit does not run for what was not committed', async () => {
    const scene = await Scene.in(open())
    const failing = () => Promise.reject(new Error('no'))
    let ran = false
    const after = () => {
      ran = true
    }
    expect(scene.store.transaction(failing, after)).rejects.toThrow('no')
    await scene.write(tx => tx.insertUser(userOf(scene.appId, 'bob')))
    expect(ran).toBe(false)
  })

  test('in one channel the log, the commits and what follows them have one order', async () => {
    const scene = await Scene.in(open())
    const { store } = scene
    const { pk } = await scene.channel('a')
    const announced: number[] = []
    const append = () =>
      store.transaction(
        async tx => {
          const { seq, atUs } = await tx.nextSeq(pk, T0)
          await tx.appendEvent({ channelPk: pk, seq, atUs, type: 'message.new', frame: `{"seq":${seq}}` })
          return seq
        },
        seq => announced.push(seq),
      )
    await Promise.all(Array.from({ length: 100 }, append))
    const expected = Array.from({ length: 100 }, (_, index) => index + 1)
    expect(announced).toEqual(expected)
    const log = await store.read.listEventsAfterSeq(pk, 0, 1000)
    expect(log.map(event => event.seq)).toEqual(expected)
    for (const [index, event] of log.entries()) expect(event.atUs).toBe(T0 + index)
  })

  test('many writers of many channels all get through', async () => {
    const scene = await Scene.in(open())
    const channels = await Promise.all(['a', 'b', 'c', 'd'].map(id => scene.channel(id, ['bob', 'amy'])))
    const work = Array.from({ length: 80 }, (_, n) => scene.message(must(channels[n % 4]), 'bob', T0 + n))
    await Promise.all(work)
    for (const channel of channels) expect(await scene.find(channel)).toMatchObject({ messageCount: 20 })
  })

  test('what a transaction finds nobody else changes until it ends', async () => {
    const scene = await Scene.in(open())
    const { store, appId } = scene
    const key = must((await store.read.listApps()).find(app => app.id === appId)).key
    await scene.user('bob')
    const channel = await scene.channel('a')
    const { id } = await scene.message(channel, 'bob', T0 + 1)
    const more = ({ n = 0 }: Json): Json => ({ n: Number(n) + 1 })
    const changes: ((tx: Tx) => Promise<unknown>)[] = [
      async tx => tx.updateApp(appId, { settings: more(must(await tx.findApp(key)).settings) }, T0),
      async tx => tx.updateUser(added(must(await tx.findUser(appId, 'bob')))),
      async tx => tx.updateMessage(added(must(await tx.findMessage(appId, id)))),
      async tx => tx.updateChannel(added(must(await tx.findChannel(appId, 'messaging', 'a')))),
      async tx => tx.updateChannel(added(must(await tx.findChannelByPk(channel.pk)))),
      async tx => tx.updateChannel(added(must((await tx.findChannels(appId, [channel.cid]))[0]))),
    ]
    const added = <T extends { readonly custom: Json }>(found: T): T => ({
      ...found,
      custom: more(found.custom),
    })
    await Promise.all(Array.from({ length: 60 }, (_, n) => store.transaction(must(changes[n % 6]))))
    expect(must(await store.read.findApp(key)).settings).toEqual({ n: 10 })
    expect(must(await store.read.findUser(appId, 'bob')).custom).toEqual({ n: 10 })
    expect(must(await store.read.findMessage(appId, id)).custom).toEqual({ n: 10 })
    expect((await scene.find(channel)).custom).toEqual({ n: 30 })
  })

  test('a trivial read works, and nothing waits when nothing is to do', async () => {
    const store = open()
    await store.ping()
    expect(store.queueDepth).toBe(0)
  })
}

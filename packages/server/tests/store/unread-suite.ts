import { expect, test } from 'bun:test'
import type { Store } from '../../src/store/store.ts'
import { memberOf, Scene, T0 } from './records.ts'

export function unreadSuite(open: () => Store): void {
  test('what others said after the read mark is unread, newest channel first', async () => {
    const scene = await Scene.in(open())
    const { read } = scene.store
    const a = await scene.channel('a', ['bob', 'amy', 'eve'])
    const b = await scene.channel('b', ['bob', 'amy', 'eve'])
    const silent = await scene.channel('silent', ['bob', 'amy', 'eve'])
    await scene.message(a, 'amy', T0 + 1)
    await scene.message(a, 'amy', T0 + 2)
    await scene.message(a, 'bob', T0 + 3)
    await scene.message(b, 'eve', T0 + 4)
    await scene.message(silent, 'amy', T0 + 5, { silent: true })
    expect(await read.listUnread(scene.appId, 'bob', 10)).toEqual([
      { cid: b.cid, channelType: 'messaging', team: undefined, unread: 1, lastReadAtUs: 0 },
      { cid: a.cid, channelType: 'messaging', team: undefined, unread: 2, lastReadAtUs: 0 },
    ])
    expect((await read.listUnread(scene.appId, 'bob', 1)).map(({ cid }) => cid)).toEqual([b.cid])
    await scene.write(tx => tx.setRead(a.pk, 'bob', T0 + 1, undefined))
    expect((await read.listUnread(scene.appId, 'bob', 10))[1]).toMatchObject({
      unread: 1,
      lastReadAtUs: T0 + 1,
    })
    await scene.write(tx => tx.setRead(a.pk, 'bob', T0 + 3, undefined))
    expect((await read.listUnread(scene.appId, 'bob', 10)).map(({ cid }) => cid)).toEqual([b.cid])
  })

  test('neither deleted messages nor a thread’s own count', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a', ['bob', 'amy', 'eve'])
    const parent = await scene.message(channel, 'amy', T0 + 1)
    await scene.message(channel, 'amy', T0 + 2, { parentId: parent.id })
    await scene.message(channel, 'amy', T0 + 3, { parentId: parent.id, showInChannel: true })
    const regretted = await scene.message(channel, 'amy', T0 + 4)
    const count = () => scene.store.read.countUnread(channel.pk, 'bob', 0)
    expect(await count()).toBe(3)
    await scene.write(tx => tx.updateMessage({ ...regretted, deletedAtUs: T0 + 5 }))
    expect(await count()).toBe(2)
    expect(await scene.store.read.countUnread(channel.pk, 'bob', T0 + 1)).toBe(1)
    expect(await scene.store.read.countUnread(channel.pk, 'amy', 0)).toBe(0)
    expect(await scene.store.read.countUnread(channel.pk, 'a visitor', 0)).toBe(2)
  })

  test('nothing is unread before history begins, or while an invitation waits', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a', ['amy', 'eve'])
    await scene.write(async tx => {
      await tx.insertMember(memberOf(channel.pk, 'late', { historyHiddenBeforeUs: T0 + 2 }))
      await tx.insertMember(memberOf(channel.pk, 'invited', { invited: true }))
      await tx.insertMember(memberOf(channel.pk, 'came', { invited: true, inviteAcceptedAtUs: T0 }))
    })
    for (const n of [1, 2, 3]) await scene.message(channel, 'amy', T0 + n)
    const unread = async (userId: string) => {
      const channels = await scene.store.read.listUnread(scene.appId, userId, 10)
      return channels.map(entry => entry.unread)
    }
    expect(await unread('late')).toEqual([1])
    expect(await scene.store.read.countUnread(channel.pk, 'late', 0)).toBe(1)
    expect(await unread('invited')).toEqual([])
    expect(await unread('came')).toEqual([3])
    await scene.write(tx => tx.updateChannel({ ...channel, truncatedAtUs: T0 + 1 }))
    expect(await unread('came')).toEqual([2])
    await scene.write(tx => tx.updateChannel({ ...channel, deletedAtUs: T0 + 9 }))
    expect(await unread('came')).toEqual([])
  })

  test('somebody blocked makes nothing unread in a channel of two, but does in a larger one', async () => {
    const scene = await Scene.in(open())
    const { appId } = scene
    const two = await scene.channel('two', ['bob', 'eve'])
    const three = await scene.channel('three', ['bob', 'eve', 'amy'])
    await scene.write(tx => tx.insertBlock({ appId, userId: 'bob', blockedUserId: 'eve', createdAtUs: T0 }))
    await scene.message(two, 'eve', T0 + 1)
    await scene.message(three, 'eve', T0 + 2)
    expect((await scene.store.read.listUnread(appId, 'bob', 10)).map(({ cid }) => cid)).toEqual([three.cid])
    expect(await scene.store.read.countUnread(two.pk, 'bob', 0)).toBe(0)
  })

  test('unread marks are the times and authors of what counts, newest first', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a', ['bob', 'amy'])
    await scene.message(channel, 'amy', T0 + 1)
    await scene.message(channel, 'bob', T0 + 2)
    await scene.message(channel, 'amy', T0 + 3, { silent: true })
    await scene.message(channel, 'amy', T0 + 4)
    const other = await scene.channel('b', ['bob'])
    await scene.message(other, 'bob', T0 + 9)
    const marks = (afterUs: number, limit: number) =>
      scene.store.read.listUnreadMarks([{ channelPk: channel.pk, afterUs }], limit)
    const all = [
      { channelPk: channel.pk, atUs: T0 + 4, userId: 'amy' },
      { channelPk: channel.pk, atUs: T0 + 2, userId: 'bob' },
      { channelPk: channel.pk, atUs: T0 + 1, userId: 'amy' },
    ]
    expect(await marks(0, 10)).toEqual(all)
    expect(await marks(T0 + 1, 10)).toEqual(all.slice(0, 2))
    expect(await marks(0, 1)).toEqual(all.slice(0, 1))
    const both = [channel, other].map(({ pk }) => ({ channelPk: pk, afterUs: T0 + 3 }))
    expect(await scene.store.read.listUnreadMarks(both, 10)).toEqual([
      { channelPk: channel.pk, atUs: T0 + 4, userId: 'amy' },
      { channelPk: other.pk, atUs: T0 + 9, userId: 'bob' },
    ])
  })
}

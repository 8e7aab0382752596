import { expect, test } from 'bun:test'
import type { ChannelRecord } from '../../src/domain/records.ts'
import type { Store } from '../../src/store/store.ts'
import { channelOf, memberOf, must, Scene, T0 } from './records.ts'

const EVERYTHING: Partial<ChannelRecord> = {
  team: 'red',
  createdById: 'bob',
  frozen: true,
  disabled: true,
  cooldownSeconds: 30,
  autoTranslationEnabled: true,
  autoTranslationLanguage: 'en',
  filterTags: ['news'],
  configOverrides: { replies: false },
  custom: { motd: 'hi', nested: { a: [1] } },
  truncatedAtUs: T0 + 1,
  truncatedById: 'bob',
  updatedAtUs: T0 + 3,
}

export function channelsSuite(open: () => Store): void {
  test('a channel comes back as it was written, by its app alone, deleted or not', async () => {
    const scene = await Scene.in(open())
    const other = await Scene.in(open())
    const full = await scene.channel('full', [], { ...EVERYTHING, type: 'team', deletedAtUs: T0 + 4 })
    const plain = await scene.channel('plain')
    expect(await scene.store.read.findChannel(scene.appId, 'team', 'full')).toEqual(full)
    expect(await scene.find(plain)).toEqual(plain)
    expect(await scene.store.read.findChannel(other.appId, 'team', 'full')).toBeUndefined()
    const found = await scene.store.read.findChannels(scene.appId, [
      'team:full',
      'messaging:plain',
      'messaging:no',
    ])
    expect(found.map(channel => channel.cid).sort()).toEqual(['messaging:plain', 'team:full'])
    expect(await scene.store.read.findChannels(scene.appId, [])).toEqual([])
  })

  test('type and id are taken once per app', async () => {
    const scene = await Scene.in(open())
    const other = await Scene.in(open())
    const first = await scene.channel('a', [], { custom: { n: 1 } })
    expect(await scene.write(tx => tx.insertChannel(channelOf(scene.appId, 'a')))).toBeUndefined()
    expect(await scene.find(first)).toEqual(first)
    expect(await other.channel('a')).toBeDefined()
  })

  test('updating writes the data and leaves counters and the log’s position', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a', ['bob'])
    await scene.message(channel, 'bob', T0 + 10)
    const { seq, atUs } = await scene.write(tx => tx.nextSeq(channel.pk, T0 + 10))
    await scene.write(tx => tx.updateChannel({ ...channel, ...EVERYTHING }))
    expect(await scene.find(channel)).toEqual({
      ...channel,
      ...EVERYTHING,
      memberCount: 1,
      messageCount: 1,
      lastSeq: seq,
      lastEventAtUs: atUs,
      lastMessageAtUs: T0 + 10,
    })
  })

  test('the log counts by one and its times only grow', async () => {
    const scene = await Scene.in(open())
    const { pk } = await scene.channel('a')
    const next = (nowUs: number) => scene.write(tx => tx.nextSeq(pk, nowUs))
    expect(await next(T0)).toEqual({ seq: 1, atUs: T0 })
    expect(await next(T0)).toEqual({ seq: 2, atUs: T0 + 1 })
    expect(await next(T0 - 50)).toEqual({ seq: 3, atUs: T0 + 2 })
    expect(await next(T0 + 100)).toEqual({ seq: 4, atUs: T0 + 100 })
    expect(scene.write(tx => tx.nextSeq(987_654_321, T0))).rejects.toThrow('987654321')
  })

  test('members are counted, kept whole and listed newest first', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a')
    const bob = memberOf(channel.pk, 'bob', {
      channelRole: 'channel_moderator',
      invited: true,
      inviteAcceptedAtUs: T0 + 1,
      inviteRejectedAtUs: T0 + 2,
      banned: true,
      shadowBanned: true,
      banExpiresAtUs: T0 + 3,
      archivedAtUs: T0 + 4,
      pinnedAtUs: T0 + 5,
      hidden: true,
      historyHiddenBeforeUs: T0 + 6,
      lastReadAtUs: T0 + 7,
      lastReadMessageId: 'm1',
      custom: { hat: true },
    })
    const amy = memberOf(channel.pk, 'amy', { createdAtUs: T0 + 1 })
    expect(await scene.write(tx => tx.insertMember(bob))).toBe(true)
    expect(await scene.write(tx => tx.insertMember(amy))).toBe(true)
    expect(await scene.write(tx => tx.insertMember(memberOf(channel.pk, 'bob')))).toBe(false)
    expect(await scene.store.read.findMember(channel.pk, 'bob')).toEqual(bob)
    expect(await scene.store.read.findMembers(channel.pk, ['amy', 'eve'])).toEqual([amy])
    expect(await scene.store.read.findMembers(channel.pk, [])).toEqual([])
    expect(await scene.store.read.listMembers(channel.pk, { limit: 10, offset: 0 })).toEqual([amy, bob])
    expect(await scene.store.read.listMembers(channel.pk, { limit: 1, offset: 1 })).toEqual([bob])
    expect((await scene.find(channel)).memberCount).toBe(2)

    const changed = memberOf(channel.pk, 'bob', { updatedAtUs: T0 + 9 })
    await scene.write(tx => tx.updateMember(changed))
    expect(await scene.store.read.findMember(channel.pk, 'bob')).toEqual(changed)

    expect(await scene.write(tx => tx.deleteMember(channel.pk, 'bob'))).toBe(true)
    expect(await scene.write(tx => tx.deleteMember(channel.pk, 'bob'))).toBe(false)
    expect((await scene.find(channel)).memberCount).toBe(1)
  })

  test('memberships are those in channels that exist, of one app', async () => {
    const scene = await Scene.in(open())
    const other = await Scene.in(open())
    const a = await scene.channel('a', ['bob'])
    const gone = await scene.channel('gone', ['bob'])
    await scene.channel('c', ['amy'])
    await other.channel('d', ['bob'])
    await scene.write(tx => tx.updateChannel({ ...gone, deletedAtUs: T0 + 1 }))
    expect(await scene.store.read.listMemberships(scene.appId, 'bob')).toEqual([
      { cid: a.cid, channelPk: a.pk, hidden: false, lastMessageAtUs: undefined },
    ])
  })

  test('unhiding clears the flag for everyone in that channel, and tells whose', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a')
    const other = await scene.channel('b')
    for (const { pk } of [channel, other]) {
      await scene.write(tx => tx.insertMember(memberOf(pk, 'bob', { hidden: true })))
      await scene.write(tx => tx.insertMember(memberOf(pk, 'amy')))
    }
    expect(await scene.write(tx => tx.unhideMembers(channel.pk, 'amy', T0))).toEqual(['bob'])
    expect(await scene.store.read.findMember(channel.pk, 'bob')).toMatchObject({ hidden: false })
    expect(await scene.store.read.findMember(other.pk, 'bob')).toMatchObject({ hidden: true })
  })

  test('a read mark goes where it is set, also back', async () => {
    const scene = await Scene.in(open())
    const { pk } = await scene.channel('a', ['bob', 'amy'])
    const marks = async () => {
      const { lastReadAtUs, lastReadMessageId } = must(await scene.store.read.findMember(pk, 'bob'))
      return [lastReadAtUs, lastReadMessageId]
    }
    await scene.write(tx => tx.setRead(pk, 'bob', T0 + 5, 'm1'))
    expect(await marks()).toEqual([T0 + 5, 'm1'])
    await scene.write(tx => tx.setRead(pk, 'bob', T0 + 2, undefined))
    expect(await marks()).toEqual([T0 + 2, undefined])
    expect(await scene.store.read.findMember(pk, 'amy')).toMatchObject({ lastReadAtUs: 0 })
  })
}

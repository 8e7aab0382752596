import { expect, test } from 'bun:test'
import type { UserRecord } from '../../src/domain/records.ts'
import { usernameKey } from '../../src/domain/usernames.ts'
import type { Store } from '../../src/store/store.ts'
import { memberOf, must, Scene, T0, userOf } from './records.ts'

const EVERYTHING: Partial<UserRecord> = {
  role: 'admin',
  name: 'Ådne “the” 👋',
  image: 'https://example.com/a.png',
  language: 'nb',
  teams: ['red', 'blue'],
  teamsRole: { red: 'captain' },
  invisible: true,
  banned: true,
  banExpiresAtUs: T0 + 5,
  privacySettings: { typing_indicators: { enabled: false } },
  pushPreferences: { chat_level: 'all' },
  custom: { hat: { size: 7.5, worn: true }, list: [1, 'a', null] },
  lastActiveAtUs: T0 + 6,
  deactivatedAtUs: T0 + 7,
  deletedAtUs: T0 + 8,
  erasedAtUs: T0 + 10,
  revokeTokensBeforeUs: T0 + 9,
  mergedInto: 'bob',
}

export function usersSuite(open: () => Store): void {
  test('a user comes back as it was written, and by its app alone', async () => {
    const scene = await Scene.in(open())
    const other = await Scene.in(open())
    const plain = await scene.user('plain')
    const full = await scene.user('full', EVERYTHING)
    expect(await scene.store.read.findUser(scene.appId, 'plain')).toEqual(plain)
    expect(await scene.store.read.findUser(scene.appId, 'full')).toEqual(full)
    expect(await scene.store.read.findUser(other.appId, 'full')).toBeUndefined()
    expect(await scene.store.read.findUsers(scene.appId, ['full', 'nobody'])).toEqual([full])
    expect(await scene.store.read.findUsers(scene.appId, [])).toEqual([])
  })

  test('inserting a taken id writes nothing', async () => {
    const scene = await Scene.in(open())
    const first = await scene.user('bob', { name: 'first' })
    expect(await scene.write(tx => tx.insertUser(userOf(scene.appId, 'bob', { name: 'second' })))).toBe(false)
    expect(await scene.store.read.findUser(scene.appId, 'bob')).toEqual(first)
  })

  test('updating writes every field', async () => {
    const scene = await Scene.in(open())
    const bob = await scene.user('bob', EVERYTHING)
    const bare = userOf(scene.appId, 'bob', { updatedAtUs: T0 + 1 })
    await scene.write(tx => tx.updateUser(bare))
    expect(await scene.store.read.findUser(scene.appId, 'bob')).toEqual(bare)
    await scene.write(tx => tx.updateUser(bob))
    expect(await scene.store.read.findUser(scene.appId, 'bob')).toEqual(bob)
  })

  test('what PostgreSQL can’t keep is replaced, on both', async () => {
    const scene = await Scene.in(open())
    await scene.user('odd', { name: 'a\0b', custom: { 'k\0': ['x\0', '\ud800'] } })
    expect(await scene.store.read.findUser(scene.appId, 'odd')).toMatchObject({
      name: 'a\uFFFDb',
      custom: { 'k\uFFFD': ['x\uFFFD', '\uFFFD'] },
    })
    expect(await scene.store.read.findUser(scene.appId, 'no\0body')).toBeUndefined()
  })

  test('namesakes are found by the key of their name, the deleted not', async () => {
    const scene = await Scene.in(open())
    const other = await Scene.in(open())
    const bob = await scene.user('bob', { name: 'Bob  Smith!' })
    await scene.user('gone', { name: 'bobsmith', deletedAtUs: T0 })
    await scene.user('nameless')
    await other.user('bob', { name: 'Bob Smith' })
    const key = usernameKey('bob-smith')
    expect(await scene.store.read.findNamesakes(scene.appId, key)).toEqual([bob])
    await scene.write(tx => tx.updateUser({ ...bob, name: 'Robert' }))
    expect(await scene.store.read.findNamesakes(scene.appId, key)).toEqual([])
  })

  test('touching moves last_active forward only', async () => {
    const scene = await Scene.in(open())
    await scene.user('bob')
    await scene.user('amy', { lastActiveAtUs: T0 + 100 })
    const users = [
      { userId: 'bob', atUs: T0 + 50 },
      { userId: 'amy', atUs: T0 + 50 },
    ]
    await scene.write(tx => tx.touchUsers(scene.appId, users))
    const find = async (id: string) => must(await scene.store.read.findUser(scene.appId, id)).lastActiveAtUs
    expect(await find('bob')).toBe(T0 + 50)
    expect(await find('amy')).toBe(T0 + 100)
  })

  test('a device belongs to who registered it last', async () => {
    const { store, appId } = await Scene.in(open())
    const device = {
      appId,
      id: 'd1',
      userId: 'bob',
      pushProvider: 'apn',
      pushProviderName: undefined,
      webPushKeys: undefined,
      disabledAtUs: undefined,
      disabledReason: undefined,
      createdAtUs: T0,
    }
    await store.transaction(tx => tx.upsertDevice(device))
    expect(await store.read.listDevices(appId, 'bob')).toEqual([device])
    await store.transaction(tx => tx.upsertDevice({ ...device, userId: 'amy', pushProviderName: 'main' }))
    expect(await store.read.listDevices(appId, 'bob')).toEqual([])
    expect(await store.read.listDevices(appId, 'amy')).toEqual([
      { ...device, userId: 'amy', pushProviderName: 'main' },
    ])
    expect(await store.transaction(tx => tx.deleteDevice(appId, 'bob', 'd1'))).toBe(false)
    expect(await store.transaction(tx => tx.deleteDevice(appId, 'amy', 'd1'))).toBe(true)
  })

  test('blocks are made once, lifted, and replaced as a whole', async () => {
    const { store, appId } = await Scene.in(open())
    const block = (blockedUserId: string, createdAtUs = T0) => ({
      appId,
      userId: 'bob',
      blockedUserId,
      createdAtUs,
    })
    expect(await store.transaction(tx => tx.insertBlock(block('amy')))).toEqual(block('amy'))
    expect(await store.transaction(tx => tx.insertBlock(block('amy', T0 + 1)))).toEqual(block('amy'))
    await store.transaction(tx => tx.insertBlock(block('eve', T0 + 1)))
    expect(await store.read.listBlocks(appId, 'bob')).toEqual([block('amy'), block('eve', T0 + 1)])
    expect(await store.transaction(tx => tx.deleteBlock(appId, 'bob', 'amy'))).toBe(true)
    expect(await store.transaction(tx => tx.deleteBlock(appId, 'bob', 'amy'))).toBe(false)
    await store.transaction(tx => tx.replaceBlocks(appId, 'bob', ['eve', 'zoe'], T0 + 2))
    expect(await store.read.listBlocks(appId, 'bob')).toEqual([block('eve', T0 + 1), block('zoe', T0 + 2)])
    await store.transaction(tx => tx.replaceBlocks(appId, 'bob', [], T0 + 3))
    expect(await store.read.listBlocks(appId, 'bob')).toEqual([])
  })

  test('a hard delete leaves a tombstone that nobody can sign up over', async () => {
    const scene = await Scene.in(open())
    const { store, appId } = scene
    await scene.user('bob', { ...EVERYTHING, deletedAtUs: undefined, banned: true })
    const channel = await scene.channel('a', ['bob', 'amy'])
    const message = await scene.message(channel, 'bob', T0 + 1)
    await scene.write(async tx => {
      await tx.upsertDevice({
        appId,
        id: 'd',
        userId: 'bob',
        pushProvider: 'apn',
        pushProviderName: undefined,
        webPushKeys: undefined,
        disabledAtUs: undefined,
        disabledReason: undefined,
        createdAtUs: T0,
      })
      await tx.insertBlock({ appId, userId: 'amy', blockedUserId: 'bob', createdAtUs: T0 })
      await tx.hardDeleteUser(appId, 'bob', T0 + 9)
    })
    const tombstone = must(await store.read.findUser(appId, 'bob'))
    expect(tombstone).toMatchObject({ id: 'bob', name: undefined, image: undefined, custom: {}, teams: [] })
    expect(tombstone).toMatchObject({ deletedAtUs: T0 + 9, erasedAtUs: T0 + 9 })
    expect(await scene.write(tx => tx.insertUser(userOf(appId, 'bob')))).toBe(false)
    expect(await store.read.listDevices(appId, 'bob')).toEqual([])
    expect(await store.read.listBlocks(appId, 'amy')).toEqual([])
    expect((await scene.find(channel)).memberCount).toBe(1)
    expect(await store.read.findMessage(appId, message.id)).toMatchObject({ userId: 'bob' })
  })

  test('merging a guest moves what is theirs, and the regular user’s own rows win', async () => {
    const scene = await Scene.in(open())
    const { store, appId } = scene
    await scene.user('guest-1', { role: 'guest' })
    await scene.user('bob')
    const both = await scene.channel('both', ['guest-1', 'bob', 'amy'])
    const mine = await scene.channel('mine', ['guest-1'], { createdById: 'guest-1' })
    const visited = await scene.channel('visited')
    const untouched = await scene.channel('untouched', ['amy'])
    await scene.write(tx => tx.updateMember(memberOf(both.pk, 'bob', { lastReadAtUs: 7 })))
    await scene.write(tx => tx.updateMember(memberOf(both.pk, 'guest-1', { lastReadAtUs: 9 })))
    await scene.write(tx => tx.updateMember(memberOf(mine.pk, 'guest-1', { lastReadAtUs: 11 })))
    const said = await scene.message(visited, 'guest-1', T0 + 1, { mentionedUserIds: ['guest-1'] })
    const others = await scene.message(untouched, 'amy', T0 + 2)
    await scene.write(async tx => {
      await tx.upsertDevice({
        appId,
        id: 'd',
        userId: 'guest-1',
        pushProvider: 'apn',
        pushProviderName: undefined,
        webPushKeys: undefined,
        disabledAtUs: undefined,
        disabledReason: undefined,
        createdAtUs: T0,
      })
      for (const [userId, blockedUserId] of [
        ['guest-1', 'eve'],
        ['guest-1', 'bob'],
        ['bob', 'eve'],
        ['eve', 'guest-1'],
      ] as const) {
        await tx.insertBlock({ appId, userId, blockedUserId, createdAtUs: T0 })
      }
    })

    const { cids } = await scene.write(tx => tx.mergeUser(appId, 'guest-1', 'bob', T0 + 50))

    expect(cids).toEqual(['messaging:both', 'messaging:mine', 'messaging:visited'])
    expect((await scene.find(both)).memberCount).toBe(2)
    expect((await scene.find(mine)).memberCount).toBe(1)
    expect((await scene.find(mine)).createdById).toBe('bob')
    expect(await store.read.findMember(both.pk, 'guest-1')).toBeUndefined()
    expect(await store.read.findMember(both.pk, 'bob')).toMatchObject({ lastReadAtUs: 7 })
    expect(await store.read.findMember(mine.pk, 'bob')).toMatchObject({ lastReadAtUs: 11 })
    expect(await store.read.findMessage(appId, said.id)).toMatchObject({
      userId: 'bob',
      mentionedUserIds: ['bob'],
    })
    expect(await store.read.findMessage(appId, others.id)).toEqual(others)
    expect(await store.read.listDevices(appId, 'bob')).toEqual([])
    expect((await store.read.listBlocks(appId, 'bob')).map(block => block.blockedUserId)).toEqual(['eve'])
    expect((await store.read.listBlocks(appId, 'eve')).map(block => block.blockedUserId)).toEqual(['bob'])
    expect(await store.read.listBlocks(appId, 'guest-1')).toEqual([])
    expect(await store.read.findUser(appId, 'guest-1')).toMatchObject({
      mergedInto: 'bob',
      deletedAtUs: T0 + 50,
    })
  })

  test('merging does not cross apps', async () => {
    const scene = await Scene.in(open())
    const other = await Scene.in(open())
    const theirs = await other.channel('a', ['guest-1'])
    const message = await other.message(theirs, 'guest-1', T0)
    const merged = await scene.write(tx => tx.mergeUser(scene.appId, 'guest-1', 'bob', T0))
    expect(merged).toEqual({ cids: [], recountedIds: [] })
    expect(await other.store.read.findMember(theirs.pk, 'guest-1')).toBeDefined()
    expect(await other.store.read.findMessage(other.appId, message.id)).toEqual(message)
  })
}

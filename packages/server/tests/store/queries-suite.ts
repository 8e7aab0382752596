import { expect, test } from 'bun:test'
import { CHANNEL_FIELDS, CHANNEL_SORTS } from '../../src/domain/channel-fields.ts'
import { MEMBER_FIELDS } from '../../src/domain/member-fields.ts'
import { parseFilter } from '../../src/domain/parse-filter.ts'
import { parseSort } from '../../src/domain/parse-sort.ts'
import { USER_FIELDS } from '../../src/domain/user-fields.ts'
import type { Page, Store } from '../../src/store/store.ts'
import { memberOf, Scene, T0 } from './records.ts'

const FUTURE_US = Date.UTC(2100, 0, 1) * 1000
const PAGE: Page = { limit: 100, offset: 0 }

async function users(
  scene: Scene,
  filter: unknown,
  sort?: unknown,
  more: Partial<Page> & { all?: boolean } = {},
) {
  const found = await scene.store.read.queryUsers(scene.appId, {
    ...PAGE,
    ...more,
    filter: parseFilter(filter, USER_FIELDS, { perspective: false }),
    sort: parseSort(sort, USER_FIELDS, { perspective: false }),
    includeDeactivated: more.all ?? false,
  })
  return found.map(user => user.id).join(' ')
}

async function channels(scene: Scene, filter: unknown, userId?: string, sort?: unknown, page: Page = PAGE) {
  const perspective = userId !== undefined
  const found = await scene.store.read.queryChannels(scene.appId, {
    ...page,
    filter: parseFilter(filter, CHANNEL_FIELDS, { perspective }),
    sort: parseSort(sort, CHANNEL_FIELDS, { also: CHANNEL_SORTS, perspective }),
    perspective: userId === undefined ? undefined : { userId, nowUs: T0 },
  })
  return found.map(channel => channel.id).join(' ')
}

async function members(scene: Scene, pk: number, filter: unknown, sort?: unknown, page: Page = PAGE) {
  const found = await scene.store.read.queryMembers(pk, {
    ...page,
    filter: parseFilter(filter, MEMBER_FIELDS, { perspective: true }),
    sort: parseSort(sort, MEMBER_FIELDS, { perspective: true }),
  })
  return found.map(member => member.userId).join(' ')
}

export function queriesSuite(open: () => Store): void {
  test('users come newest first, page by page, the deleted never and the deactivated on demand', async () => {
    const scene = await Scene.in(open())
    await (await Scene.in(open())).user('stranger')
    for (const [n, id] of ['a', 'b', 'c', 'd'].entries()) await scene.user(id, { createdAtUs: T0 + n })
    await scene.user('gone', { deletedAtUs: T0 })
    await scene.user('off', { deactivatedAtUs: T0, createdAtUs: T0 + 9 })
    expect(await users(scene, {})).toBe('d c b a')
    expect(await users(scene, {}, undefined, { limit: 2, offset: 1 })).toBe('c b')
    expect(await users(scene, {}, undefined, { all: true })).toBe('off d c b a')
    expect(await users(scene, { deactivated_at: { $exists: true } }, undefined, { all: true })).toBe('off')
  })

  test('users by every built-in field', async () => {
    const scene = await Scene.in(open())
    await scene.user('bob', {
      name: 'Bob the Builder',
      role: 'admin',
      teams: ['red', 'blue'],
      language: 'en',
      createdAtUs: T0 + 1,
      lastActiveAtUs: T0 + 500,
    })
    await scene.user('bobby', { name: 'Åse O’Bob', banned: true, createdAtUs: T0 + 2 })
    await scene.user('eve', {
      banned: true,
      banExpiresAtUs: T0,
      teams: ['red'],
      image: 'x',
      createdAtUs: T0 + 3,
    })
    const sorted = [{ field: 'id' }]
    expect(await users(scene, { id: 'bob' })).toBe('bob')
    expect(await users(scene, { id: { $in: ['bob', 'eve', 'x'] } }, sorted)).toBe('bob eve')
    expect(await users(scene, { id: { $autocomplete: 'BOB' } }, sorted)).toBe('bob bobby')
    expect(await users(scene, { id: { $gt: 'bob' } }, sorted)).toBe('bobby eve')
    expect(await users(scene, { name: { $autocomplete: 'bui' } })).toBe('bob')
    expect(await users(scene, { name: { $autocomplete: 'åS' } })).toBe('bobby')
    expect(await users(scene, { name: { $autocomplete: 'uilder' } })).toBe('')
    expect(await users(scene, { name: { $q: 'builder bob' } })).toBe('bob')
    expect(await users(scene, { name: { $q: 'build' } })).toBe('')
    expect(await users(scene, { name: { $exists: false } })).toBe('eve')
    expect(await users(scene, { name: { $ne: 'Bob the Builder' } }, sorted)).toBe('bobby eve')
    expect(await users(scene, { role: { $nin: ['user'] } })).toBe('bob')
    expect(await users(scene, { teams: { $contains: 'red' } }, sorted)).toBe('bob eve')
    expect(await users(scene, { teams: { $in: ['blue', 'green'] } })).toBe('bob')
    expect(await users(scene, { teams: {} }, sorted)).toBe('bob bobby eve')
    expect(await users(scene, { teams: { $nin: ['red'] } })).toBe('bobby')
    expect(await users(scene, { banned: true })).toBe('bobby')
    expect(await users(scene, { banned: false }, sorted)).toBe('bob eve')
    expect(await users(scene, { language: 'en' })).toBe('bob')
    expect(await users(scene, { image: { $exists: true } })).toBe('eve')
    expect(await users(scene, { last_active: { $exists: true } })).toBe('bob')
    expect(await users(scene, { last_active: { $gt: '2026-01-01T00:00:00.000499Z' } })).toBe('bob')
    expect(await users(scene, { created_at: { $lte: '2026-01-01T01:00:00.000002+01:00' } }, sorted)).toBe(
      'bob bobby',
    )
    expect(await users(scene, { $nor: [{ id: 'bob' }, { role: 'user', name: 'x' }] }, sorted)).toBe(
      'bobby eve',
    )
  })

  test('numbers sort as numbers, texts after them, what is missing last', async () => {
    const scene = await Scene.in(open())
    const ages: Readonly<Record<string, unknown>> = { a: 50, b: 9, c: 38.5, d: 'old', e: undefined, f: -1 }
    for (const [id, age] of Object.entries(ages))
      await scene.user(id, { custom: age === undefined ? {} : { age } })
    expect(await users(scene, {}, [{ field: 'age', direction: -1 }])).toBe('a c b f d e')
    expect(await users(scene, {}, [{ field: 'age', direction: 1 }])).toBe('f b c a d e')
    expect(await users(scene, { age: { $gte: 9, $lt: 50 } }, [{ field: 'age' }])).toBe('b c')
    expect(await users(scene, { age: { $exists: true } }, [{ field: 'id' }], { limit: 2 })).toBe('a b')
  })

  test('sorts apply in their order', async () => {
    const scene = await Scene.in(open())
    for (const [id, role, lastActiveAtUs] of [
      ['a', 'x', 1],
      ['b', 'y', 2],
      ['c', 'x', undefined],
      ['d', 'x', 3],
    ] as const) {
      await scene.user(id, { role, lastActiveAtUs, name: id.toUpperCase() })
    }
    const sort = [{ field: 'role' }, { field: 'last_active', direction: -1 }]
    expect(await users(scene, {}, sort)).toBe('d a c b')
    expect(await users(scene, {}, [{ field: 'name', direction: -1 }])).toBe('d c b a')
  })

  test('channels come last updated first, of one app, never the deleted', async () => {
    const scene = await Scene.in(open())
    await (await Scene.in(open())).channel('other')
    await scene.channel('old', [], { createdAtUs: T0 + 1, lastMessageAtUs: T0 + 9 })
    await scene.channel('new', [], { createdAtUs: T0 + 5 })
    await scene.channel('quiet', [], { createdAtUs: T0 + 3, lastMessageAtUs: T0 + 2 })
    await scene.channel('gone', [], { deletedAtUs: T0 + 1 })
    expect(await channels(scene, {})).toBe('old new quiet')
    expect(await channels(scene, {}, undefined, undefined, { limit: 1, offset: 1 })).toBe('new')
    expect(await channels(scene, {}, undefined, [{ field: 'last_message_at' }])).toBe('quiet old new')
    expect(await channels(scene, {}, undefined, [{ field: 'created_at', direction: 1 }])).toBe(
      'old quiet new',
    )
    const since = { last_updated: { $gt: '2026-01-01T00:00:00.000003Z' } }
    expect(await channels(scene, since)).toBe('old new')
  })

  test('channels by every built-in field', async () => {
    const scene = await Scene.in(open())
    await scene.user('amy', { name: 'Amy Ödland' })
    const a = {
      type: 'team',
      team: 'red',
      createdById: 'bob',
      frozen: true,
      filterTags: ['x', 'y'],
      createdAtUs: T0 + 3,
    }
    await scene.channel('a', ['bob', 'amy'], { ...a, custom: { name: 'Ärzte Chat', topic: { n: 2 } } })
    await scene.channel('b', ['bob'], { disabled: true, createdAtUs: T0 + 2, lastMessageAtUs: T0 + 20 })
    await scene.channel('c', ['eve', 'amy', 'bob'], {
      filterTags: ['y'],
      createdAtUs: T0 + 1,
      updatedAtUs: T0 + 7,
    })
    const sorted = [{ field: 'id' }]
    const found = (filter: unknown) => channels(scene, filter, undefined, sorted)
    expect(await found({ cid: 'team:a' })).toBe('a')
    expect(await found({ cid: { $in: ['team:a', 'messaging:b', 'messaging:a'] } })).toBe('a b')
    expect(await found({ type: 'messaging' })).toBe('b c')
    expect(await found({ id: 'c' })).toBe('c')
    expect(await found({ team: 'red' })).toBe('a')
    expect(await found({ team: {} })).toBe('a b c')
    expect(await found({ created_by_id: 'bob' })).toBe('a')
    expect(await found({ frozen: true })).toBe('a')
    expect(await found({ disabled: false })).toBe('a c')
    expect(await found({ filter_tags: { $in: ['y'] } })).toBe('a c')
    expect(await found({ filter_tags: 'x' })).toBe('a')
    expect(await found({ member_count: { $gte: 2 } })).toBe('a c')
    expect(await found({ member_count: { $gt: 1.5, $lt: 2.5 } })).toBe('a')
    expect(await found({ last_message_at: { $exists: true } })).toBe('b')
    expect(await found({ updated_at: { $gt: '2026-01-01T00:00:00Z' } })).toBe('c')
    expect(await found({ members: 'amy' })).toBe('a c')
    expect(await found({ members: { $in: ['eve', 'nobody'] } })).toBe('c')
    expect(await found({ members: { $nin: ['amy'] } })).toBe('b')
    expect(await found({ members: { $eq: ['amy', 'bob'] } })).toBe('a')
    expect(await found({ members: { $eq: ['amy', 'bob', 'bob'] } })).toBe('a')
    expect(await found({ members: { $ne: ['amy', 'bob'] } })).toBe('b c')
    expect(await found({ members: { $in: [] } })).toBe('')
    expect(await found({ 'member.user.name': { $autocomplete: 'öd' } })).toBe('a c')
    expect(await found({ 'member.user.name': 'Amy Ödland' })).toBe('a c')
    expect(await found({ name: { $autocomplete: 'ärz' } })).toBe('a')
    expect(await found({ name: 'Ärzte Chat' })).toBe('a')
    expect(await found({ 'topic.n': { $gt: 1 } })).toBe('a')
    expect(await channels(scene, {}, undefined, [{ field: 'member_count', direction: -1 }])).toBe('c a b')
  })

  test('channels as somebody sees them', async () => {
    const scene = await Scene.in(open())
    await scene.user('eve', { banned: true, banExpiresAtUs: FUTURE_US })
    const add = async (
      id: string,
      fields: Parameters<typeof memberOf>[2],
      others: readonly string[] = [],
    ) => {
      const channel = await scene.channel(id, others)
      await scene.write(tx => tx.insertMember(memberOf(channel.pk, 'bob', fields)))
      return channel
    }
    await scene.channel('foreign', ['amy'])
    await add('hidden', { hidden: true })
    await add('pinned', { pinnedAtUs: T0 + 2 })
    await add('pinned2', { pinnedAtUs: T0 + 3, archivedAtUs: T0 })
    await add('invited', { invited: true })
    await add('accepted', { invited: true, inviteAcceptedAtUs: T0 })
    await add('rejected', { invited: true, inviteRejectedAtUs: T0 })
    const withEve = await add('eve', {}, ['eve'])
    const sorted = [{ field: 'id' }]
    const found = (filter: unknown) =>
      channels(scene, { $and: [filter, { type: 'messaging' }] }, 'bob', sorted)
    expect(await found({})).toBe('accepted eve foreign invited pinned pinned2 rejected')
    expect(await channels(scene, {}, undefined, sorted)).toContain('hidden')
    expect(await found({ hidden: true })).toBe('hidden')
    expect(await found({ hidden: false, pinned: true })).toBe('pinned pinned2')
    expect(await found({ joined: true })).toBe('accepted eve pinned pinned2')
    expect(await found({ joined: false })).toBe('foreign invited rejected')
    expect(await found({ invite: 'pending' })).toBe('invited')
    expect(await found({ invite: { $in: ['accepted', 'rejected'] } })).toBe('accepted rejected')
    expect(await found({ pinned: false })).toBe('accepted eve foreign invited rejected')
    expect(await found({ archived: true })).toBe('pinned2')
    expect(await found({ muted: true })).toBe('')
    expect(await found({ muted: false, archived: true })).toBe('pinned2')
    expect(await found({ app_banned: 'only' })).toBe('eve')
    expect(await found({ app_banned: 'excluded' })).toBe('accepted foreign invited pinned pinned2 rejected')
    expect(await found({ has_unread: true })).toBe('')
    await scene.message(withEve, 'eve', T0 + 30)
    expect(await found({ has_unread: true })).toBe('eve')
    const by = async (field: string) =>
      (await channels(scene, {}, 'bob', [{ field, direction: -1 }])).split(' ')
    expect((await by('unread_count'))[0]).toBe('eve')
    expect((await by('has_unread'))[0]).toBe('eve')
    expect((await by('pinned_at')).slice(0, 2)).toEqual(['pinned2', 'pinned'])
  })

  test('members of one channel, oldest first, by every field', async () => {
    const scene = await Scene.in(open())
    const names = ['paul', 'george', 'john', 'jessica', 'john2']
    const channel = await scene.channel('a')
    const other = await scene.channel('b', ['zoe'])
    for (const [n, name] of names.entries()) {
      await scene.user(`u-${name}`, {
        name: `x1-${name}`,
        custom: { email: `${name}@example.com` },
        lastActiveAtUs: n,
      })
      const fields = { createdAtUs: T0 + n, invited: n === 1, banned: n === 2, custom: { n } }
      await scene.write(tx => tx.insertMember(memberOf(channel.pk, `u-${name}`, fields)))
    }
    const found = (filter: unknown, sort?: unknown, page?: Page) =>
      members(scene, channel.pk, filter, sort, page)
    expect(await found({})).toBe('u-paul u-george u-john u-jessica u-john2')
    expect(
      await found({ name: { $autocomplete: 'x1-j' } }, [{ field: 'created_at' }], { limit: 10, offset: 1 }),
    ).toBe('u-jessica u-john2')
    expect(await found({ id: { $in: ['u-paul', 'zoe'] } })).toBe('u-paul')
    expect(await found({ id: { $gt: 'u-john' } }, [{ field: 'user_id', direction: -1 }])).toBe(
      'u-paul u-john2',
    )
    expect(await found({ name: { $q: 'john' } })).toBe('u-john')
    expect(await found({ 'user.email': 'paul@example.com' })).toBe('u-paul')
    expect(await found({ 'user.email': { $autocomplete: 'PAUL@ex' } })).toBe('u-paul')
    expect(await found({ banned: true })).toBe('u-john')
    expect(await found({ joined: false })).toBe('u-george')
    expect(await found({ invite: 'pending' })).toBe('u-george')
    expect(await found({ channel_role: 'channel_moderator' })).toBe('')
    expect(await found({ cid: channel.cid, n: { $gte: 3 } })).toBe('u-jessica u-john2')
    expect(await found({ cid: other.cid })).toBe('')
    expect(await found({ created_at: { $lt: '2026-01-01T00:00:00.000002Z' } })).toBe('u-paul u-george')
    expect(await found({ last_active: { $exists: true } }, [{ field: 'last_active', direction: -1 }])).toBe(
      'u-john2 u-jessica u-john u-george u-paul',
    )
  })
}

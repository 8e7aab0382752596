import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Frame, type Person, startServer, type TestServer } from '@parley/testkit'
import { Law } from './mirror.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server[Symbol.asyncDispose]())

let made = 0

/** A channel of alice's with bob in it, mod as its moderator; names are new each time. */
async function room(type = 'messaging') {
  const n = ++made
  const [alice, bob, mod, eve] = ['alice', 'bob', 'mod', 'eve'].map(name => server.person(`${name}-${n}`))
  const people = { alice, bob, mod, eve } as Record<'alice' | 'bob' | 'mod' | 'eve', Person>
  await server.upsertUsers(...Object.values(people).map(({ id }) => ({ id })))
  const members = [
    people.alice.id,
    people.bob.id,
    { user_id: people.mod.id, channel_role: 'channel_moderator' },
  ]
  const cid = `${type}:room-${n}`
  const path = `/channels/${type}/room-${n}`
  await server.ok(`POST ${path}/query`, { data: { created_by_id: people.alice.id, members } })
  return { ...people, cid, path, ref: { type, id: `room-${n}` } }
}

const ban = (who: Pick<TestServer, 'call'>, body: Frame) => who.call('POST /moderation/ban', body)
const unban = (who: Pick<TestServer, 'call'>, query: Record<string, string>) =>
  who.call('DELETE /moderation/ban', undefined, { query })

async function bansWhere(
  filter: Frame,
  who: Pick<TestServer, 'ok'> = server,
  more: Frame = {},
): Promise<Frame[]> {
  const payload = JSON.stringify({ filter_conditions: filter, ...more })
  return (await who.ok('GET /query_banned_users', undefined, { query: { payload } })).bans as Frame[]
}

async function memberOf(path: string, userId: string): Promise<Frame> {
  const { members } = await server.ok(`POST ${path}/query`, { state: true })
  return (members as Frame[]).find(member => member.user_id === userId) ?? {}
}

async function userOf(id: string): Promise<Frame> {
  const payload = JSON.stringify({ filter_conditions: { id } })
  const { users } = await server.ok('GET /users', undefined, { query: { payload } })
  return (users as Frame[])[0] ?? {}
}

const send = (who: Person, path: string) => who.call(`POST ${path}/message`, { message: { text: 'hi' } })

/** Moves the end of a ban into the past. */
async function age(userId: string, cid?: string): Promise<void> {
  const { deps, app } = server.running
  await deps.store.transaction(async tx => {
    const ban = await tx.findBan(app.id, cid, userId)
    const user = await tx.findUser(app.id, userId)
    if (!ban || !user) throw new Error('no such ban')
    const expiresAtUs = deps.clock() - 1
    await tx.putBan({ ...ban, expiresAtUs })
    if (cid === undefined) return tx.updateUser({ ...user, banExpiresAtUs: expiresAtUs })
    const [type = '', id = ''] = cid.split(':')
    const channel = await tx.findChannel(app.id, type, id)
    const member = channel && (await tx.findMember(channel.pk, userId))
    if (member) await tx.updateMember({ ...member, banExpiresAtUs: expiresAtUs })
  })
}

describe('from a channel', () => {
  test('a moderator bans; the banned one reads, is told, and writes nothing until it is lifted', async () => {
    const { bob, mod, cid, path, ref, alice } = await room()
    await bob.connect()
    await alice.connect()
    await alice.watch(cid)
    const law = await Law.begin(server, cid, alice)
    expect((await ban(mod, { target_user_id: bob.id, ...ref, reason: 'spam', timeout: 5 })).status).toBe(200)
    expect(await bob.next('user.banned')).toMatchObject({
      cid,
      channel_type: 'messaging',
      reason: 'spam',
      expiration: expect.any(String),
      user: { id: bob.id, banned: false },
      created_by: { id: mod.id },
    })
    expect((await send(bob, path)).body).toMatchObject({ code: 17, details: { reason: 'banned' } })
    expect((await bob.call(`POST ${path}/event`, { event: { type: 'typing.start' } })).body).toMatchObject({
      code: 17,
    })
    expect((await bob.call(`POST ${path}/query`, {})).status).toBe(200)
    const member = await memberOf(path, bob.id)
    expect(member).toMatchObject({ banned: true, shadow_banned: false, ban_expires: expect.any(String) })
    const found = await bansWhere({ channel_cid: cid })
    expect(found).toEqual([
      {
        user: expect.objectContaining({ id: bob.id }),
        banned_by: expect.objectContaining({ id: mod.id }),
        channel: expect.objectContaining({ cid }),
        reason: 'spam',
        shadow: false,
        expires: expect.any(String),
        created_at: expect.any(String),
      },
    ])
    expect((await unban(mod, { target_user_id: bob.id, ...ref })).status).toBe(200)
    expect(await bob.next('user.unbanned')).toMatchObject({ cid, user: { id: bob.id } })
    expect((await send(bob, path)).status).toBe(200)
    expect(await bansWhere({ channel_cid: cid })).toEqual([])
    expect(await memberOf(path, bob.id)).not.toHaveProperty('ban_expires')
    await law.holds()
  })

  test('who is no member is banned all the same, and stays so when they join', async () => {
    const { eve, mod, cid, path, ref } = await room('livestream')
    expect((await send(eve, path)).status).toBe(200)
    await server.ok('POST /moderation/ban', { target_user_id: eve.id, ...ref, banned_by_id: mod.id })
    expect((await send(eve, path)).body).toMatchObject({ code: 17, details: { reason: 'banned' } })
    await server.ok(`POST ${path}`, { add_members: [eve.id] })
    expect(await memberOf(path, eve.id)).toMatchObject({ banned: true })
    expect((await send(eve, path)).body).toMatchObject({ code: 17 })
    await server.ok(`POST ${path}`, { remove_members: [eve.id] })
    expect((await send(eve, path)).body).toMatchObject({ code: 17 })
    expect(await bansWhere({ channel_cid: cid })).toHaveLength(1)
    await server.ok('DELETE /moderation/ban', undefined, { query: { target_user_id: eve.id, ...ref } })
    expect((await send(eve, path)).status).toBe(200)
  })

  test('a ban that ran out counts no more at once, and is told within seconds', async () => {
    const { bob, alice, cid, path, ref } = await room()
    await bob.connect()
    await alice.connect()
    await alice.watch(cid)
    const law = await Law.begin(server, cid, alice)
    await server.ok('POST /moderation/ban', { target_user_id: bob.id, ...ref, timeout: 1 })
    await age(bob.id, cid)
    expect((await send(bob, path)).status).toBe(200)
    expect(await bansWhere({ user_id: bob.id })).toEqual([])
    expect(await bob.next('user.unbanned')).toMatchObject({ cid, created_by: null })
    expect(await memberOf(path, bob.id)).toMatchObject({ banned: false })
    await law.holds()
  })

  test('a shadow ban is known to servers alone', async () => {
    const { bob, mod, cid, path, ref } = await room()
    await bob.connect()
    await bob.watch(cid)
    expect((await ban(mod, { target_user_id: bob.id, ...ref, shadow: true })).status).toBe(200)
    expect((await send(bob, path)).status).toBe(200)
    expect((await bob.next('message.new')).type).toBe('message.new')
    await bob.ok(`POST ${path}/event`, { event: { type: 'typing.start' } })
    expect(await memberOf(path, bob.id)).toMatchObject({ banned: false, shadow_banned: false })
    const payload = JSON.stringify({ ...ref, filter_conditions: { id: bob.id } })
    const asked = await server.ok('GET /members', undefined, { query: { payload } })
    expect(asked.members).toEqual([expect.objectContaining({ shadow_banned: true, banned: false })])
    expect(await bansWhere({ channel_cid: cid, shadow: true })).toHaveLength(1)
    await server.ok('DELETE /moderation/ban', undefined, { query: { target_user_id: bob.id, ...ref } })
    expect(await bansWhere({ channel_cid: cid })).toEqual([])
    const told = bob.socket
      .drain()
      .filter(frame =>
        ['user.banned', 'user.unbanned', 'user.updated', 'member.updated', 'typing.start'].includes(
          String(frame.type),
        ),
      )
    expect(told).toEqual([])
  })
})

describe('from the whole app', () => {
  test('they connect and read, are told, and write nowhere', async () => {
    const { bob, cid, path } = await room()
    await bob.connect()
    await server.ok('POST /moderation/ban', { target_user_id: bob.id, reason: 'rude' })
    const event = await bob.next('user.banned')
    expect(event).toMatchObject({ user: { id: bob.id, banned: true }, reason: 'rude', created_by: null })
    expect(event).not.toHaveProperty('cid')
    expect(event).not.toHaveProperty('expiration')
    expect((await bob.next('user.updated')).user).toMatchObject({ banned: true })
    expect((await send(bob, path)).body).toMatchObject({ code: 17, details: { reason: 'banned' } })
    expect((await bob.call(`POST ${path}/query`, {})).status).toBe(200)
    expect((await server.connected(bob.id)).me).toMatchObject({ banned: true })
    expect(await bansWhere({ user_id: bob.id })).toEqual([
      expect.not.objectContaining({ channel: expect.anything() }),
    ])
    expect(await bansWhere({ user_id: bob.id, channel_cid: cid })).toEqual([])
    await server.ok('DELETE /moderation/ban', undefined, { query: { target_user_id: bob.id } })
    expect(await bob.next('user.unbanned')).toMatchObject({ user: { id: bob.id, banned: false } })
    expect((await send(bob, path)).status).toBe(200)
  })

  test('banning again overwrites; what ran out is lifted', async () => {
    const { bob, alice } = await room()
    await bob.connect()
    await server.ok('POST /moderation/ban', { target_user_id: bob.id, reason: 'one', user_id: alice.id })
    await server.ok('POST /moderation/ban', { target_user_id: bob.id, timeout: 1 })
    expect(await bansWhere({ user_id: bob.id })).toEqual([
      expect.objectContaining({ banned_by: null, shadow: false }),
    ])
    await age(bob.id)
    expect(await userOf(bob.id)).toMatchObject({ banned: false })
    expect(await bob.next('user.unbanned')).toMatchObject({ created_by: null })
  })

  test('a shadow ban changes nothing that the banned one can see', async () => {
    const { bob, path } = await room()
    await server.ok('POST /moderation/ban', { target_user_id: bob.id, shadow: true, timeout: 60 })
    expect(await userOf(bob.id)).toMatchObject({ banned: false, shadow_banned: true })
    const me = (await bob.connect()).me as Frame
    expect(me).toMatchObject({ banned: false })
    expect(me).not.toHaveProperty('shadow_banned')
    expect((await send(bob, path)).status).toBe(200)
    await server.ok('DELETE /moderation/ban', undefined, { query: { target_user_id: bob.id } })
    expect(await userOf(bob.id)).not.toHaveProperty('shadow_banned')
  })
})

describe('own_capabilities', () => {
  const capabilities = async (who: Person, path: string): Promise<string[]> => {
    const { channel } = await who.ok(`POST ${path}/query`, { state: false })
    const { channels } = await who.ok('POST /channels', { filter_conditions: { id: path.split('/')[3] } })
    const [listed] = channels as Frame[]
    const { own_capabilities: asked } = channel as Frame
    expect((listed?.channel as Frame | undefined)?.own_capabilities).toEqual(asked)
    return asked as string[]
  }
  const LEFT = ['create-channel', 'flag-message', 'mute-channel', 'read-channel', 'read-channel-members']

  test('are without what a ban from the channel refuses, as long as it lasts', async () => {
    const { bob, path, ref, cid } = await room()
    const before = await capabilities(bob, path)
    expect(before).toContain('create-message')
    expect(before).toContain('update-message-owner')
    await server.ok('POST /moderation/ban', { target_user_id: bob.id, ...ref, timeout: 60 })
    const banned = await capabilities(bob, path)
    expect(banned).toEqual(before.filter(each => banned.includes(each)))
    const left = [...LEFT, 'remove-own-channel-membership', 'create-call', 'join-call']
    expect(banned.toSorted()).toEqual(left.toSorted())
    await age(bob.id, cid)
    expect(await capabilities(bob, path)).toEqual(before)
  })

  test('of who is no member likewise', async () => {
    const { eve, path, ref } = await room('livestream')
    const before = await capabilities(eve, path)
    await server.ok('POST /moderation/ban', { target_user_id: eve.id, ...ref })
    const banned = await capabilities(eve, path)
    expect(banned.toSorted()).toEqual([...LEFT, 'join-call'].toSorted())
    await server.ok('DELETE /moderation/ban', undefined, { query: { target_user_id: eve.id, ...ref } })
    expect(await capabilities(eve, path)).toEqual(before)
  })

  test('are without what a ban from the app refuses, everywhere', async () => {
    const { mod, path } = await room()
    const before = await capabilities(mod, path)
    expect(before).toContain('ban-channel-member')
    await server.ok('POST /moderation/ban', { target_user_id: mod.id })
    const left = ['flag-message', 'read-channel', 'read-channel-members', 'read-message-flags']
    const free = ['skip-channel-cooldown', 'skip-message-moderation']
    const unused = ['create-call', 'join-call', 'unblock-message']
    expect((await capabilities(mod, path)).toSorted()).toEqual([...left, ...free, ...unused].toSorted())
    await server.ok('DELETE /moderation/ban', undefined, { query: { target_user_id: mod.id } })
    expect(await capabilities(mod, path)).toEqual(before)
  })

  test('say nothing of a shadow ban', async () => {
    const { bob, path, ref } = await room()
    const before = await capabilities(bob, path)
    await server.ok('POST /moderation/ban', { target_user_id: bob.id, ...ref, shadow: true })
    await server.ok('POST /moderation/ban', { target_user_id: bob.id, shadow: true })
    expect(await capabilities(bob, path)).toEqual(before)
  })
})

test('a ban from future channels holds in those that the one who banned makes, or adds to', async () => {
  const { alice, bob, eve, mod, ref } = await room()
  const body = {
    target_user_id: bob.id,
    ...ref,
    user_id: alice.id,
    ban_from_future_channels: true,
    reason: 'no',
  }
  await server.ok('POST /moderation/ban', body)
  const next = `/channels/messaging/next-${made}`
  await alice.ok(`POST ${next}/query`, { data: { members: [alice.id, bob.id] } })
  expect(await memberOf(next, bob.id)).toMatchObject({ banned: true })
  expect((await send(bob, next)).body).toMatchObject({ code: 17 })
  const others = `/channels/messaging/others-${made}`
  await server.ok(`POST ${others}/query`, { data: { created_by_id: mod.id, members: [mod.id, bob.id] } })
  expect(await memberOf(others, bob.id)).toMatchObject({ banned: false })
  const ask = async (payload: Frame, who: Pick<TestServer, 'ok'> = server) => {
    const query = { payload: JSON.stringify(payload) }
    return (await who.ok('GET /query_future_channel_bans', undefined, { query })).bans as Frame[]
  }
  expect(await ask({ user_id: alice.id })).toEqual([
    {
      user: expect.objectContaining({ id: bob.id }),
      banned_by: expect.objectContaining({ id: alice.id }),
      reason: 'no',
      shadow: false,
      created_at: expect.any(String),
    },
  ])
  expect(await ask({ target_user_id: bob.id })).toEqual([
    expect.not.objectContaining({ user: expect.anything() }),
  ])
  expect(await ask({ user_id: alice.id }, eve)).toEqual([])
  const query = { target_user_id: bob.id, ...ref, remove_future_channels_ban: 'true', created_by: alice.id }
  await server.ok('DELETE /moderation/ban', undefined, { query })
  expect(await ask({ user_id: alice.id })).toEqual([])
  expect((await server.call('POST /moderation/ban', { ...body, type: '', id: '' })).body).toMatchObject({
    code: 4,
  })
})

test('only who may ban here bans, looks and lifts', async () => {
  const { alice, bob, mod, eve, ref, cid } = await room()
  for (const who of [bob, eve]) {
    expect((await ban(who, { target_user_id: alice.id, ...ref })).body).toMatchObject({ code: 17 })
    expect((await unban(who, { target_user_id: alice.id, ...ref })).body).toMatchObject({ code: 17 })
    const payload = JSON.stringify({ filter_conditions: { channel_cid: cid } })
    const asked = await who.call('GET /query_banned_users', undefined, { query: { payload } })
    expect(asked.body).toMatchObject({ code: 17 })
  }
  expect((await ban(mod, { target_user_id: alice.id })).body).toMatchObject({ code: 17 })
  expect(await bansWhere({ channel_cid: { $in: [cid] } }, mod)).toEqual([])
  const all = await mod.call('GET /query_banned_users', undefined, {
    query: { payload: '{"filter_conditions":{}}' },
  })
  expect(all.body).toMatchObject({ code: 17 })
  expect(await bansWhere({ user_id: alice.id })).toEqual([])
})

test('what can’t be is refused, and changes nothing', async () => {
  const { alice, bob, mod, ref } = await room()
  const refused: [Frame, number][] = [
    [{}, 4],
    [{ target_user_id: 'nobody-at-all', ...ref }, 16],
    [{ target_user_id: bob.id, type: 'messaging' }, 4],
    [{ target_user_id: bob.id, type: 'messaging', id: 'no-such-room' }, 16],
    [{ target_user_id: bob.id, ...ref, timeout: -1 }, 4],
    [{ target_user_id: bob.id, ...ref, timeout: 1e9 }, 4],
    [{ target_user_id: bob.id, ...ref, delete_messages: 'all' }, 4],
    [{ target_user_id: bob.id, ...ref, ip_ban: true }, 4],
    [{ target_user_id: bob.id, ip_ban: true }, 4],
    [{ target_user_id: bob.id, ...ref, ban_from_future_channels: true }, 4],
    [{ target_user_id: bob.id, ...ref, user_id: bob.id }, 4],
  ]
  for (const [body, code] of refused) {
    expect([body, (await server.call('POST /moderation/ban', body)).body]).toMatchObject([body, { code }])
  }
  expect((await ban(mod, { target_user_id: mod.id, ...ref })).body).toMatchObject({ code: 4 })
  expect(await bansWhere({ user_id: { $in: [alice.id, bob.id, mod.id] } })).toEqual([])
  for (const filter of [{ hat: 'red' }, { channel_cid: { $contains: 'x' } }, { created_at: 'soon' }]) {
    const payload = JSON.stringify({ filter_conditions: filter })
    const asked = await server.call('GET /query_banned_users', undefined, { query: { payload } })
    expect(asked.body).toMatchObject({ code: 4 })
  }
  await server.ok('DELETE /moderation/ban', undefined, { query: { target_user_id: bob.id } })
})

test('bans are sorted and paged', async () => {
  const { alice, bob, mod, eve, ref, cid } = await room()
  for (const who of [eve, bob, mod]) {
    await server.ok('POST /moderation/ban', { target_user_id: who.id, ...ref, user_id: alice.id })
  }
  const ids = (bans: Frame[]) => bans.map(each => (each.user as Frame).id)
  expect(ids(await bansWhere({ channel_cid: cid }))).toEqual([eve.id, bob.id, mod.id])
  const newest = { sort: [{ field: 'created_at', direction: -1 }], limit: 2 }
  expect(ids(await bansWhere({ banned_by_id: alice.id }, server, newest))).toEqual([mod.id, bob.id])
  expect(ids(await bansWhere({ banned_by_id: alice.id }, server, { ...newest, offset: 2 }))).toEqual([eve.id])
  expect(await bansWhere({ channel_cid: cid, reason: { $exists: true } })).toEqual([])
})

test('a ban of the address holds for everybody there, guests too, until it is lifted', async () => {
  await using other = await startServer({ config: { trustProxy: ['127.0.0.1'] } })
  await other.upsertUsers({ id: 'mallory' }, { id: 'neighbour' }, { id: 'faraway' })
  await other.ok('POST /channels/livestream/hall/query', { data: { created_by_id: 'faraway' } })
  expect(
    (await other.call('POST /moderation/ban', { target_user_id: 'mallory', ip_ban: true })).body,
  ).toMatchObject({ code: 4 })
  await other.connected('mallory')
  const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } })
  const send = (id: string, options = {}) =>
    other.person(id).call('POST /channels/livestream/hall/message', { message: { text: 'hi' } }, options)
  const guest = (options = {}) =>
    other.call('POST /guest', { user: { id: 'new' } }, { token: undefined, ...options })
  await other.ok('POST /moderation/ban', { target_user_id: 'mallory', ip_ban: true })
  expect((await send('neighbour')).body).toMatchObject({ code: 17, details: { reason: 'address_banned' } })
  expect((await other.person('neighbour').call('POST /channels/livestream/hall/query', {})).status).toBe(200)
  expect((await guest()).body).toMatchObject({ code: 17, details: { reason: 'address_banned' } })
  expect((await guest(from('203.0.113.9'))).status).toBe(200)
  expect((await send('faraway', from('203.0.113.9'))).status).toBe(200)
  expect((await send('mallory', from('203.0.113.9'))).body).toMatchObject({
    code: 17,
    details: { reason: 'banned' },
  })
  await other.ok('DELETE /moderation/ban', undefined, { query: { target_user_id: 'mallory' } })
  expect((await send('neighbour')).status).toBe(200)
})

test('a guest who becomes a user takes bans, mutes and flags along', async () => {
  const { alice, cid, ref, path } = await room('livestream')
  const guest = await server.guest('Gus')
  await guest.connect()
  await server.ok(`POST ${path}`, { add_members: [guest.id] })
  await server.ok('POST /moderation/ban', { target_user_id: guest.id, ...ref })
  await guest.ok('POST /moderation/mute', { target_id: alice.id })
  await server.ok('POST /moderation/flag', { target_user_id: alice.id, user_id: guest.id })
  const id = `gus-${made}`
  const token = server.token(id)
  guest.socket.send({ type: 'user.upgrade', token, user_details: { id }, merge: true })
  const { me } = await guest.next('user.upgraded')
  expect((me as Frame).mutes).toMatchObject([{ user: { id }, target: { id: alice.id } }])
  const gus = server.person(id)
  expect((await send(gus, path)).body).toMatchObject({ code: 17, details: { reason: 'banned' } })
  expect(await bansWhere({ channel_cid: cid })).toEqual([
    expect.objectContaining({ user: expect.objectContaining({ id }) }),
  ])
  expect(await memberOf(path, id)).toMatchObject({ banned: true })
  const { flag } = await gus.ok('POST /moderation/flag', { target_user_id: alice.id })
  expect(flag).toMatchObject({ user: { id } })
  const { flag_reports } = await server.ok('POST /moderation/reports', {
    filter_conditions: { user_id: alice.id },
  })
  expect(flag_reports).toMatchObject([{ flags_count: 1 }])
})

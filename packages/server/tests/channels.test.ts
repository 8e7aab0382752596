import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer } from '@parley/testkit'
import { Law } from './mirror.ts'

const HALL = 'messaging:hall'

test('a channel is made once, and data of later calls changes nothing', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await server.upsertUsers({ id: 'bob' })
  const made = await alice.watch(HALL, {
    members: ['alice', { user_id: 'bob', hat: 'red' }],
    name: 'Hall',
    topic: 'tea',
  })
  expect(made.channel).toMatchObject({
    cid: HALL,
    id: 'hall',
    type: 'messaging',
    name: 'Hall',
    topic: 'tea',
    member_count: 2,
    created_by: { id: 'alice' },
    frozen: false,
    disabled: false,
  })
  expect(made.channel).toMatchObject({
    config: { name: 'messaging', typing_events: true, max_message_length: 5000 },
  })
  expect((made.channel as Frame).own_capabilities).toContain('create-message')
  expect(made).toMatchObject({
    messages: [],
    pinned_messages: [],
    pending_messages: [],
    seq: 0,
    watcher_count: 1,
  })
  const members = made.members as Frame[]
  expect(members.find(member => member.user_id === 'bob')).toMatchObject({
    hat: 'red',
    channel_role: 'channel_member',
    role: 'member',
    status: 'member',
    user: { id: 'bob' },
  })
  expect(members.find(member => member.user_id === 'bob')).not.toHaveProperty('pinned_at')
  expect(made.membership).toMatchObject({ user_id: 'alice', role: 'owner' })

  const again = await alice.watch(HALL, { name: 'Other', members: ['alice'] })
  expect(again.channel).toMatchObject({ name: 'Hall', member_count: 2 })
})

test('the creator is no member unless named', async () => {
  await using server = await startServer()
  const alice = server.person('alice')
  const { channel, members, membership } = await alice.ok(`POST ${channelPath(HALL)}/query`, {
    data: { name: 'x' },
  })
  expect(members).toEqual([])
  expect(membership).toBeUndefined()
  expect(channel).toMatchObject({ member_count: 0, created_by: { id: 'alice' } })
})

test('a server must say who creates', async () => {
  await using server = await startServer()
  const { status, body } = await server.call(`POST ${channelPath(HALL)}/query`, { data: { name: 'x' } })
  expect(status).toBe(400)
  expect(body).toMatchObject({ code: 4 })
  expect(String(body.message)).toStartWith('GetOrCreateChannel failed with error:')
  expect(String(body.message)).toContain('data.created_by_id')
  expect(String(body.message)).toContain('data.created_by ')
  const made = await server.ok(`POST ${channelPath(HALL)}/query`, {
    data: { created_by: { id: 'zoe', name: 'Zoë' } },
    state: false,
  })
  expect(made.channel).toMatchObject({ created_by: { id: 'zoe', name: 'Zoë' } })
  expect(made.channel).not.toHaveProperty('own_capabilities')
  await server.ok(`POST ${channelPath(HALL)}/query`, {})
})

test('the same people share one distinct channel, and nobody can be added', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'bob' }, { id: 'carol' })
  const alice = server.person('alice')
  await alice.ok('GET /unread')
  const first = await alice.ok('POST /channels/messaging/query', { data: { members: ['alice', 'bob'] } })
  const again = await alice.ok('POST /channels/messaging/query', { data: { members: ['bob', 'alice'] } })
  const { cid, id } = first.channel as { cid: string; id: string }
  expect(id).toMatch(/^!members-[A-Za-z0-9_-]{43}$/)
  expect((again.channel as Frame).cid).toBe(cid)
  const { body } = await server.call(`POST ${channelPath(cid)}`, { add_members: ['carol'] })
  expect(body).toMatchObject({ code: 4 })
  expect(String(body.message)).toContain('distinct')
  await server.ok(`POST ${channelPath(cid)}`, { remove_members: ['bob'] })
  const others = await alice.call('POST /channels/messaging/query', { data: { members: ['bob', 'carol'] } })
  expect(others.body).toMatchObject({ code: 17 })
  expect((await alice.call('POST /channels/messaging/query', {})).body).toMatchObject({ code: 4 })
  const chosen = await alice.call('POST /channels/messaging/!members-mine/query', { data: {} })
  expect(chosen.body).toMatchObject({ code: 4 })
})

test('ids, types and members that can not be are refused by name', async () => {
  await using server = await startServer()
  const alice = server.person('alice')
  const odd = await alice.call('POST /channels/messaging/a%20b/query', {})
  expect(odd.body).toMatchObject({ code: 4 })
  const long = await alice.call(`POST /channels/messaging/${'x'.repeat(65)}/query`, {})
  expect(long.body).toMatchObject({ code: 4 })
  const type = await alice.call('POST /channels/nonsense/hall/query', {})
  expect(type.body).toMatchObject({ code: 16 })
  expect(String(type.body.message)).toContain('messaging')
  const nobody = await alice.call(`POST ${channelPath(HALL)}/query`, {
    data: { members: ['alice', 'nobody'] },
  })
  expect(nobody.body).toMatchObject({ code: 4 })
  expect(String(nobody.body.message)).toContain('nobody')
  const state = await server.call(`POST ${channelPath(HALL)}/query`, {})
  expect(state.status).toBe(400)
})

test('made at the same time, it is one channel', async () => {
  await using server = await startServer()
  const people = ['alice', 'bob', 'carol', 'dave'].map(id => server.person(id))
  await server.upsertUsers(...people.map(({ id }) => ({ id })))
  const members = people.map(person => person.id)
  const states = await Promise.all(
    people.map(person => person.ok(`POST ${channelPath(HALL)}/query`, { data: { members } })),
  )
  const times = new Set(states.map(state => (state.channel as Frame).created_at))
  expect(times.size).toBe(1)
  expect(states[0]).toMatchObject({ member_count: 4 })
})

test('updating replaces data, patching changes parts, and watchers follow', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'], name: 'Hall', topic: 'tea' })
  await bob.watch(HALL)
  const law = await Law.begin(server, HALL, bob)

  const { channel } = await alice.ok(`POST ${channelPath(HALL)}`, { data: { name: 'New hall' } })
  expect(channel).toMatchObject({ name: 'New hall' })
  expect(channel).not.toHaveProperty('topic')
  await law.holds()
  const kept = await alice.ok(`POST ${channelPath(HALL)}`, { data: null })
  expect(kept.channel).toMatchObject({ name: 'New hall' })
  const patched = await alice.ok(`PATCH ${channelPath(HALL)}`, {
    set: { 'deep.er': 1, config_override: {} },
    unset: ['name'],
  })
  expect(patched.channel).toMatchObject({ deep: { er: 1 }, config_override: {} })
  expect(patched.channel).not.toHaveProperty('name')
  await law.holds()
  const overridden = await server.ok(`PATCH ${channelPath(HALL)}`, {
    set: { config_overrides: { replies: false, grants: { channel_member: ['!add-links'] } } },
  })
  expect(overridden.channel).toMatchObject({
    config: { replies: false, grants: { channel_member: ['!add-links'] } },
  })
  const parent = await alice.send(HALL, 'hi')
  const reply = await alice.call(`POST ${channelPath(HALL)}/message`, {
    message: { text: 'x', parent_id: parent.id },
  })
  expect(reply.body).toMatchObject({ code: 19 })
  const link = await bob.call(`POST ${channelPath(HALL)}/message`, {
    message: { text: 'https://example.org' },
  })
  expect(link.body).toMatchObject({ code: 17 })
  await law.holds()
  const back = await server.ok(`PATCH ${channelPath(HALL)}`, { set: { config_overrides: {} } })
  expect(back.channel).toMatchObject({ config: { replies: true } })
  expect((back.channel as { config: Frame }).config).not.toHaveProperty('grants')
  await law.holds()
})

test('what only servers change, clients do not', async () => {
  await using server = await startServer()
  const alice = server.person('alice')
  await alice.ok(`POST ${channelPath(HALL)}/query`, { data: { members: ['alice'] } })
  const attempts: [string, Record<string, unknown>][] = [
    ['PATCH', { set: { disabled: true } }],
    ['PATCH', { set: { team: 'red' } }],
    ['PATCH', { set: { config_overrides: { replies: false } } }],
    ['PATCH', { set: { frozen: true } }],
    ['PATCH', { set: { cooldown: 5 } }],
    ['POST', { data: { disabled: true } }],
    ['POST', { add_moderators: ['alice'] }],
    ['POST', { assign_roles: [{ user_id: 'alice', channel_role: 'channel_moderator' }] }],
    ['POST', { add_filter_tags: ['a'] }],
  ]
  for (const [method, body] of attempts) {
    const reply = await alice.call(`${method} ${channelPath(HALL)}`, body)
    expect([JSON.stringify(body), reply.body.code]).toEqual([JSON.stringify(body), 17])
  }
  const made = await alice.call('POST /channels/messaging/own/query', {
    data: { members: [{ user_id: 'alice', channel_role: 'channel_moderator' }] },
  })
  expect(made.body).toMatchObject({ code: 17 })
  await server.ok(`PATCH ${channelPath(HALL)}`, { set: { frozen: true, cooldown: 5 } })
  const { channel } = await server.ok(`PATCH ${channelPath(HALL)}`, { unset: ['cooldown'] })
  expect(channel).toMatchObject({ frozen: true })
  expect(channel).not.toHaveProperty('cooldown')
})

test('channels are found by filter, and only what one may read', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  for (const id of ['one', 'two', 'three']) {
    await alice.ok(`POST /channels/messaging/${id}/query`, {
      data: { members: id === 'two' ? ['alice'] : ['alice', 'bob'], color: id === 'one' ? 'red' : 'blue' },
    })
  }
  await alice.send('messaging:one', 'newest')
  const find = async (person: typeof alice, body: Record<string, unknown>) => {
    const { channels } = await person.ok('POST /channels', body)
    return (channels as { channel: { id: string } }[]).map(each => each.channel.id)
  }
  const mine = { members: { $in: ['alice'] } }
  expect(await find(alice, { filter_conditions: mine })).toEqual(['one', 'three', 'two'])
  expect(await find(alice, { filter_conditions: mine, limit: 1, offset: 1 })).toEqual(['three'])
  expect(
    await find(alice, {
      filter_conditions: { ...mine, color: 'blue' },
      sort: [{ field: 'created_at', direction: 1 }],
    }),
  ).toEqual(['two', 'three'])
  expect(await find(bob, { filter_conditions: { members: { $in: ['bob'] } } })).toEqual(['one', 'three'])
  expect(await find(bob, { filter_conditions: { has_unread: true } })).toEqual(['one'])
  const all = await bob.call('POST /channels', { filter_conditions: { type: 'messaging' } })
  expect(all.body).toMatchObject({ code: 70, StatusCode: 403 })
  expect(await find(server as never, { filter_conditions: { type: 'messaging' } })).toHaveLength(3)
  const wrong = await alice.call('POST /channels', { filter_conditions: { frozen: { $gt: 1 } } })
  expect(wrong.body).toMatchObject({ code: 4 })

  const { channels } = await alice.ok('POST /channels', {
    filter_conditions: { id: 'one' },
    message_limit: 0,
    member_limit: 0,
  })
  expect(channels).toMatchObject([{ channel: { id: 'one', member_count: 2 }, messages: [], members: [] }])
})

test('who watches hears of those who come and go', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await alice.next('user.watching.start')
  const state = await bob.watch(HALL)
  expect(state.watcher_count).toBe(2)
  expect(await alice.next('user.watching.start')).toMatchObject({
    cid: HALL,
    user: { id: 'bob', online: true },
    watcher_count: 2,
  })
  const listed = await alice.ok(`POST ${channelPath(HALL)}/query`, { watchers: { limit: 10 } })
  expect((listed.watchers as Frame[]).map(user => user.id)).toEqual(['alice', 'bob'])
  await bob.ok(`POST ${channelPath(HALL)}/stop-watching`, { connection_id: bob.connectionId })
  expect(await alice.next('user.watching.stop')).toMatchObject({ user: { id: 'bob' }, watcher_count: 1 })
  await alice.send(HALL, 'bob only gets a notice')
  await bob.next('notification.message_new')
  expect(bob.socket.drain().map(frame => frame.type)).not.toContain('message.new')
})

test('watching needs a connection of one’s own', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  const path = `POST ${channelPath(HALL)}/query`
  const none = await bob.call(path, { watch: true })
  expect(none.body).toMatchObject({ code: 4 })
  expect(String(none.body.message)).toContain('connection_id')
  const foreign = await bob.call(
    path,
    { watch: true },
    { query: { connection_id: alice.connectionId ?? '' } },
  )
  expect(foreign.body).toMatchObject({ code: 4 })
  const stranger = await server.connected('mallory')
  const refused = await stranger.call(
    path,
    { watch: true },
    { query: { connection_id: stranger.connectionId ?? '' } },
  )
  expect(refused.body).toMatchObject({ code: 17 })
  await alice.send(HALL, 'not for mallory')
  await bob.next('notification.message_new')
  expect(stranger.socket.drain().filter(frame => frame.cid === HALL)).toEqual([])
})

test('a side message goes with the change, and counting follows the type', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await server.upsertUsers({ id: 'bob' })
  await alice.ok('POST /channels/team/hall/query', { data: { members: ['alice'] } })
  await alice.watch('team:hall')
  const reply = await server.ok('POST /channels/team/hall', {
    add_members: ['bob'],
    message: { text: 'bob came', user_id: 'alice' },
  })
  expect(reply.message).toMatchObject({ type: 'system', text: 'bob came', user: { id: 'alice' } })
  expect(reply.channel).toMatchObject({ member_count: 2 })
  expect((reply.members as Frame[]).map(member => member.user_id).sort()).toEqual(['alice', 'bob'])
  expect(await alice.next('message.new')).toMatchObject({ message: { text: 'bob came' } })
  const state = await alice.watch('team:hall')
  expect(state.channel).toMatchObject({ message_count: 1 })
  const { channel } = await server.ok('PATCH /channels/team/hall', {
    set: { config_overrides: { count_messages: false } },
  })
  expect(channel).not.toHaveProperty('message_count')
  const named = await server.ok('POST /channels/team/hall', {
    message: { text: 'hello from nowhere', user: { id: 'zoe', name: 'Zoë' } },
  })
  expect(named.message).toMatchObject({ user: { id: 'zoe', name: 'Zoë' } })
  const plain = await server.call('POST /channels/team/hall', { message: { text: 'nobody says this' } })
  expect(plain.body).toMatchObject({ code: 4 })
})

test('who is invisible watches unseen', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const ghost = await server.connected('ghost', { invisible: true })
  await alice.watch(HALL, { members: ['alice', 'ghost'] })
  await ghost.watch(HALL)
  const { watchers, members } = await alice.ok(`POST ${channelPath(HALL)}/query`, { watchers: { limit: 10 } })
  expect((watchers as Frame[]).map(user => user.id)).toEqual(['alice'])
  const member = (members as { user: Frame }[]).find(each => each.user.id === 'ghost')
  expect(member?.user).toMatchObject({ online: false })
  await ghost.disconnect()
  await alice.send(HALL, 'boo')
  await alice.next('message.new')
  const heard = alice.socket.drain().filter(frame => String(frame.type).startsWith('user.watching'))
  expect(heard.map(frame => (frame.user as Frame).id)).not.toContain('ghost')
})

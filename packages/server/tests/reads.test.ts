import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer } from '@parley/testkit'
import { Law } from './mirror.ts'

const HALL = 'messaging:hall'
const PATH = channelPath(HALL)

function readOf(state: Frame, userId: string): Frame | undefined {
  return (state.read as { user: { id: string } }[]).find(read => read.user.id === userId) as Frame | undefined
}

test('unread messages are counted until they are read, and both sides know', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  const carol = await server.connected('carol')
  await alice.watch(HALL, { members: ['alice', 'bob', 'carol'] })
  await carol.watch(HALL)
  const law = await Law.begin(server, HALL, carol)
  const first = await alice.send(HALL, 'one')
  await alice.send(HALL, 'two')
  await alice.send(HALL, 'hush', { silent: true })
  expect(await bob.ok('GET /unread')).toMatchObject({
    total_unread_count: 2,
    channels: [{ channel_id: HALL, unread_count: 2 }],
    channel_type: [{ channel_type: 'messaging', channel_count: 1, unread_count: 2 }],
    threads: [],
  })
  const state = await bob.watch(HALL)
  expect(readOf(state, 'bob')).toMatchObject({ unread_messages: 2 })
  expect(readOf(state, 'alice')).toMatchObject({ unread_messages: 0 })

  await bob.ok(`POST ${PATH}/read`, { message_id: first.id })
  expect(await alice.next('message.read')).toMatchObject({
    user: { id: 'bob' },
    last_read_message_id: first.id,
  })
  expect(await bob.next('notification.mark_read')).toMatchObject({
    cid: HALL,
    total_unread_count: 1,
    unread_channels: 1,
    channel_unread_count: 1,
  })
  const { event } = await bob.ok(`POST ${PATH}/read`, {})
  expect(event).toMatchObject({ type: 'message.read', cid: HALL, user: { id: 'bob' } })
  expect(await bob.next('notification.mark_read')).toMatchObject({
    total_unread_count: 0,
    unread_channels: 0,
  })
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 0, channels: [] })
  await law.holds()
  // Never backwards.
  await bob.ok(`POST ${PATH}/read`, { message_id: first.id })
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 0 })
})

test('marking unread starts at a message or a time', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  const sent = []
  for (const text of ['one', 'two', 'three']) sent.push(await alice.send(HALL, text))
  await bob.ok(`POST ${PATH}/read`, {})
  await bob.ok(`POST ${PATH}/unread`, { message_id: sent[1]?.id })
  expect(await bob.next('notification.mark_unread')).toMatchObject({
    total_unread_count: 2,
    first_unread_message_id: sent[1]?.id,
    last_read_message_id: sent[0]?.id,
  })
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 2 })
  await bob.ok(`POST ${PATH}/unread`, { message_timestamp: sent[1]?.created_at })
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 1 })
  expect((await bob.call(`POST ${PATH}/unread`, {})).body).toMatchObject({ code: 4 })
  expect((await bob.call(`POST ${PATH}/unread`, { message_id: 'gone' })).body).toMatchObject({ code: 4 })
})

test('everything is read at once', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  for (const id of ['one', 'two', 'three']) {
    await alice.ok(`POST /channels/messaging/${id}/query`, { data: { members: ['alice', 'bob'] } })
    await alice.send(`messaging:${id}`, 'hi')
  }
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 3 })
  const batch = await server.ok('POST /unread_batch', { user_ids: ['bob', 'alice', 'nobody'] })
  expect(Object.keys(batch.counts_by_user as object).sort()).toEqual(['alice', 'bob'])
  expect(batch.counts_by_user).toMatchObject({
    bob: { total_unread_count: 3 },
    alice: { total_unread_count: 0 },
  })
  await bob.ok('POST /channels/read', {})
  expect(await bob.next('notification.mark_read')).toMatchObject({ total_unread_count: 0 })
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 0 })
  await alice.send('messaging:two', 'again')
  await server.ok('POST /channels/read', { user: { id: 'bob' } })
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 0 })
})

test('who keeps read receipts private reads unseen', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob', { privacy_settings: { read_receipts: { enabled: false } } })
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await bob.watch(HALL)
  await alice.send(HALL, 'hello?')
  await bob.ok(`POST ${PATH}/read`, {})
  expect(await bob.next('notification.mark_read')).toMatchObject({ total_unread_count: 0 })
  expect(readOf(await alice.watch(HALL), 'bob')).toBeUndefined()
  expect(readOf(await bob.watch(HALL), 'bob')).toMatchObject({ unread_messages: 0 })
  await alice.send(HALL, 'bye')
  await alice.next(frame => (frame.message as Frame | undefined)?.text === 'bye')
  expect(alice.socket.drain().filter(frame => frame.type === 'message.read')).toEqual([])
})

test('only members have a read state', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.ok('POST /channels/livestream/show/query', { data: {} })
  await alice.send('livestream:show', 'hi')
  const { event } = await bob.ok('POST /channels/livestream/show/read', {})
  expect(event).toMatchObject({ type: 'message.read' })
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 0 })
  await server.ok('PUT /channeltypes/messaging', { read_events: false })
  await alice.ok(`POST ${PATH}/query`, { data: { members: ['alice'] } })
  expect((await alice.call(`POST ${PATH}/read`, {})).body).toMatchObject({ code: 19 })
  expect((await server.call('GET /unread')).body).toMatchObject({ code: 4 })
})

test('what arrived is told where the type says so and the user allows it', async () => {
  await using server = await startServer()
  await server.ok('PUT /channeltypes/messaging', { delivery_events: true })
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  const carol = await server.connected('carol', {
    privacy_settings: { delivery_receipts: { enabled: false } },
  })
  await alice.watch(HALL, { members: ['alice', 'bob', 'carol'] })
  await bob.watch(HALL)
  const law = await Law.begin(server, HALL, bob)
  const first = await alice.send(HALL, 'one')
  const second = await alice.send(HALL, 'two')
  const arrived = (person: Pick<typeof bob, 'ok'>, id: unknown, cid = HALL) =>
    person.ok('POST /channels/delivered', { latest_delivered_messages: [{ cid, id }] })
  await arrived(bob, second.id)
  expect(await alice.next('message.delivered')).toMatchObject({
    user: { id: 'bob' },
    last_delivered_at: second.created_at,
    last_delivered_message_id: second.id,
  })
  await law.holds()
  // Neither backwards, nor by who keeps it private, nor for what is not there.
  await arrived(bob, first.id)
  await arrived(carol, second.id)
  await arrived(bob, 'gone')
  await arrived(bob, first.id, 'messaging:nowhere')
  await arrived(bob, first.id, 'nothing:nowhere')
  const seen = await alice.watch(HALL)
  expect(readOf(seen, 'bob')).toMatchObject({ last_delivered_message_id: second.id })
  expect(readOf(seen, 'carol')).not.toHaveProperty('last_delivered_message_id')
  expect(readOf(await carol.watch(HALL), 'carol')).toMatchObject({ last_delivered_message_id: second.id })
  expect(alice.socket.drain().map(frame => frame.type)).not.toContain('message.delivered')

  // Types without delivery events take it, too.
  await server.ok('PUT /channeltypes/messaging', { delivery_events: false })
  const third = await alice.send(HALL, 'three')
  const body = { latest_delivered_messages: [{ cid: HALL, id: third.id }] }
  await server.ok('POST /channels/delivered?user_id=bob', body)
  expect(readOf(await alice.watch(HALL), 'bob')).toMatchObject({ last_delivered_message_id: second.id })
  expect((await server.call('POST /channels/delivered', body)).body).toMatchObject({ code: 4 })
  expect((await bob.call('POST /channels/delivered', {})).body).toMatchObject({ code: 4 })
})

test('with multi-tenancy unread messages are counted by team', async () => {
  await using server = await startServer()
  await server.ok('PATCH /app', { multi_tenant_enabled: true })
  await server.upsertUsers({ id: 'bob', teams: ['red', 'blue'] }, { id: 'amy', teams: ['red', 'blue'] })
  for (const [id, team] of [
    ['a', 'red'],
    ['b', 'red'],
    ['c', 'blue'],
  ] as const) {
    await server.ok(`POST /channels/messaging/${id}/query`, {
      data: { team, members: ['bob', 'amy'], created_by_id: 'amy' },
    })
    await server.ok(`POST /channels/messaging/${id}/message`, { message: { text: 'hi', user_id: 'amy' } })
  }
  expect(await server.person('bob').ok('GET /unread')).toMatchObject({
    total_unread_count: 3,
    total_unread_count_by_team: { red: 2, blue: 1 },
  })
})

test('muted channels and pending invitations count nothing', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await alice.ok('POST /channels/messaging/party/query', { data: { members: ['alice'], invites: ['bob'] } })
  await alice.send('messaging:party', 'come')
  await alice.send(HALL, 'hi')
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 1 })
  await bob.ok('POST /moderation/mute/channel', { channel_cid: HALL })
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 0, channels: [] })
  await bob.ok('POST /moderation/unmute/channel', { channel_cid: HALL })
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 1 })
})

test('where read events are off nothing is unread, as nobody could mark it read', async () => {
  await using server = await startServer()
  await server.ok('PUT /channeltypes/team', { read_events: false })
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  const members = ['alice', 'bob']
  await alice.ok('POST /channels/messaging/hall/query', { data: { members } })
  await alice.ok('POST /channels/team/arena/query', { data: { members } })
  await bob.send('messaging:hall', 'I have read all there is')
  await alice.send('messaging:hall', 'hi')
  const said = await alice.send('team:arena', 'go!')
  const isOfArena = (frame: Frame) => frame.type === 'notification.message_new' && frame.cid === 'team:arena'
  expect(await bob.next(isOfArena)).toMatchObject({ channel: { config: { read_events: false } } })
  await bob.send('team:arena', 'a thread', { parent_id: said.id })
  await alice.send('team:arena', 'answered', { parent_id: said.id })

  const cidsOf = async (query: object) => {
    const { channels } = await bob.ok('POST /channels', query)
    return (channels as { channel: { cid: string } }[]).map(({ channel }) => channel.cid)
  }
  const mine = { members: { $in: ['bob'] } }
  const unread = () => bob.ok('GET /unread')
  expect(await unread()).toMatchObject({
    total_unread_count: 1,
    total_unread_threads_count: 0,
    channels: [{ channel_id: HALL, unread_count: 1 }],
    threads: [],
  })
  expect(await cidsOf({ filter_conditions: { has_unread: true } })).toEqual([HALL])
  const sort = [{ field: 'unread_count', direction: -1 }]
  expect(await cidsOf({ filter_conditions: mine, sort })).toEqual([HALL, 'team:arena'])
  expect((await server.connected('bob')).me).toMatchObject({ unread_channels: 1, unread_threads: 0 })
  await bob.ok('POST /channels/read', {})
  expect(await unread()).toMatchObject({ total_unread_count: 0 })

  await server.ok('PUT /channeltypes/team', { read_events: true })
  expect(await unread()).toMatchObject({
    channels: [{ channel_id: 'team:arena', unread_count: 1 }],
    threads: [{ parent_message_id: said.id, unread_count: 1 }],
  })
})

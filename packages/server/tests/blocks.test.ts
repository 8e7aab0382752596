import { expect, test } from 'bun:test'
import { type Frame, startServer, type TestServer } from '@parley/testkit'

test('a user blocks, lists and unblocks; blocking again changes nothing', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice', name: 'Alice' }, { id: 'mallory', name: 'Mallory' })
  const alice = server.person('alice')
  const first = await alice.ok('POST /users/block', { blocked_user_id: 'mallory' })
  expect(first).toMatchObject({ blocked_by_user_id: 'alice', blocked_user_id: 'mallory' })
  const again = await alice.ok('POST /users/block', { blocked_user_id: 'mallory' })
  expect(again.created_at).toBe(first.created_at)
  const { blocks } = await alice.ok('GET /users/block')
  expect(blocks).toEqual([
    {
      user_id: 'alice',
      user: expect.objectContaining({ id: 'alice', name: 'Alice' }),
      blocked_user_id: 'mallory',
      blocked_user: expect.objectContaining({ id: 'mallory', name: 'Mallory' }),
      created_at: first.created_at,
    },
  ])
  expect((await alice.connect()).me).toMatchObject({ blocked_user_ids: ['mallory'] })
  await alice.ok('POST /users/unblock', { blocked_user_id: 'mallory' })
  await alice.ok('POST /users/unblock', { blocked_user_id: 'mallory' })
  expect(await alice.ok('GET /users/block')).toMatchObject({ blocks: [] })
})

test('the list is its owner’s; a server names whose it wants', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice' }, { id: 'mallory' })
  await server.ok('POST /users/block', { user_id: 'alice', blocked_user_id: 'mallory' })
  const asServer = await server.ok('GET /users/block', undefined, { query: { user_id: 'alice' } })
  expect(asServer.blocks).toHaveLength(1)
  const asMallory = await server
    .person('mallory')
    .ok('GET /users/block', undefined, { query: { user_id: 'alice' } })
  expect(asMallory.blocks).toEqual([])
  expect((await server.call('GET /users/block')).body).toMatchObject({ code: 4 })
})

test('nobody blocks themselves or somebody who is not there', async () => {
  await using server = await startServer()
  const alice = server.person('alice')
  expect((await alice.call('POST /users/block', { blocked_user_id: 'alice' })).body).toMatchObject({
    code: 4,
  })
  expect((await alice.call('POST /users/block', { blocked_user_id: 'nobody' })).body).toMatchObject({
    code: 16,
  })
  expect((await alice.call('POST /users/block', {})).body).toMatchObject({ code: 4 })
  expect((await alice.call('POST /users/block', { blocked_user_id: 5 })).body).toMatchObject({ code: 4 })
})

const PAIR = 'messaging:pair'
const PAIR_PATH = '/channels/messaging/pair'

async function cidsOf(server: TestServer, filter: Frame, userId: string): Promise<unknown[]> {
  const { channels } = await server.ok('POST /channels', { filter_conditions: filter, user_id: userId })
  return (channels as Frame[]).map(each => (each.channel as Frame).cid)
}

test('a channel of two is as hidden for who blocks the other one, and comes back whole', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const mallory = await server.connected('mallory')
  await mallory.watch(PAIR, { members: ['alice', 'mallory'] })
  await alice.watch(PAIR)
  await server.ok('POST /users/block', { user_id: 'alice', blocked_user_id: 'mallory' })
  expect(await alice.next('channel.hidden')).toMatchObject({ cid: PAIR, user: { id: 'alice' } })
  await mallory.send(PAIR, 'listen')

  const mine = { members: { $in: ['alice'] } }
  expect(await cidsOf(server, mine, 'alice')).toEqual([])
  expect(await cidsOf(server, { ...mine, hidden: false }, 'alice')).toEqual([])
  expect(await cidsOf(server, mine, 'mallory')).toEqual([PAIR])
  expect((await server.ok('GET /unread?user_id=alice')).total_unread_count).toBe(0)
  const { channels } = await server.ok('POST /channels', {
    filter_conditions: { hidden: true },
    user_id: 'alice',
  })
  expect(channels).toMatchObject([
    { hidden: true, channel: { cid: PAIR, blocked: true, hidden: true }, messages: [{ text: 'listen' }] },
  ])
  // A connection that comes later does not hear of it either.
  const later = await server.connected('alice')
  await mallory.send(PAIR, 'do you hear?')
  for (const connection of [alice, later]) {
    await server.ok('POST /users/alice/event', { event: { type: 'marker' } })
    const next = await connection.next(frame =>
      ['message.new', 'notification.message_new', 'marker'].includes(String(frame.type)),
    )
    expect(next.type).toBe('marker')
  }

  await alice.ok('POST /users/unblock', { blocked_user_id: 'mallory' })
  expect(await alice.next('channel.visible')).toMatchObject({ cid: PAIR })
  expect(await cidsOf(server, mine, 'alice')).toEqual([PAIR])
  const state = await alice.ok(`POST ${PAIR_PATH}/query`, {})
  expect((state.messages as Frame[]).map(message => message.text)).toEqual(['listen', 'do you hear?'])
  expect(state.channel).not.toHaveProperty('blocked')
  await mallory.send(PAIR, 'hello again')
  expect(await later.next('notification.message_new')).toMatchObject({ message: { text: 'hello again' } })
})

test('groups are as they were, and who is blocked drags nobody into one', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' }, { id: 'mallory' })
  const alice = await server.connected('alice')
  const mallory = server.person('mallory')
  await server.ok('POST /users/block', { user_id: 'alice', blocked_user_id: 'mallory' })
  const made = await mallory.ok('POST /channels/messaging/group/query', {
    data: { members: ['alice', 'bob', 'mallory'] },
  })
  expect((made.members as Frame[]).map(member => member.user_id).toSorted()).toEqual(['bob', 'mallory'])
  await mallory.ok('POST /channels/messaging/group', { add_members: ['alice'] })
  await server.ok('POST /channels/messaging/group', { add_members: ['alice'] })
  expect(await alice.next('notification.added_to_channel')).toMatchObject({ cid: 'messaging:group' })
  await mallory.ok('POST /channels/messaging/group/message', { message: { text: 'hi all' } })
  expect(await alice.next('notification.message_new')).toMatchObject({ message: { text: 'hi all' } })
  expect(await cidsOf(server, { members: { $in: ['alice'] } }, 'alice')).toEqual(['messaging:group'])
  // Two are left, one of whom blocks the other.
  await server.ok('POST /channels/messaging/group', { remove_members: ['bob'] })
  await mallory.ok('POST /channels/messaging/group/message', { message: { text: 'alone now' } })
  await server.ok('POST /channels/messaging/group', { add_members: ['bob'] })
  await mallory.ok('POST /channels/messaging/group/message', { message: { text: 'not alone' } })
  expect(await alice.next('notification.message_new')).toMatchObject({ message: { text: 'not alone' } })

  // A conversation that the blocked one begins is silent from the start.
  await mallory.ok('POST /channels/messaging/query', { data: { members: ['alice', 'mallory'] } })
  await server.ok('POST /users/alice/event', { event: { type: 'marker' } })
  const next = await alice.next(frame =>
    ['notification.added_to_channel', 'marker'].includes(String(frame.type)),
  )
  expect(next.type).toBe('marker')
})

test('a server that replaces the list silences and brings back likewise', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'mallory' })
  const alice = await server.connected('alice')
  await server.ok(`POST ${PAIR_PATH}/query`, {
    data: { created_by_id: 'alice', members: ['alice', 'mallory'] },
  })
  await alice.next('notification.added_to_channel')
  await server.upsertUsers({ id: 'alice', blocked_user_ids: ['mallory'] })
  expect(await alice.next('channel.hidden')).toMatchObject({ cid: PAIR })
  await server.person('mallory').send(PAIR, 'unheard')
  await server.upsertUsers({ id: 'alice', blocked_user_ids: [] })
  expect(await alice.next('channel.visible')).toMatchObject({ cid: PAIR })
  await server.person('mallory').send(PAIR, 'heard')
  expect(await alice.next('notification.message_new')).toMatchObject({ message: { text: 'heard' } })
})

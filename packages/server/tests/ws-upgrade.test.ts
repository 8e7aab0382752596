import { expect, test } from 'bun:test'
import { type Frame, type Person, startServer, type TestServer } from '@parley/testkit'
import { connections } from './ws-support.ts'

interface Wish {
  readonly details?: Frame
  readonly merge?: boolean
  readonly token?: string
}

/** The connection asks to become this user; the answer, whatever it is. */
async function upgrade(server: TestServer, person: Person, userId: string, wish: Wish = {}): Promise<Frame> {
  const { details, merge, token = server.token(userId) } = wish
  const id = crypto.randomUUID()
  person.socket.send({ type: 'user.upgrade', token, id, user_details: details, merge })
  return person.next(frame => frame.reply_to === id)
}

async function stored(server: TestServer, userId: string): Promise<Frame | undefined> {
  const { store } = server.running.deps
  return (await store.read.findUser(server.running.app.id, userId)) as unknown as Frame | undefined
}

test('an anonymous reader becomes a user on the same socket and goes on watching', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'host' })
  await server.ok('POST /channels/livestream/show/query', { data: { created_by_id: 'host' } })
  const visitor = await server.anonymous().connect()
  await visitor.watch('livestream:show')
  const upgraded = await upgrade(server, visitor, 'alice', { details: { id: 'alice', name: 'Alice' } })
  expect(upgraded).toMatchObject({
    type: 'user.upgraded',
    connection_id: visitor.connectionId,
    me: { id: 'alice', name: 'Alice', role: 'user', online: true, unread_count: 0 },
    lost_channels: [],
  })
  await server.ok('POST /channels/livestream/show/message', { message: { text: 'welcome', user_id: 'host' } })
  expect(await visitor.next('message.new')).toMatchObject({ message: { text: 'welcome' } })
  expect(connections(server)).toBe(1)
  const { hub } = server.running.deps
  expect(hub.isOnline(server.running.app.id, 'alice')).toBe(true)
  expect(hub.watcherIds(server.running.app.id, 'livestream:show', 10, 0)).toEqual(['alice'])
  expect(hub.watcherCount(server.running.app.id, 'livestream:show')).toBe(1)
})

test('after the upgrade requests with the connection are the new user’s', async () => {
  await using server = await startServer()
  const visitor = await server.anonymous().connect()
  await upgrade(server, visitor, 'alice')
  const alice = server.person('alice')
  const reply = await alice.call(
    'POST /channels/messaging/hall/query',
    { watch: true, data: { members: ['alice'] } },
    { query: { connection_id: visitor.connectionId ?? '' } },
  )
  expect(reply.status).toBeLessThan(300)
  const other = await server
    .anonymous()
    .call(
      'POST /channels/livestream/show/query',
      { watch: true },
      { query: { connection_id: visitor.connectionId ?? '' } },
    )
  expect(other.status).toBeGreaterThanOrEqual(400)
})

test('channels that the new user may not read are lost, and told', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'host' })
  const guest = await (await server.guest('Gus')).connect()
  await server.ok('POST /channels/livestream/show/query', { data: { created_by_id: 'host' } })
  await server.ok('POST /channels/messaging/private/query', {
    data: { created_by_id: 'host', members: [guest.id, 'host'] },
  })
  await guest.watch('livestream:show')
  await guest.watch('messaging:private')
  const upgraded = await upgrade(server, guest, 'alice')
  expect(upgraded.lost_channels).toEqual(['messaging:private'])
  await server.ok('POST /channels/messaging/private/message', {
    message: { text: 'secret', user_id: 'host' },
  })
  await server.ok('POST /channels/livestream/show/message', { message: { text: 'open', user_id: 'host' } })
  const first = await guest.next(frame => String(frame.type).includes('message'))
  expect(first).toMatchObject({ type: 'message.new', message: { text: 'open' } })
  expect(await stored(server, guest.id)).toMatchObject({ deletedAtUs: undefined, mergedInto: undefined })
})

test('with merge what the guest has becomes the user’s, and watchers learn of it', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'host' }, { id: 'alice', name: 'Alice' })
  const guest = await (await server.guest('Gus')).connect()
  await server.ok('POST /channels/messaging/help/query', {
    data: { created_by_id: 'host', members: [guest.id, 'host'] },
  })
  const host = await server.connected('host')
  await host.watch('messaging:help')
  await guest.watch('messaging:help')
  await guest.send('messaging:help', 'my order is late')
  const upgraded = await upgrade(server, guest, 'alice', { merge: true })
  expect(upgraded).toMatchObject({ me: { id: 'alice', name: 'Alice' }, lost_channels: [] })
  const merged = await host.next('user.merged')
  expect(merged).toMatchObject({
    cid: 'messaging:help',
    merged_from: guest.id,
    user: { id: 'alice' },
    member_count: 2,
  })
  expect(merged.seq).toBeNumber()
  const alice = server.person('alice')
  const state = await alice.ok('POST /channels/messaging/help/query', { state: true })
  expect(state.messages).toMatchObject([{ text: 'my order is late', user: { id: 'alice' } }])
  expect((state.members as Frame[]).map(member => member.user_id).sort()).toEqual(['alice', 'host'])
  expect(await stored(server, guest.id)).toMatchObject({
    mergedInto: 'alice',
    deletedAtUs: expect.any(Number),
  })
  // Whoever was away finds it in the log.
  const sync = await host.ok('POST /sync', {
    channel_cids: ['messaging:help'],
    channel_seqs: { 'messaging:help': 0 },
  })
  expect((sync.events as Frame[]).map(event => event.type)).toContain('user.merged')
})

test('where both had reacted alike, one counts, and watchers learn of it', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'host' }, { id: 'alice' })
  const guest = await (await server.guest('Gus')).connect()
  await server.ok('POST /channels/livestream/show/query', { data: { created_by_id: 'host' } })
  const host = await server.connected('host')
  await host.watch('livestream:show')
  const { id } = await host.send('livestream:show', 'welcome')
  for (const [user_id, type] of [
    ['alice', 'like'],
    [guest.id, 'like'],
    [guest.id, 'love'],
  ]) {
    await server.ok(`POST /messages/${id}/reaction`, { reaction: { type, user_id } })
  }
  await upgrade(server, guest, 'alice', { merge: true })
  expect(await host.next('user.merged')).toMatchObject({ cid: 'livestream:show', merged_from: guest.id })
  const told = await host.next('message.updated')
  const read = await host.ok(`GET /messages/${id}`)
  for (const message of [told.message, read.message] as Frame[]) {
    expect(message).toMatchObject({ reaction_counts: { like: 1, love: 1 } })
    const users = (message.latest_reactions as Frame[]).map(({ user_id }) => user_id)
    expect(users).toEqual(['alice', 'alice'])
  }
})

test('nothing of a channel names the guest any more', async () => {
  await using server = await startServer()
  await server.ok('PUT /channeltypes/livestream', { polls: true })
  await server.upsertUsers({ id: 'host' }, { id: 'alice' })
  const guest = await (await server.guest('Gus')).connect()
  const said = async (message: Frame) =>
    (await server.ok('POST /channels/livestream/show/message', { message })).message as Frame
  await server.ok('POST /channels/livestream/show/query', { data: { created_by_id: guest.id } })
  await server.ok('POST /channels/livestream/show/truncate', { user_id: guest.id })
  const mentioning = await said({ text: 'you two?', user_id: 'host', mentioned_users: [guest.id, 'alice'] })
  await said({ text: 'you?', user_id: 'host', mentioned_users: ['host', guest.id] })
  await said({ text: 'psst', user_id: 'host', restricted_visibility: [guest.id] })
  await server.ok(`PUT /messages/${mentioning.id}`, { set: { pinned: true }, user_id: guest.id })
  const made = await server.ok('POST /polls', {
    user_id: guest.id,
    name: 'Lunch?',
    options: [{ text: 'a' }, { text: 'b' }],
  })
  const poll = made.poll as { id: string; options: { id: string }[] }
  const asked = await said({ text: '', user_id: 'host', poll_id: poll.id })
  for (const [at, user_id] of [guest.id, 'alice'].entries()) {
    const vote = { option_id: poll.options[at]?.id }
    await server.ok(`POST /messages/${asked.id}/polls/${poll.id}/vote`, { vote, user_id })
  }
  const host = await server.connected('host')
  await host.watch('livestream:show')
  await upgrade(server, guest, 'alice', { merge: true })
  expect(await host.next('user.merged')).toMatchObject({ cid: 'livestream:show', member_count: 0 })
  expect(await host.next('message.updated')).toMatchObject({ message: { poll: { vote_count: 1 } } })
  const state = await server.person('alice').ok('POST /channels/livestream/show/query', { state: true })
  const texts = (state.messages as Frame[]).map(({ text }) => text)
  expect(texts).toEqual(['you two?', 'you?', 'psst', ''])
  const mentioned = (state.messages as Frame[]).map(each =>
    (each.mentioned_users as Frame[]).map(({ id }) => id),
  )
  expect(mentioned).toEqual([['alice'], ['host', 'alice'], [], []])
  expect(state.channel).toMatchObject({ created_by: { id: 'alice' } })
  expect(JSON.stringify(state)).not.toContain(guest.id)
})

test('the guest’s other sockets close, its token is of no use any more', async () => {
  await using server = await startServer()
  const guest = await server.guest('Gus')
  await guest.connect()
  const elsewhere = await new (guest.constructor as typeof Person)(server, guest.id, guest.token).connect()
  await upgrade(server, guest, 'alice', { merge: true })
  const error = await elsewhere.socket.nextError()
  expect(error).toMatchObject({ code: 17, details: { reason: 'merged' } })
  expect(await elsewhere.socket.whenClosed()).toMatchObject({ code: 4003 })
  const late = await guest.call('POST /channels/messaging/x/query', {})
  expect(late).toMatchObject({ status: 403, body: { code: 17, details: { reason: 'merged' } } })
  guest.socket.send({ type: 'health.check' })
  await guest.next('health.check')
})

test('without merge the guest stays who it is', async () => {
  await using server = await startServer()
  const guest = await server.guest('Gus')
  await guest.connect()
  const elsewhere = await new (guest.constructor as typeof Person)(server, guest.id, guest.token).connect()
  await upgrade(server, guest, 'alice')
  elsewhere.socket.send({ type: 'health.check' })
  await elsewhere.next('health.check')
  expect(await stored(server, guest.id)).toMatchObject({ deletedAtUs: undefined })
})

test('merge from an anonymous connection has nothing to merge and is no error', async () => {
  await using server = await startServer()
  const visitor = await server.anonymous().connect()
  expect(await upgrade(server, visitor, 'alice', { merge: true })).toMatchObject({ me: { id: 'alice' } })
})

test('whoever is refused stays who they are', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'gone' })
  await server.ok('POST /users/gone/deactivate', {})
  const guest = await (await server.guest('Gus')).connect()
  const other = await server.guest('Other')
  const cases: [string, Wish, number][] = [
    ['alice', { token: 'a.b.c' }, 5],
    ['alice', { token: server.token('alice', { exp: 1 }) }, 40],
    ['alice', { token: server.serverToken }, 5],
    ['alice', { token: other.token ?? '' }, 5],
    ['alice', { details: { id: 'bob' } }, 5],
    ['alice', { details: { id: 'alice', a: 'x'.repeat(6000) } }, 4],
    ['gone', { merge: true }, 17],
  ]
  for (const [userId, wish, code] of cases) {
    expect({ userId, wish, ...(await upgrade(server, guest, userId, wish)) }).toMatchObject({
      error: { code },
    })
  }
  const { hub } = server.running.deps
  expect(hub.connectionsOf(server.running.app.id, guest.id).map(({ kind }) => kind)).toEqual(['guest'])
  expect(await stored(server, guest.id)).toMatchObject({ deletedAtUs: undefined })
})

test('an anonymous reader becomes a guest, who can become a user', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'host' })
  await server.ok('POST /channels/livestream/show/query', { data: { created_by_id: 'host' } })
  const visitor = await server.anonymous().connect()
  await visitor.watch('livestream:show')
  const guest = await server.guest('Gus')
  const upgraded = await upgrade(server, visitor, guest.id, { token: guest.token ?? '' })
  expect(upgraded).toMatchObject({
    type: 'user.upgraded',
    connection_id: visitor.connectionId,
    me: { id: guest.id, name: 'Gus', role: 'guest' },
    lost_channels: [],
  })
  const { hub } = server.running.deps
  expect(hub.connectionsOf(server.running.app.id, guest.id).map(({ kind }) => kind)).toEqual(['guest'])
  expect(hub.watcherIds(server.running.app.id, 'livestream:show', 10, 0)).toEqual([guest.id])
  const again = await upgrade(server, visitor, 'alice', { merge: true })
  expect(again).toMatchObject({ me: { id: 'alice' } })
  expect(await stored(server, guest.id)).toMatchObject({ mergedInto: 'alice' })
})

test('a regular user can not become somebody else', async () => {
  await using server = await startServer()
  const bob = await server.connected('bob')
  expect(await upgrade(server, bob, 'alice', { merge: true })).toMatchObject({
    error: { code: 17, StatusCode: 403, message: expect.stringContaining('bob') },
  })
})

test('the new user’s limit counts', async () => {
  await using server = await startServer()
  await server.ok('PATCH /app', { max_connections_per_user: 1 })
  await server.connected('alice')
  const visitor = await server.anonymous().connect()
  expect(await upgrade(server, visitor, 'alice')).toMatchObject({ error: { code: 9, details: { limit: 1 } } })
  visitor.socket.send({ type: 'health.check' })
  await visitor.next('health.check')
})

test('the kinds of connections are counted anew', async () => {
  await using server = await startServer()
  const visitor = await server.anonymous().connect()
  const guest = await (await server.guest('Gus')).connect()
  await upgrade(server, visitor, 'alice')
  await upgrade(server, guest, 'bob')
  const gauge = await server.running.deps.metrics.connections.get()
  const byKind = Object.fromEntries(gauge.values.map(({ labels, value }) => [labels.kind, value]))
  expect(byKind).toEqual({ anonymous: 0, guest: 0, regular: 2 })
})

test('the token of the upgrade is the one that ends', async () => {
  await using server = await startServer()
  const visitor = await server.anonymous().connect()
  const exp = Math.floor(Date.now() / 1000) + 40
  await upgrade(server, visitor, 'alice', { token: server.token('alice', { exp }) })
  server.running.deps.hub.life.wheel.advance(41)
  expect(await visitor.socket.nextError()).toMatchObject({ code: 40 })
  expect(await visitor.socket.whenClosed()).toMatchObject({ code: 4002 })
})

test('a deactivation of the new user closes the upgraded connection', async () => {
  await using server = await startServer()
  const visitor = await server.anonymous().connect()
  await upgrade(server, visitor, 'alice')
  await server.ok('POST /users/alice/deactivate', {})
  expect(await visitor.socket.nextError()).toMatchObject({ code: 17, details: { reason: 'deactivated' } })
  expect(await visitor.socket.whenClosed()).toMatchObject({ code: 4003 })
})

test('watchers hear of a user who comes by an upgrade, unless the user was there already', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'host' })
  await server.ok('POST /channels/livestream/show/query', { data: { created_by_id: 'host' } })
  const bob = await server.connected('bob')
  const phone = await server.connected('alice')
  const visitors = [await server.anonymous().connect(), await server.anonymous().connect()] as const
  for (const person of [bob, phone, ...visitors]) await person.watch('livestream:show')
  await upgrade(server, visitors[0], 'alice')
  await upgrade(server, visitors[1], 'carol')
  for (const id of ['bob', 'alice', 'carol']) {
    expect(await bob.next('user.watching.start')).toMatchObject({ user: { id } })
  }
  expect(server.running.deps.hub.watcherCount(server.running.app.id, 'livestream:show')).toBe(3)
})

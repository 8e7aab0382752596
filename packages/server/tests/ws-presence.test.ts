import { expect, test } from 'bun:test'
import { eventually, type Frame, type Person, startServer, type TestServer } from '@parley/testkit'
import { passSeconds } from './ws-support.ts'

/** A channel that these people are members of. */
async function makeHall(server: TestServer, ...members: string[]): Promise<void> {
  await server.upsertUsers(...members.map(id => ({ id })))
  await server.ok('POST /channels/messaging/hall/query', { data: { created_by_id: members[0], members } })
}

/** Everything that came until an answer to a question asked now. */
async function soFar(person: Person): Promise<Frame[]> {
  const id = crypto.randomUUID()
  person.socket.send({ type: 'health.check', id })
  await person.next(frame => frame.reply_to === id)
  return person.socket.drain()
}

const typesOf = (frames: readonly Frame[]): unknown[] => frames.map(frame => frame.type)

test('who asked for presence hears of the first connection and of the end of the last', async () => {
  await using server = await startServer()
  await makeHall(server, 'alice', 'bob')
  const alice = await server.connected('alice')
  await alice.watch('messaging:hall')
  const bob = await server.connected('bob')
  expect(await alice.next('user.presence.changed')).toMatchObject({ user: { id: 'bob', online: true } })
  const phone = await server.connected('bob')
  await bob.disconnect()
  expect(typesOf(await soFar(alice))).not.toContain('user.presence.changed')
  await phone.disconnect()
  expect(await alice.next('user.presence.changed')).toMatchObject({ user: { id: 'bob', online: false } })
})

test('who did not ask hears nothing of presence', async () => {
  await using server = await startServer()
  await makeHall(server, 'alice', 'bob')
  const alice = await server.connected('alice')
  await alice.ok(
    'POST /channels/messaging/hall/query',
    { watch: true, state: true },
    { query: { connection_id: alice.connectionId ?? '' } },
  )
  await (await server.connected('bob')).disconnect()
  expect(typesOf(await soFar(alice))).not.toContain('user.presence.changed')
})

test('a channel without connect events tells nobody of its members’ presence', async () => {
  await using server = await startServer()
  await server.ok('PUT /channeltypes/messaging', { connect_events: false })
  await makeHall(server, 'alice', 'bob')
  const alice = await server.connected('alice')
  await alice.watch('messaging:hall')
  const body = { filter_conditions: { members: { $in: ['alice'] } }, watch: true, presence: true }
  await alice.ok('POST /channels', body, { query: { connection_id: alice.connectionId ?? '' } })
  await (await server.connected('bob')).disconnect()
  expect(typesOf(await soFar(alice))).not.toContain('user.presence.changed')
})

test('an invisible user is offline to others, across reconnects, until they show themselves', async () => {
  await using server = await startServer()
  await makeHall(server, 'alice', 'bob')
  const alice = await server.connected('alice')
  await alice.watch('messaging:hall')
  const bob = await server.connected('bob', { invisible: true })
  expect(bob.me).toMatchObject({ invisible: true })
  await bob.disconnect()
  const again = await server.connected('bob')
  expect(again.me).toMatchObject({ invisible: true })
  const heard = await soFar(alice)
  const ofBob = heard.map(frame => frame.user as Frame | undefined).filter(user => user?.id === 'bob')
  expect(ofBob.filter(user => user?.online)).toEqual([])
  expect(typesOf(heard)).not.toContain('user.presence.changed')
  await server.connected('bob', { invisible: false })
  expect(await alice.next('user.presence.changed')).toMatchObject({ user: { id: 'bob', online: true } })
  await server.connected('bob', { invisible: true })
  expect(await alice.next('user.presence.changed')).toMatchObject({ user: { id: 'bob', online: false } })
})

test('what a user says of itself when connecting reaches its other connections', async () => {
  await using server = await startServer()
  const laptop = await server.connected('bob', { name: 'Bob' })
  await server.connected('bob', { name: 'Robert' })
  expect(await laptop.next('user.updated')).toMatchObject({ user: { id: 'bob', name: 'Robert' } })
})

test('watchers hear who comes and who goes, once per user', async () => {
  await using server = await startServer()
  await makeHall(server, 'alice', 'bob')
  const alice = await server.connected('alice')
  await alice.watch('messaging:hall')
  const bob = await server.connected('bob')
  await bob.watch('messaging:hall')
  const start = await alice.next(
    frame => frame.type === 'user.watching.start' && (frame.user as Frame).id === 'bob',
  )
  expect(start).toMatchObject({ cid: 'messaging:hall', user: { id: 'bob' }, watcher_count: 2 })
  await soFar(alice)
  const phone = await server.connected('bob')
  await phone.watch('messaging:hall')
  await phone.disconnect()
  expect(typesOf(await soFar(alice)).filter(type => String(type).startsWith('user.watching'))).toEqual([])
  await bob.disconnect()
  expect(await alice.next('user.watching.stop')).toMatchObject({ user: { id: 'bob' }, watcher_count: 1 })
})

test('a silent watcher that is closed by the wheel is told of like any other', async () => {
  await using server = await startServer()
  await makeHall(server, 'alice', 'bob')
  const alice = await server.connected('alice')
  await alice.watch('messaging:hall')
  const bob = await server.connected('bob')
  await bob.watch('messaging:hall')
  passSeconds(server, 50)
  await soFar(alice)
  passSeconds(server, 12)
  expect(await bob.socket.whenClosed()).toMatchObject({ code: 4008 })
  expect(await alice.next('user.watching.stop')).toMatchObject({ user: { id: 'bob' }, watcher_count: 1 })
  expect(await alice.next('user.presence.changed')).toMatchObject({ user: { id: 'bob', online: false } })
})

test('anonymous watchers are counted one by one, and not named', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'host' })
  await server.ok('POST /channels/livestream/show/query', { data: { created_by_id: 'host' } })
  const visitors = [await server.anonymous().connect(), await server.anonymous().connect()]
  for (const visitor of visitors) await visitor.watch('livestream:show')
  const { hub } = server.running.deps
  const appId = server.running.app.id
  expect(hub.watcherCount(appId, 'livestream:show')).toBe(2)
  expect(hub.watcherIds(appId, 'livestream:show', 10, 0)).toEqual([])
  await visitors[0]?.disconnect()
  await eventually(() => hub.watcherCount(appId, 'livestream:show') === 1, 'one left')
})

test('members who do not watch get notifications, watchers the message, nobody both', async () => {
  await using server = await startServer()
  await makeHall(server, 'alice', 'bob', 'carol')
  const [alice, bob] = [await server.connected('alice'), await server.connected('bob')]
  await alice.watch('messaging:hall')
  await server.ok('POST /channels/messaging/hall/message', { message: { text: 'hi', user_id: 'carol' } })
  await alice.next('message.new')
  await bob.next('notification.message_new')
  expect(typesOf(await soFar(alice))).not.toContain('notification.message_new')
  expect(typesOf(await soFar(bob))).not.toContain('message.new')
})

test('who watches and stops watching gets notifications again', async () => {
  await using server = await startServer()
  await makeHall(server, 'alice', 'bob')
  const alice = await server.connected('alice')
  const query = { connection_id: alice.connectionId ?? '' }
  await alice.watch('messaging:hall')
  await alice.ok(
    'POST /channels/messaging/hall/stop-watching',
    { connection_id: alice.connectionId },
    { query },
  )
  await server.ok('POST /channels/messaging/hall/message', { message: { text: 'hi', user_id: 'bob' } })
  await alice.next('notification.message_new')
})

test('notifications begin and end with the membership', async () => {
  await using server = await startServer()
  await makeHall(server, 'bob')
  const alice = await server.connected('alice')
  await server.ok('POST /channels/messaging/hall', { add_members: ['alice'] })
  await server.ok('POST /channels/messaging/hall/message', { message: { text: 'one', user_id: 'bob' } })
  expect(await alice.next('notification.message_new')).toMatchObject({ message: { text: 'one' } })
  await server.ok('POST /channels/messaging/hall', { remove_members: ['alice'] })
  await server.ok('POST /channels/messaging/hall/message', { message: { text: 'two', user_id: 'bob' } })
  expect(typesOf(await soFar(alice))).not.toContain('notification.message_new')
})

test('who is not a member any more does not go on watching a private channel', async () => {
  await using server = await startServer()
  await makeHall(server, 'bob', 'alice')
  const alice = await server.connected('alice')
  await alice.watch('messaging:hall')
  await server.ok('POST /channels/messaging/hall', { remove_members: ['alice'] })
  const { hub } = server.running.deps
  await eventually(
    () => hub.watcherCount(server.running.app.id, 'messaging:hall') === 0,
    'alice was taken out',
  )
  await server.ok('POST /channels/messaging/hall/message', { message: { text: 'secret', user_id: 'bob' } })
  expect(typesOf(await soFar(alice))).not.toContain('message.new')
})

test('last_active and the month’s users are written, though not at once', async () => {
  await using server = await startServer()
  const { hub, store } = server.running.deps
  const appId = server.running.app.id
  await server.upsertUsers({ id: 'alice' })
  await server.connected('alice')
  await server.connected('alice')
  await server.connected('bob')
  await (await server.guest('Gus')).connect()
  await server.anonymous().connect()
  await hub.usage.flush()
  const month = new Date().toISOString().slice(0, 7)
  expect(await store.read.countActiveUsers(appId, month)).toEqual({ regular: 2, guest: 1 })
  const alice = await store.read.findUser(appId, 'alice')
  expect(alice?.lastActiveAtUs).toBeGreaterThan(alice?.createdAtUs ?? Number.POSITIVE_INFINITY)
  const minute = Math.floor(hub.life.wheel.nowS / 60)
  const peaks = await store.read.listConnectionPeaks(appId, minute - 2, minute + 2)
  expect(Math.max(...peaks.map(({ peak }) => peak))).toBe(5)
})

test('last_active moves on every 15 minutes while connected', async () => {
  await using server = await startServer()
  const { hub, store } = server.running.deps
  const alice = await server.connected('alice')
  await hub.usage.flush()
  const before = (await store.read.findUser(server.running.app.id, 'alice'))?.lastActiveAtUs ?? 0
  for (let passed = 0; passed < 16 * 60; passed += 40) {
    passSeconds(server, 40)
    await soFar(alice)
  }
  await hub.usage.flush()
  const after = (await store.read.findUser(server.running.app.id, 'alice'))?.lastActiveAtUs ?? 0
  expect((after - before) / 1e6).toBeWithin(14 * 60, 16 * 60)
})

test('what waits to be written is written when the server stops', async () => {
  const server = await startServer()
  const { usage } = server.running.deps.hub
  await server.connected('alice')
  const written: string[] = []
  const { store } = server.running.deps
  const close = store.close.bind(store)
  store.close = async () => {
    const month = new Date().toISOString().slice(0, 7)
    written.push(JSON.stringify(await store.read.countActiveUsers(server.running.app.id, month)))
    await close()
  }
  await server[Symbol.asyncDispose]()
  expect(written).toEqual(['{"regular":1,"guest":0}'])
  expect(usage.openConnections(server.running.app.id)).toBe(0)
})

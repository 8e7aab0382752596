import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer } from '@parley/testkit'
import { Law } from './mirror.ts'
import { Receiver } from './receiver.ts'

const HALL = 'messaging:hall'
const EVENT = `POST ${channelPath(HALL)}/event`

test('typing is told and forgotten', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await bob.watch(HALL)
  const { event } = await alice.ok(EVENT, { event: { type: 'typing.start', parent_id: 'thread-1' } })
  expect(event).toMatchObject({ type: 'typing.start', cid: HALL, parent_id: 'thread-1' })
  const heard = await bob.next('typing.start')
  expect(heard).toMatchObject({ user: { id: 'alice' }, parent_id: 'thread-1' })
  expect(heard.seq).toBeUndefined()
  await server.ok(EVENT, { event: { type: 'typing.stop', user: { id: 'alice' } } })
  await bob.next('typing.stop')
  expect((await bob.watch(HALL)).seq).toBe(0)
})

test('who keeps typing private types unseen; a switched-off feature says so', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice', {
    privacy_settings: { typing_indicators: { enabled: false } },
  })
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await bob.watch(HALL)
  await alice.ok(EVENT, { event: { type: 'typing.start' } })
  await alice.send(HALL, 'surprise')
  await bob.next('message.new')
  expect(bob.socket.drain().map(frame => frame.type)).not.toContain('typing.start')
  await server.ok(`PATCH ${channelPath(HALL)}`, { set: { config_overrides: { typing_events: false } } })
  expect((await bob.call(EVENT, { event: { type: 'typing.start' } })).body).toMatchObject({ code: 19 })
})

test('an event of the app’s own is logged and comes with sync', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await bob.watch(HALL)
  const law = await Law.begin(server, HALL, bob)
  const { event } = await alice.ok(EVENT, {
    event: { type: 'ca"ke', size: 3, cid: 'messaging:fake', seq: 99 },
  })
  expect(event).toMatchObject({ type: 'ca"ke', cid: HALL, size: 3, seq: 1, user: { id: 'alice' } })
  await law.holds()
  const { events } = await bob.ok('POST /sync', { channel_cids: [HALL], channel_seqs: { [HALL]: 0 } })
  expect(events).toEqual([event])
})

test('of somebody shadow-banned nobody gets it but they themselves, servers and webhooks', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  await server.ok('PATCH /app', {
    event_hooks: [{ hook_type: 'webhook', webhook_url: receiver.url, event_types: ['cake'] }],
  })
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  const carol = await server.connected('carol')
  await alice.watch(HALL, { members: ['alice', 'bob', 'carol'] })
  for (const person of [bob, carol]) await person.watch(HALL)
  const law = await Law.begin(server, HALL, carol)
  await server.ok('POST /moderation/ban', {
    target_user_id: 'alice',
    type: 'messaging',
    id: 'hall',
    shadow: true,
  })
  const { event } = await alice.ok(EVENT, { event: { type: 'cake', message: 'hidden' } })
  expect(await alice.next('cake')).toMatchObject(event as Frame)
  expect((await receiver.next('cake')).body).toMatchObject({ user: { id: 'alice' }, message: 'hidden' })
  await bob.ok(EVENT, { event: { type: 'cake', message: 'seen' } })
  // In order: what came before would be here by now.
  expect(await bob.next('cake')).toMatchObject({ message: 'seen' })
  await law.holds()
  const missed = async (who: typeof alice) => {
    const since = { channel_cids: [HALL], channel_seqs: { [HALL]: 0 } }
    const { events } = await who.ok('POST /sync', since)
    return (events as Frame[]).filter(({ type }) => type === 'cake').map(({ message }) => message)
  }
  expect(await missed(alice)).toEqual(['hidden', 'seen'])
  expect(await missed(bob)).toEqual(['seen'])
})

test('what can not be sent is refused', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  for (const type of ['message.new', 'health.check', 'my.own']) {
    expect((await alice.call(EVENT, { event: { type } })).body).toMatchObject({ code: 18, StatusCode: 400 })
  }
  expect((await alice.call(EVENT, { event: { type: 'big', data: 'x'.repeat(6000) } })).body).toMatchObject({
    code: 4,
  })
  expect((await alice.call(EVENT, { event: {} })).body).toMatchObject({ code: 4 })
  await server.ok('PUT /channeltypes/messaging', { custom_events: false })
  expect((await alice.call(EVENT, { event: { type: 'cake' } })).body).toMatchObject({ code: 19 })
  const mallory = server.person('mallory')
  expect((await mallory.call(EVENT, { event: { type: 'typing.start' } })).body).toMatchObject({ code: 17 })
  const state: Frame = await alice.watch(HALL)
  expect(state.seq).toBe(0)
})

test('a room above 100 watchers is spared typing and read marks, and hears of its people in one breath', async () => {
  const hundred = Array.from({ length: 101 }, (_, n) => `guest-${n}`)
  await using server = await startServer()
  const people = await Promise.all(hundred.map(id => server.connected(id)))
  const alice = await server.connected('alice')
  const show = 'livestream:show'
  await alice.watch(show, { members: ['alice'] })
  await Promise.all(people.map(person => person.watch(show)))
  alice.socket.drain()
  const [first, second] = people
  if (!first || !second) throw new Error('nobody came')
  await first.ok(`POST ${channelPath(show)}/event`, { event: { type: 'typing.start' } })
  await alice.ok(`POST ${channelPath(show)}/read`, {})
  const late = await server.connected('late')
  await late.watch(show)
  await second.ok(`POST ${channelPath(show)}/stop-watching`, { connection_id: second.connectionId })
  await first.send(show, 'hello all')
  await alice.next('message.new')
  // A breath may have ended between the two of them.
  const hasLate = ({ users = [] }: Frame) => (users as Frame[]).some(user => user.id === 'late')
  const together = await alice.next(hasLate)
  expect(together.type).toBe('user.watching.start')
  expect([102, 103]).toContain(together.watcher_count as number)
  expect(await alice.next('user.watching.stop')).toMatchObject({ user: { id: 'guest-1' } })
  const types = new Set(alice.socket.drain().map(frame => frame.type))
  expect(types).not.toContain('typing.start')
  expect(types).not.toContain('message.read')

  // A type may ask that messages are thinned, too; all of them are in the log.
  await server.ok('PUT /channeltypes/livestream', { message_throttle: { per_second: 1, burst: 1 } })
  const { seq } = await alice.watch(show)
  const texts = Array.from({ length: 8 }, (_, n) => `message ${n}`)
  await Promise.all(texts.map(text => first.send(show, text)))
  await first.ok(`POST ${channelPath(show)}/event`, { event: { type: 'done' } })
  await alice.next('done')
  const heard = alice.socket.drain().filter(frame => frame.type === 'message.new')
  expect(heard.length).toBeGreaterThan(0)
  expect(heard.length).toBeLessThan(texts.length)
  const { events } = await alice.ok('POST /sync', { channel_cids: [show], channel_seqs: { [show]: seq } })
  const sent = (events as Frame[]).filter(event => event.type === 'message.new')
  expect(sent.map(event => (event.message as Frame).text).sort()).toEqual(texts)
}, 120_000)

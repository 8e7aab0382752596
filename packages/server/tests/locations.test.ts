import { expect, test } from 'bun:test'
import { channelPath, type Frame, type Person, startServer, type TestServer } from '@parley/testkit'
import { Law } from './mirror.ts'

const HALL = 'messaging:hall'
const HOUR_AHEAD = () => new Date(Date.now() + 3_600_000).toISOString()

async function hall(server: TestServer): Promise<[alice: Person, bob: Person]> {
  await server.ok('PUT /channeltypes/messaging', { shared_locations: true })
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await bob.watch(HALL)
  return [alice, bob]
}

test('a live location moves, and everybody watches it, until it stops', async () => {
  await using server = await startServer()
  const [alice, bob] = await hall(server)
  const law = await Law.begin(server, HALL, bob)
  const end_at = HOUR_AHEAD()
  const here = { latitude: 52.5, longitude: 13.25, end_at, created_by_device_id: 'phone' }
  const sent = (await alice.ok(`POST ${channelPath(HALL)}/message`, { message: { shared_location: here } }))
    .message as Frame
  expect(sent).toMatchObject({
    text: '',
    shared_location: {
      message_id: sent.id,
      channel_cid: HALL,
      user_id: 'alice',
      latitude: 52.5,
      longitude: 13.25,
      created_by_device_id: 'phone',
    },
  })
  await law.holds()
  const list = async () => (await alice.ok('GET /users/live_locations')).active_live_locations
  expect(await list()).toEqual([sent.shared_location])
  expect((await bob.ok('GET /users/live_locations')).active_live_locations).toEqual([])

  const moved = await alice.ok('PUT /users/live_locations', {
    message_id: sent.id,
    latitude: -1.5,
    longitude: 2,
  })
  // Flat at the root, as SDKs read it.
  expect(moved).toMatchObject({ message_id: sent.id, latitude: -1.5, longitude: 2, channel_cid: HALL })
  expect(moved.end_at).toBe((sent.shared_location as Frame).end_at)
  expect(await alice.next('message.updated')).toMatchObject({
    message: { id: sent.id, shared_location: { latitude: -1.5 } },
    user: { id: 'alice' },
  })
  await law.holds()
  // Editing the text leaves the location, and a message without text stays one.
  await alice.ok(`POST /messages/${sent.id}`, { message: { text: '' } })
  expect(await list()).toMatchObject([{ latitude: -1.5 }])

  const stop = { message_id: sent.id, end_at: new Date().toISOString() }
  await server.ok('PUT /users/live_locations?user_id=alice', stop)
  expect(await list()).toEqual([])
  const late = await alice.call('PUT /users/live_locations', {
    message_id: sent.id,
    latitude: 1,
    longitude: 1,
  })
  expect(late.body).toMatchObject({ code: 4 })
  await law.holds()
})

test('a place is no live location, and a deleted message shows none', async () => {
  await using server = await startServer()
  const [alice] = await hall(server)
  const place = { latitude: 1, longitude: 2 }
  const sent = await alice.send(HALL, 'here', { shared_location: place })
  expect(sent.shared_location).not.toHaveProperty('end_at')
  expect((await alice.ok('GET /users/live_locations')).active_live_locations).toEqual([])
  const move = { message_id: sent.id, latitude: 3, longitude: 4 }
  expect((await alice.call('PUT /users/live_locations', move)).body).toMatchObject({ code: 4 })
  const live = await alice.send(HALL, 'live', { shared_location: { ...place, end_at: HOUR_AHEAD() } })
  const deleted = await alice.ok(`DELETE /messages/${live.id}`)
  expect(deleted.message).not.toHaveProperty('shared_location')
  expect((await alice.ok('GET /users/live_locations')).active_live_locations).toEqual([])
})

test('what is no location is refused, and what is not one’s own', async () => {
  await using server = await startServer()
  const [alice, bob] = await hall(server)
  const end_at = HOUR_AHEAD()
  const live = await alice.send(HALL, 'live', { shared_location: { latitude: 1, longitude: 2, end_at } })
  const move = { message_id: live.id, latitude: 3, longitude: 4 }
  const say = (shared_location: unknown) => ({ message: { text: 'x', shared_location } })
  const cases: [Person | TestServer, string, unknown, number][] = [
    [bob, 'PUT /users/live_locations', move, 17],
    [server.person('eve'), 'PUT /users/live_locations', move, 17],
    [alice, 'PUT /users/live_locations', { ...move, message_id: 'nope' }, 16],
    [alice, 'PUT /users/live_locations', { ...move, latitude: 91 }, 4],
    [alice, 'PUT /users/live_locations', { message_id: live.id, latitude: 1 }, 4],
    [server, 'PUT /users/live_locations', move, 4],
    [server, 'GET /users/live_locations', undefined, 4],
    [alice, `POST ${channelPath(HALL)}/message`, say({ latitude: 'north', longitude: 1 }), 4],
    [alice, `POST ${channelPath(HALL)}/message`, say({ latitude: 1, longitude: 181 }), 4],
    [
      alice,
      `POST ${channelPath(HALL)}/message`,
      say({ latitude: 1, longitude: 1, end_at: '2020-01-01T00:00:00Z' }),
      4,
    ],
  ]
  for (const [who, endpoint, body, code] of cases) {
    expect([endpoint, body, (await who.call(endpoint, body)).body.code]).toEqual([endpoint, body, code])
  }
  await server.ok('PUT /channeltypes/messaging', { shared_locations: false })
  const off = await alice.call(`POST ${channelPath(HALL)}/message`, say({ latitude: 1, longitude: 1 }))
  expect(off.body).toMatchObject({ code: 19, details: { feature: 'shared_locations' } })
})

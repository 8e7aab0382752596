import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Frame, startServer, type TestServer } from '@parley/testkit'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
  await server.upsertUsers({ id: 'alice', name: 'Alice' }, { id: 'bob', name: 'Bob' }, { id: 'carol' })
})

afterAll(() => server[Symbol.asyncDispose]())

async function mutesOf(id: string): Promise<Frame[]> {
  const payload = JSON.stringify({ filter_conditions: { id } })
  const { users } = await server.ok('GET /users', undefined, { query: { payload } })
  return ((users as Frame[])[0]?.mutes as Frame[]) ?? []
}

const targetsOf = (mutes: unknown) => (mutes as Frame[]).map(mute => (mute.target as Frame).id)

test('a user mutes one, hears of it everywhere, and unmutes', async () => {
  const alice = await server.connected('alice')
  const { mute } = await alice.ok('POST /moderation/mute', { target_id: 'bob' })
  expect(mute).toEqual({
    user: expect.objectContaining({ id: 'alice', name: 'Alice' }),
    target: expect.objectContaining({ id: 'bob', name: 'Bob' }),
    expires: null,
    created_at: expect.any(String),
    updated_at: expect.any(String),
  })
  // When somebody was last active is written a little later.
  const same = { ...(mute as Frame), user: expect.objectContaining({ id: 'alice', name: 'Alice' }) }
  const told = await alice.next('notification.mutes_updated')
  expect(told.me).toMatchObject({ id: 'alice', devices: [], mutes: [same] })
  expect(((await server.connected('alice')).me as Frame).mutes).toEqual([same])
  expect(await mutesOf('alice')).toEqual([same])
  expect(await mutesOf('bob')).toEqual([])
  await alice.ok('POST /moderation/unmute', { target_id: 'bob' })
  expect((await alice.next('notification.mutes_updated')).me).toMatchObject({ mutes: [] })
  await alice.ok('POST /moderation/unmute', { target_id: 'bob' })
  expect(await mutesOf('alice')).toEqual([])
  await alice.disconnect()
})

test('several at once, all or none; muting again gives another end', async () => {
  const body = { target_ids: ['carol', 'bob'], user_id: 'alice', timeout: 10 }
  const { mutes } = await server.ok('POST /moderation/mute', body)
  expect(targetsOf(mutes).toSorted()).toEqual(['bob', 'carol'])
  expect((mutes as Frame[]).every(mute => typeof mute.expires === 'string')).toBe(true)
  const again = await server.ok('POST /moderation/mute', { target_id: 'bob', user_id: 'alice' })
  expect(again.mute).toMatchObject({ expires: null, created_at: (mutes as Frame[])[0]?.created_at })
  expect(
    (await server.call('POST /moderation/mute', { ...body, target_ids: ['bob', 'no-such'] })).status,
  ).toBe(404)
  await server.ok('POST /moderation/unmute', { target_ids: ['carol', 'bob', 'nobody'], user_id: 'alice' })
  expect(await mutesOf('alice')).toEqual([])
})

test('a mute that ran out is none, and its owner is told', async () => {
  const bob = await server.connected('bob')
  await bob.ok('POST /moderation/mute', { target_id: 'carol', timeout: 1 })
  await bob.next('notification.mutes_updated')
  const { deps, app } = server.running
  await deps.store.transaction(async tx => {
    const [mute] = await tx.listMutes(app.id, ['bob'], deps.clock())
    if (mute) await tx.putMute({ ...mute, expiresAtUs: deps.clock() - 1 })
  })
  expect(await mutesOf('bob')).toEqual([])
  expect((await bob.next('notification.mutes_updated')).me).toMatchObject({ mutes: [] })
})

test('what can’t be is refused', async () => {
  const alice = server.person('alice')
  const refused: [Frame, number][] = [
    [{}, 4],
    [{ target_id: 'bob', target_ids: ['carol'] }, 4],
    [{ target_ids: [] }, 4],
    [{ target_id: 'alice' }, 4],
    [{ target_id: 'invalid_user_id' }, 16],
    [{ target_id: 'bob', timeout: 1.5 }, 4],
    [{ target_id: 7 }, 4],
  ]
  for (const [body, code] of refused) {
    const reply = await alice.call('POST /moderation/mute', body)
    expect([body, reply.body]).toMatchObject([body, { code }])
    expect(reply.headers.get('x-ratelimit-limit')).not.toBeNull()
  }
  expect((await server.call('POST /moderation/mute', { target_id: 'bob' })).body).toMatchObject({ code: 4 })
  expect(await mutesOf('alice')).toEqual([])
})

test('who may not mute users can’t; with multi-tenancy not other teams’', async () => {
  await using other = await startServer()
  await other.ok('PATCH /app', { multi_tenant_enabled: true })
  const teams = { red1: ['red'], red2: ['red'], blue: ['blue'] }
  await other.upsertUsers(...Object.entries(teams).map(([id, of]) => ({ id, teams: of })))
  const red = other.person('red1')
  expect((await red.call('POST /moderation/mute', { target_id: 'blue' })).status).toBe(404)
  expect((await red.call('POST /moderation/mute', { target_id: 'red2' })).status).toBe(200)
  await other.ok('PATCH /app', { grants: { user: [] } })
  expect((await red.call('POST /moderation/mute', { target_id: 'red2' })).body).toMatchObject({ code: 17 })
})

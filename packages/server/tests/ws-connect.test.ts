import { expect, test } from 'bun:test'
import { type Frame, signToken, startServer, type TestServer, TestSocket, within } from '@parley/testkit'
import { connections } from './ws-support.ts'

/** A socket whose credentials stand in the address. */
function byQuery(server: TestServer, query: Record<string, string>): TestSocket {
  const text = new URLSearchParams({ api_key: server.apiKey, ...query }).toString()
  return new TestSocket(`${server.url.replace('http', 'ws')}/connect?${text}`)
}

/** The head that answers a WebSocket request which offers compression. */
async function upgradeReply(server: TestServer): Promise<string> {
  const { hostname, port } = new URL(server.url)
  const { promise, resolve } = Promise.withResolvers<string>()
  const socket = await Bun.connect({
    hostname,
    port: Number(port),
    socket: { data: (_, bytes) => resolve(bytes.toString()) },
  })
  socket.write(
    `GET /connect HTTP/1.1\r\nHost: ${hostname}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n`,
  )
  const reply = await within(promise, 'no answer to the upgrade')
  socket.end()
  return reply
}

async function firstFrame(socket: TestSocket): Promise<Frame> {
  return socket.next(() => true)
}

/** What an `auth` frame with these fields is answered with. */
async function answerTo(server: TestServer, fields: Record<string, unknown>): Promise<[Frame, TestSocket]> {
  const socket = await new TestSocket(`${server.url.replace('http', 'ws')}/connect`).opened()
  socket.send({ type: 'auth', api_key: server.apiKey, ...fields })
  return [await firstFrame(socket), socket]
}

async function refused(
  server: TestServer,
  fields: Record<string, unknown>,
): Promise<Frame & { close: number }> {
  const [frame, socket] = await answerTo(server, fields)
  const { code } = await socket.whenClosed()
  return { ...(frame.error as Frame), close: code }
}

test('a user connects by first frame and is told who they are', async () => {
  await using server = await startServer()
  const [frame, socket] = await answerTo(server, {
    id: 'frame-1',
    authorization: server.token('alice'),
    user_id: 'alice',
    user_details: { id: 'alice', name: 'Alice', image: 'https://example.org/a.png', mood: 'good' },
  })
  expect(frame).toMatchObject({ type: 'health.check', cid: '*', reply_to: 'frame-1' })
  expect(String(frame.connection_id).length).toBeGreaterThanOrEqual(22)
  expect(frame.me).toMatchObject({
    id: 'alice',
    name: 'Alice',
    image: 'https://example.org/a.png',
    mood: 'good',
    role: 'user',
    online: true,
    invisible: false,
    devices: [],
    mutes: [],
    channel_mutes: [],
    blocked_user_ids: [],
    unread_count: 0,
    total_unread_count: 0,
    unread_channels: 0,
    unread_threads: 0,
  })
  expect(connections(server)).toBe(1)
  await socket.close()
})

test('a user connects by query, with the token in either place', async () => {
  await using server = await startServer()
  const json = JSON.stringify({ user_id: 'alice', user_details: { id: 'alice', name: 'Alice' } })
  await using first = byQuery(server, {
    authorization: server.token('alice'),
    json,
    'stream-auth-type': 'jwt',
  })
  expect((await firstFrame(first)).me).toMatchObject({ id: 'alice', name: 'Alice' })
  const inJson = JSON.stringify({ user_id: 'bob', user_token: server.token('bob') })
  await using second = byQuery(server, { json: inJson })
  expect((await firstFrame(second)).me).toMatchObject({ id: 'bob' })
})

test('a query that names a user but brings no token is told so at once', async () => {
  await using server = await startServer()
  await using socket = byQuery(server, { json: JSON.stringify({ user_id: 'alice' }) })
  expect(await firstFrame(socket)).toMatchObject({ error: { code: 5, StatusCode: 401 } })
  expect(await socket.whenClosed()).toMatchObject({ code: 4001 })
})

test('frames are compressed where the deployment says so', async () => {
  for (const compression of ['on', 'off'] as const) {
    await using server = await startServer({ config: { compression } })
    const reply = await upgradeReply(server)
    expect(reply.startsWith('HTTP/1.1 101')).toBe(true)
    expect(reply.includes('permessage-deflate')).toBe(compression === 'on')
  }
})

test('the key may stand in the query and the rest in the frame', async () => {
  await using server = await startServer()
  await using socket = await byQuery(server, {}).opened()
  socket.send({ type: 'auth', authorization: `Bearer ${server.token('alice')}` })
  expect((await firstFrame(socket)).me).toMatchObject({ id: 'alice' })
})

test('the anonymous me has exactly the keys and values that are documented', async () => {
  await using server = await startServer()
  await using socket = byQuery(server, { 'stream-auth-type': 'anonymous' })
  const frame = await firstFrame(socket)
  const me = frame.me as Frame
  expect(String(me.last_active)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  expect(me).toEqual({
    id: '!anon',
    role: 'anonymous',
    roles: [],
    created_at: '0001-01-01T00:00:00Z',
    updated_at: '0001-01-01T00:00:00Z',
    last_active: String(me.last_active),
    banned: false,
    online: true,
    invisible: false,
    devices: [],
    mutes: [],
    channel_mutes: [],
    unread_count: 0,
    total_unread_count: 0,
    unread_channels: 0,
    language: '',
  })
})

test('an anonymous user may bring along a stale token and a user of old', async () => {
  await using server = await startServer()
  const stale = signToken(server.secret, { user_id: 'alice', exp: 1 })
  await using socket = byQuery(server, {
    'stream-auth-type': 'anonymous',
    authorization: stale,
    json: JSON.stringify({ user_id: '!anon', user_details: { id: '!anon' } }),
  })
  expect((await firstFrame(socket)).me).toMatchObject({ id: '!anon' })
})

test('what is given overwrites, what is not given stays', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice', name: 'Alice', image: 'a.png', city: 'Rome', language: 'it' })
  const alice = await server.connected('alice', { name: 'Alicia', mood: 'good' })
  expect(alice.me).toMatchObject({
    name: 'Alicia',
    image: 'a.png',
    city: 'Rome',
    language: 'it',
    mood: 'good',
  })
  const { users } = await server.ok('GET /users', undefined, {
    query: { payload: JSON.stringify({ filter_conditions: { id: 'alice' } }) },
  })
  expect((users as Frame[])[0]).toMatchObject({ name: 'Alicia', city: 'Rome', mood: 'good' })
})

test('nothing is written when nothing changes', async () => {
  await using server = await startServer()
  const first = await server.connected('alice', { name: 'Alice', tags: ['a', { b: 1 }] })
  const again = await server.connected('alice', { name: 'Alice', tags: ['a', { b: 1 }] })
  expect(again.me?.updated_at).toBe(first.me?.updated_at)
  const changed = await server.connected('alice', { name: 'Alice', tags: ['a', { b: 2 }] })
  expect(changed.me?.updated_at).not.toBe(first.me?.updated_at)
})

test('rights can not be taken by connecting, nor do such keys become custom data', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice', {
    role: 'admin',
    teams: ['red'],
    teams_role: { red: 'admin' },
    banned: false,
    created_at: '2001-01-01T00:00:00Z',
  })
  expect(alice.me).toMatchObject({ role: 'user', teams: [] })
  expect(alice.me).not.toHaveProperty('teams_role')
  expect(String(alice.me?.created_at)).not.toStartWith('2001')
})

test('without update-user-owner the stored user is used as it is', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice', name: 'Alice' })
  const { app } = await server.ok('GET /app')
  const grants = (app as { grants: Record<string, string[]> }).grants
  const less = (grants.user ?? []).filter(id => !id.startsWith('update-user'))
  await server.ok('PATCH /app', { grants: { user: less } })
  const alice = await server.connected('alice', { name: 'Mallory', mood: 'bad' })
  expect(alice.me).toMatchObject({ name: 'Alice' })
  expect(alice.me).not.toHaveProperty('mood')
  const bob = await server.connected('bob', { name: 'Bob' })
  expect(bob.me).toMatchObject({ name: 'Bob' })
})

test('custom data has 5 KiB, what is stored included', async () => {
  await using server = await startServer()
  await server.connected('alice', { a: 'x'.repeat(3000) })
  const error = await refused(server, {
    authorization: server.token('alice'),
    user_details: { id: 'alice', b: 'x'.repeat(3000) },
  })
  expect(error).toMatchObject({ code: 4, StatusCode: 400, close: 4000 })
  expect(String(error.message)).toContain('5120')
})

test('a device in the payload is registered', async () => {
  await using server = await startServer()
  const [frame, socket] = await answerTo(server, {
    authorization: server.token('alice'),
    device: { id: 'phone-1', push_provider: 'apn' },
  })
  expect((frame.me as Frame).devices).toMatchObject([
    { id: 'phone-1', push_provider: 'apn', user_id: 'alice' },
  ])
  await socket.close()
})

test('a token of somebody else is refused showing both ids', async () => {
  await using server = await startServer()
  for (const fields of [{ user_id: 'bob' }, { user_details: { id: 'bob', name: 'Bob' } }]) {
    const error = await refused(server, { id: 'x', authorization: server.token('alice'), ...fields })
    expect(error).toMatchObject({ code: 5, StatusCode: 401, close: 4001 })
    expect(String(error.message)).toContain('"alice"')
    expect(String(error.message)).toContain('"bob"')
    expect(error.details).toMatchObject({ reason: 'user_mismatch', token_user_id: 'alice' })
  }
})

test('every refusal has its code and its close', async () => {
  await using server = await startServer()
  const cases: [Record<string, unknown>, number, number][] = [
    [{ api_key: 'nobody', authorization: server.token('alice') }, 2, 4001],
    [{}, 5, 4001],
    [{ authorization: server.serverToken }, 5, 4001],
    [{ authorization: 'no.token.atall' }, 5, 4001],
    [{ authorization: signToken('another-secret-of-32-characters!', { user_id: 'alice' }) }, 43, 4001],
    [{ authorization: server.token('alice', { exp: 1_000_000_000 }) }, 40, 4002],
    [{ authorization: server.token('alice', { nbf: 4_000_000_000 }) }, 41, 4001],
    [{ authorization: server.token('alice', { iat: 4_000_000_000 }) }, 42, 4001],
    [{ authorization: server.token('alice'), user_details: { name: 7 } }, 4, 4000],
    [{ authorization: server.token('alice'), user_id: 'no spaces' }, 4, 4000],
    [{ 'stream-auth-type': 'basic', authorization: server.token('alice') }, 4, 4000],
  ]
  for (const [fields, code, close] of cases) {
    expect({ fields, ...(await refused(server, fields)) }).toMatchObject({ fields, code, close })
  }
  expect(connections(server)).toBe(0)
})

test('who is deactivated or deleted is refused and told which', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' })
  await server.ok('POST /users/alice/deactivate', {})
  await server.ok('DELETE /users/bob')
  const alice = await refused(server, { authorization: server.token('alice') })
  expect(alice).toMatchObject({ code: 17, StatusCode: 403, close: 4003, details: { reason: 'deactivated' } })
  const bob = await refused(server, { authorization: server.token('bob') })
  expect(bob).toMatchObject({ code: 17, StatusCode: 403, close: 4003, details: { reason: 'deleted' } })
})

test('a revoked token is refused with its scope, and not as one to be renewed', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice' })
  const issued = Math.floor(Date.now() / 1000) - 60
  const revoked = new Date(Date.now() - 30_000).toISOString()
  await server.ok('PATCH /users', { users: [{ id: 'alice', set: { revoke_tokens_issued_before: revoked } }] })
  const error = await refused(server, { authorization: server.token('alice', { iat: issued }) })
  expect(error).toMatchObject({ code: 40, close: 4003, details: { reason: 'revoked', scope: 'user' } })
  const [later, socket] = await answerTo(server, {
    authorization: server.token('alice', { iat: issued + 59 }),
  })
  expect(later.me).toMatchObject({ id: 'alice' })
  await socket.close()
})

test('a user may have so many connections and no more, whoever comes first', async () => {
  await using server = await startServer()
  const token = server.token('alice')
  const answers = await Promise.all(
    Array.from({ length: 14 }, () => answerTo(server, { authorization: token })),
  )
  const [inside, outside] = [answers.filter(([frame]) => frame.me), answers.filter(([frame]) => frame.error)]
  expect(inside.length).toBe(10)
  for (const [frame, socket] of outside) {
    expect(frame.error).toMatchObject({ code: 9, StatusCode: 429, details: { limit: 10 } })
    expect((await socket.whenClosed()).code).toBe(4029)
  }
  await inside[0]?.[1].close()
  const [again, socket] = await answerTo(server, { authorization: token })
  expect(again.me).toMatchObject({ id: 'alice' })
  for (const [, open] of [...inside.slice(1), [again, socket] as const]) await open.close()
})

test('production has another limit, and the app may set its own', async () => {
  await using server = await startServer()
  await server.ok('PATCH /app', { max_connections_per_user: 2 })
  const sockets = [await server.connected('alice'), await server.connected('alice')]
  const error = await refused(server, { authorization: server.token('alice') })
  expect(error).toMatchObject({ code: 9, close: 4029, details: { limit: 2, scope: 'connections' } })
  expect(sockets.length).toBe(2)
})

test('many anonymous connections are no user with too many', async () => {
  await using server = await startServer()
  const people = await Promise.all(Array.from({ length: 60 }, () => server.anonymous().connect()))
  expect(connections(server)).toBe(people.length)
})

test('a plain request to /connect is told how to come in', async () => {
  await using server = await startServer()
  const plain = await fetch(`${server.url}/connect?api_key=${server.apiKey}`)
  expect(plain.status).toBe(426)
  expect(await plain.json()).toMatchObject({
    code: 4,
    StatusCode: 426,
    message: expect.stringContaining('WebSocket'),
  })
  const halfway = await fetch(`${server.url}/connect`, {
    headers: { Upgrade: 'websocket', Connection: 'Upgrade' },
  })
  expect(halfway.status).toBe(400)
})

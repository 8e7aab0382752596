import { expect, test } from 'bun:test'
import { eventually, type Frame, type Reply, startServer, type TestServer } from '@parley/testkit'
import { PollConnection } from '../src/ws/poll-connection.ts'
import { connections, passSeconds } from './ws-support.ts'

interface Poll {
  connection_id: string
  events: Frame[]
  close?: { code: number; reason: string }
  duration: string
}

async function start(server: TestServer, userId: string, details: Frame = {}): Promise<Poll> {
  const json = JSON.stringify({ user_id: userId, user_details: { id: userId, ...details } })
  return asPoll(
    await server.call('GET /longpoll', undefined, { token: server.token(userId), query: { json } }),
  )
}

function asPoll(reply: Reply): Poll {
  expect(reply.status).toBe(200)
  return reply.body as unknown as Poll
}

async function poll(server: TestServer, connectionId: string): Promise<Poll> {
  return asPoll(await server.call('GET /longpoll', undefined, { query: { connection_id: connectionId } }))
}

function send(server: TestServer, connectionId: string, ...frames: unknown[]): Promise<Reply> {
  return server.call('POST /longpoll', { frames }, { query: { connection_id: connectionId } })
}

test('a poll connects like a socket: me first, online for all', async () => {
  await using server = await startServer()
  const first = await start(server, 'alice', { name: 'Alice' })
  expect(first.events).toHaveLength(1)
  expect(first.events[0]).toMatchObject({
    type: 'health.check',
    connection_id: first.connection_id,
    me: { id: 'alice', name: 'Alice', online: true },
  })
  expect(first.duration).toMatch(/^\d+\.\d+ms$/)
  expect(server.running.deps.hub.isOnline(server.running.app.id, 'alice')).toBe(true)
})

test('the credentials may stand in the query, and nobody is somebody too', async () => {
  await using server = await startServer()
  const query = new URLSearchParams({ api_key: server.apiKey, 'stream-auth-type': 'anonymous' })
  const reply = await fetch(`${server.url}/longpoll?${query}`)
  expect(((await reply.json()) as Poll).events[0]).toMatchObject({ me: { id: '!anon' } })
})

test('a poll carries its key and its number like any other request', async () => {
  await using server = await startServer()
  const headers = { 'x-api-key': server.apiKey, 'x-request-id': 'poll-7' }
  const opened = await fetch(`${server.url}/longpoll?stream-auth-type=anonymous`, { headers })
  const { connection_id: id, events } = (await opened.json()) as Poll
  expect(events[0]).toMatchObject({ me: { id: '!anon' } })
  expect(opened.headers.get('x-request-id')).toBe('poll-7')
  expect(Number(opened.headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0)
  const closing = { method: 'DELETE', headers }
  expect((await fetch(`${server.url}/longpoll?connection_id=${id}`, closing)).status).toBe(200)
  const refused = await fetch(`${server.url}/longpoll?connection_id=${id}`, closing)
  expect(await refused.json()).toMatchObject({ code: 4, request_id: 'poll-7' })
})

test('a waiting poll is answered by the next frame, and what comes between polls waits', async () => {
  await using server = await startServer()
  const { connection_id: id } = await start(server, 'alice')
  const appId = server.running.app.id
  const tell = (n: number): void =>
    server.running.deps.bus.publish({
      to: 'user',
      appId,
      userId: 'alice',
      type: 'test',
      frame: `{"type":"test","n":${n}}`,
    })
  const waiting = poll(server, id)
  expect((await send(server, id, { type: 'health.check', id: 'h' })).status).toBe(200)
  expect((await waiting).events).toMatchObject([{ type: 'health.check', reply_to: 'h' }])
  tell(1)
  tell(2)
  expect((await poll(server, id)).events).toMatchObject([{ n: 1 }, { n: 2 }])
})

test('a poll is held for 25 s and then answered empty', async () => {
  await using server = await startServer()
  const { connection_id: id } = await start(server, 'alice')
  const { wheel } = server.running.deps.hub.life
  // Just after its health.check, so that none comes while the poll is held.
  while (wheel.nowS % 30 !== live(server, id).bucket) passSeconds(server, 1)
  if (live(server, id).bufferedBytes() > 0) await poll(server, id)
  const waiting = poll(server, id)
  await held(server, id)
  passSeconds(server, 20)
  expect(live(server, id).isHeld).toBe(true)
  passSeconds(server, 5)
  expect(live(server, id).isHeld).toBe(false)
  expect(await waiting).toMatchObject({ connection_id: id, events: [] })
})

function live(server: TestServer, connectionId: string): PollConnection {
  const connection = server.running.deps.hub.findLive(connectionId)
  if (connection instanceof PollConnection) return connection
  throw new Error(`${connectionId} is no open poll`)
}

function held(server: TestServer, connectionId: string, is = true): Promise<void> {
  return eventually(() => live(server, connectionId).isHeld === is, `the poll is ${is ? '' : 'not '}held`)
}

test('a newer poll takes the place of an older one', async () => {
  await using server = await startServer()
  const { connection_id: id } = await start(server, 'alice')
  const older = poll(server, id)
  await held(server, id)
  const newer = poll(server, id)
  expect((await older).events).toEqual([])
  await send(server, id, { type: 'health.check' })
  expect((await newer).events).toMatchObject([{ type: 'health.check' }])
})

test('frames are not lost to a request that went away', async () => {
  await using server = await startServer()
  const { connection_id: id } = await start(server, 'alice')
  const gone = new AbortController()
  const url = `${server.url}/longpoll?${new URLSearchParams({ api_key: server.apiKey, connection_id: id })}`
  const waiting = fetch(url, { signal: gone.signal }).catch(() => 'gone')
  await held(server, id)
  gone.abort()
  expect(await waiting).toBe('gone')
  await held(server, id, false)
  await send(server, id, { type: 'health.check', id: 'kept' })
  expect((await poll(server, id)).events).toMatchObject([{ reply_to: 'kept' }])
})

test('wrong credentials are the end, told like on a socket', async () => {
  await using server = await startServer()
  const reply = await server.call('GET /longpoll', undefined, { token: server.token('alice', { exp: 1 }) })
  const ended = asPoll(reply)
  expect(ended.events).toMatchObject([{ error: { code: 40 } }])
  expect(ended.close).toMatchObject({ code: 4002 })
  const other = await server.call('GET /longpoll', undefined, {
    token: server.token('alice', { exp: 1 }),
    apiKey: 'no-app',
  })
  expect(asPoll(other)).toMatchObject({ events: [{ error: { code: 2 } }], close: { code: 4001 } })
  expect(connections(server)).toBe(0)
})

test('frames are the same as on a socket, and so is what is wrong with them', async () => {
  await using server = await startServer()
  const { connection_id: id } = await start(server, 'alice')
  await send(server, id, { type: 'nothing' }, 5, {
    type: 'token.refresh',
    token: server.token('alice'),
    id: 'r',
  })
  const events = (await poll(server, id)).events
  while (events.length < 3) events.push(...(await poll(server, id)).events)
  expect(events).toMatchObject([
    { error: { code: 4 } },
    { error: { code: 4 } },
    { type: 'token.refreshed', reply_to: 'r' },
  ])
})

test('bodies that can not be understood are refused with advice', async () => {
  await using server = await startServer()
  const { connection_id: id } = await start(server, 'alice')
  const query = { connection_id: id }
  for (const body of ['{', '{"frames": 7}', '{}', '"x"']) {
    const reply = await server.call('POST /longpoll', body, { query })
    expect({ body, status: reply.status, ...reply.body }).toMatchObject({ body, status: 400, code: 4 })
  }
  const big = await server.call('POST /longpoll', { frames: ['x'.repeat(70_000)] }, { query })
  expect(big).toMatchObject({ status: 413, body: { code: 22 } })
  expect((await server.call('PUT /longpoll', {}, { query })).status).toBe(404)
})

test('a connection of nobody, of another app or over is 400/4', async () => {
  await using server = await startServer()
  const { connection_id: id } = await start(server, 'alice')
  for (const query of [{ connection_id: 'nobody' }, { connection_id: id, api_key: 'other' }]) {
    const reply = await server.call('GET /longpoll', undefined, { query })
    expect(reply).toMatchObject({ status: 400, body: { code: 4 } })
  }
  const ended = await server.call('DELETE /longpoll', undefined, { query: { connection_id: id } })
  expect(ended.status).toBe(200)
  expect(connections(server)).toBe(0)
  expect((await server.call('GET /longpoll', undefined, { query: { connection_id: id } })).status).toBe(400)
})

test('a deactivated user is told by the poll that waits', async () => {
  await using server = await startServer()
  const { connection_id: id } = await start(server, 'alice')
  const waiting = poll(server, id)
  await held(server, id)
  await server.ok('POST /users/alice/deactivate', {})
  const ended = await waiting
  expect(ended.events.at(-1)).toMatchObject({ error: { code: 17, details: { reason: 'deactivated' } } })
  expect(ended.close).toMatchObject({ code: 4003 })
})

test('who polls no more is gone after 60 s, and a late poll learns why', async () => {
  await using server = await startServer()
  const { connection_id: id } = await start(server, 'alice')
  passSeconds(server, 61)
  expect(connections(server)).toBe(0)
  const ended = await poll(server, id)
  expect(ended.close).toMatchObject({ code: 4008 })
  expect((await server.call('GET /longpoll', undefined, { query: { connection_id: id } })).status).toBe(400)
})

test('a queue that nobody empties is bounded', async () => {
  await using server = await startServer()
  const { connection_id: id } = await start(server, 'alice')
  const frame = `{"type":"test","pad":"${'x'.repeat(60_000)}"}`
  const appId = server.running.app.id
  for (let sent = 0; sent < 30; sent++) {
    server.running.deps.bus.publish({ to: 'user', appId, userId: 'alice', type: 'test', frame })
  }
  expect(connections(server)).toBe(0)
  expect(await poll(server, id)).toMatchObject({ events: [], close: { code: 4008 } })
})

test('browsers of other origins may poll', async () => {
  await using server = await startServer()
  const asked = 'authorization, x-api-key, x-request-id'
  const headers = { 'access-control-request-headers': asked }
  const preflight = await fetch(`${server.url}/longpoll`, { method: 'OPTIONS', headers })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-headers')).toBe(asked)
  const reply = await fetch(`${server.url}/longpoll?connection_id=x`)
  expect(reply.headers.get('access-control-allow-origin')).toBe('*')
})

test('a server that goes down tells those who poll', async () => {
  const server = await startServer()
  const { connection_id: id } = await start(server, 'alice')
  const waiting = poll(server, id)
  await held(server, id)
  const stopped = server.running.stop()
  expect((await waiting).close).toMatchObject({ code: 1012 })
  await stopped
  await server[Symbol.asyncDispose]().catch(() => undefined)
})

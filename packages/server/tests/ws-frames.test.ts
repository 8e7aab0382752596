import { expect, test } from 'bun:test'
import { connect as openTcp } from 'node:net'
import { startServer, type TestServer, TestSocket, within } from '@parley/testkit'
import { connections, passSeconds } from './ws-support.ts'

function open(server: TestServer): Promise<TestSocket> {
  return new TestSocket(`${server.url.replace('http', 'ws')}/connect`).opened()
}

test('a sign of life is answered, with the number of the frame', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  alice.socket.send({ type: 'health.check', connection_id: alice.connectionId, id: '7' })
  const answer = await alice.next('health.check')
  expect(answer).toMatchObject({ connection_id: alice.connectionId, cid: '*', reply_to: '7' })
  expect(answer).not.toHaveProperty('me')
})

test('what is wrong with a frame is named, and the connection lives', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const cases: [unknown, string][] = [
    [{ type: 'message.send' }, 'message.send'],
    [{}, 'type'],
    [{ type: 7 }, 'type'],
    [[], 'type'],
    ['"text"', 'frame'],
    ['42', 'frame'],
    ['null', 'type'],
    [{ type: 'token.refresh' }, 'token'],
    [{ type: 'token.refresh', token: { a: 1 } }, 'token'],
    [{ type: 'health.check', connection_id: 1 }, 'connection_id'],
    [{ type: 'health.check', id: 'x'.repeat(65) }, 'id'],
    [{ type: 'user.upgrade', token: 'x', merge: 'yes' }, 'merge'],
    [`{"type":"health.check","__proto__":{"a":1}}`, '__proto__'],
    [`{"type":"health.check","a":${'['.repeat(200)}${']'.repeat(200)}}`, 'deep'],
    [{ type: 'auth', authorization: server.token('alice') }, 'alice'],
  ]
  for (const [frame, named] of cases) {
    alice.socket.send(frame)
    const error = await alice.socket.nextError()
    expect({ frame, ...error }).toMatchObject({ frame, code: 4, StatusCode: 400 })
    expect(String(error.message)).toContain(named)
  }
  alice.socket.send({ type: 'health.check', id: 'alive' })
  expect(await alice.next('health.check')).toMatchObject({ reply_to: 'alive' })
})

test('an error frame answers the frame it is about', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  alice.socket.send({ type: 'token.refresh', token: 'a.b.c', id: 'r1' })
  expect(await alice.next(frame => frame.error !== undefined)).toMatchObject({ reply_to: 'r1' })
  alice.socket.send({ type: 'nothing.known', id: 'r2' })
  expect(await alice.next(frame => frame.error !== undefined)).toMatchObject({ reply_to: 'r2' })
})

test('broken frames end the connection, after an error frame', async () => {
  await using server = await startServer()
  const broken = [
    '{"type":"health.check"',
    'hello',
    '',
    new Uint8Array([1, 2, 3]),
    new TextEncoder().encode('{"type":"health.check"}'),
    JSON.stringify({ type: 'health.check', id: 'x'.repeat(65 * 1024) }),
    // Fewer characters than the limit, more bytes.
    JSON.stringify({ type: 'health.check', id: 'ü'.repeat(40 * 1024) }),
  ]
  for (const frame of broken) {
    const alice = await server.connected('alice')
    alice.socket.send(frame)
    expect(await alice.socket.nextError()).toMatchObject({ code: 4, StatusCode: 400 })
    expect(await alice.socket.whenClosed()).toMatchObject({ code: 4000 })
  }
  expect(connections(server)).toBe(0)
})

test('a frame of exactly 64 KiB is a frame', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const frame = JSON.stringify({ type: 'health.check', pad: '' })
  alice.socket.send(frame.replace('""', `"${'x'.repeat(64 * 1024 - frame.length)}"`))
  expect(await alice.next('health.check')).toMatchObject({ connection_id: alice.connectionId })
})

test('what is out of all proportion is cut off', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  alice.socket.send('x'.repeat(2 * 1024 * 1024))
  expect((await alice.socket.whenClosed()).code).toBeOneOf([1006, 1009])
  await server.connected('bob')
})

test('broken frames before the credentials end the connection just the same', async () => {
  await using server = await startServer()
  await using socket = await open(server)
  socket.send('{{{')
  expect(await socket.nextError()).toMatchObject({ code: 4 })
  expect(await socket.whenClosed()).toMatchObject({ code: 4000 })
})

test('before the credentials nothing else is answered', async () => {
  await using server = await startServer()
  await using socket = await open(server)
  for (const type of ['health.check', 'token.refresh', 'user.upgrade']) {
    socket.send({ type, token: 'x', id: type })
    const error = await socket.next(frame => frame.error !== undefined)
    expect(error).toMatchObject({ error: { code: 5 }, reply_to: type })
  }
  socket.send({ type: 'auth', api_key: server.apiKey, authorization: server.token('alice') })
  expect(await socket.next('health.check')).toMatchObject({ me: { id: 'alice' } })
})

test('frames sent together are answered in their order', async () => {
  await using server = await startServer()
  await using socket = await open(server)
  socket.send({ type: 'auth', api_key: server.apiKey, authorization: server.token('alice'), id: '1' })
  socket.send({ type: 'health.check', id: '2' })
  socket.send({ type: 'token.refresh', token: server.token('alice', { exp: 4_000_000_000 }), id: '3' })
  socket.send({ type: 'health.check', id: '4' })
  socket.send({ type: 'health.check', id: '5' })
  const order: unknown[] = []
  while (order.length < 5) order.push((await socket.next(() => true)).reply_to)
  expect(order).toEqual(['1', '2', '3', '4', '5'])
})

test('a flood of frames is too many', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  for (let i = 0; i < 1000; i++) alice.socket.send({ type: 'health.check' })
  expect(await alice.socket.nextError()).toMatchObject({ code: 9, details: { retry_after: 1 } })
  expect(await alice.socket.whenClosed()).toMatchObject({ code: 4029 })
})

test('a socket that never authenticates is closed after 10 s', async () => {
  await using server = await startServer()
  await using silent = await open(server)
  await using talking = await open(server)
  talking.send({ type: 'health.check' })
  await talking.nextError()
  passSeconds(server, 9)
  passSeconds(server, 2)
  for (const socket of [silent, talking]) {
    const error = await socket.nextError()
    expect(error).toMatchObject({ code: 5, StatusCode: 401 })
    expect(String(error.message)).toContain('"auth"')
    expect(await socket.whenClosed()).toMatchObject({ code: 4001 })
  }
  silent.send({ type: 'auth', api_key: server.apiKey, authorization: server.token('late') })
  expect(connections(server)).toBe(0)
})

test('bytes that are no WebSocket frames hurt nobody else', async () => {
  await using server = await startServer()
  const { port } = server.running
  const closed = await Promise.all(
    [Buffer.alloc(4096, 0xff), Buffer.from([0x81, 0xff, 0x7f]), Buffer.from([0xc1, 0x80, 0, 0, 0, 0])].map(
      bytes => sendRaw(port, bytes),
    ),
  )
  expect(closed).toEqual([true, true, true])
  const alice = await server.connected('alice')
  expect(alice.me).toMatchObject({ id: 'alice' })
  expect(connections(server)).toBe(1)
})

/** Upgrades by hand, sends the bytes, and closes what the server leaves open. */
function sendRaw(port: number, bytes: Buffer): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = openTcp(port, '127.0.0.1', () => {
    socket.write(
      'GET /connect HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
  })
  socket.once('data', () => {
    socket.write(bytes)
    socket.end()
  })
  socket.on('close', () => resolve(true))
  socket.on('error', () => resolve(true))
  socket.resume()
  return within(promise, 'the server kept a broken socket')
}

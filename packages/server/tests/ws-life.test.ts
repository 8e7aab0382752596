import { expect, test } from 'bun:test'
import { connect as openTcp } from 'node:net'
import { eventually, type Frame, type Person, startServer, type TestServer, within } from '@parley/testkit'
import { tokenTimesOf } from '../src/actions/connection/identity.ts'
import { connections, passSeconds } from './ws-support.ts'

const nowSeconds = (): number => Math.floor(Date.now() / 1000)

/** So that silence is not what ends the connection. */
async function speak(person: Person): Promise<void> {
  const id = crypto.randomUUID()
  person.socket.send({ type: 'health.check', id })
  await person.next(frame => frame.reply_to === id)
}

test('everybody hears a health.check within 30 s', async () => {
  await using server = await startServer()
  const people = [
    await server.connected('alice'),
    await server.connected('bob'),
    await server.anonymous().connect(),
  ]
  passSeconds(server, 30)
  for (const person of people) {
    const beat = await person.next('health.check')
    expect(beat).toMatchObject({ connection_id: person.connectionId, cid: '*' })
    expect(beat).not.toHaveProperty('me')
  }
})

test('who is silent for 60 s is closed, who speaks is not', async () => {
  await using server = await startServer()
  const [alice, bob] = [await server.connected('alice'), await server.connected('bob')]
  passSeconds(server, 50)
  await speak(bob)
  passSeconds(server, 11)
  expect(await alice.socket.whenClosed()).toMatchObject({ code: 4008 })
  passSeconds(server, 45)
  await speak(bob)
  expect(connections(server)).toBe(1)
})

test('any frame is a sign of life, also a wrong one', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  passSeconds(server, 40)
  alice.socket.send({ type: 'no.such.type' })
  await alice.socket.nextError()
  passSeconds(server, 40)
  await speak(alice)
})

test('a token that ends soon is announced, a new one takes its place on the same socket', async () => {
  await using server = await startServer()
  const exp = nowSeconds() + 50
  const alice = await server.person('alice', { iat: nowSeconds(), exp }).connect()
  passSeconds(server, 42)
  const notice = await alice.next('connection.token_expiring')
  expect(Date.parse(String(notice.expires_at))).toBe(exp * 1000)
  const later = nowSeconds() + 3600
  alice.socket.send({ type: 'token.refresh', token: server.token('alice', { exp: later }), id: 'r' })
  const refreshed = await alice.next('token.refreshed')
  expect(refreshed).toMatchObject({ reply_to: 'r' })
  expect(Date.parse(String(refreshed.expires_at))).toBe(later * 1000)
  passSeconds(server, 30)
  await speak(alice)
  expect(connections(server)).toBe(1)
})

test('the notice comes 60 s ahead for a long token, a fifth of its life ahead for a short one', async () => {
  await using server = await startServer()
  const longLived = await server
    .person('long', { iat: nowSeconds() - 3500, exp: nowSeconds() + 100 })
    .connect()
  const shortLived = await server.person('short', { iat: nowSeconds(), exp: nowSeconds() + 100 }).connect()
  passSeconds(server, 25)
  await Promise.all([speak(longLived), speak(shortLived)])
  expect(longLived.socket.drain().some(isNotice)).toBe(false)
  passSeconds(server, 18)
  await longLived.next('connection.token_expiring')
  await speak(shortLived)
  expect(shortLived.socket.drain().some(isNotice)).toBe(false)
  passSeconds(server, 40)
  await shortLived.next('connection.token_expiring')
})

function isNotice(frame: Frame): boolean {
  return frame.type === 'connection.token_expiring'
}

test('a token without exp is never announced', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  for (let i = 0; i < 4; i++) {
    passSeconds(server, 50)
    await speak(alice)
  }
  expect(alice.socket.drain().filter(frame => frame.type !== 'health.check')).toEqual([])
  alice.socket.send({ type: 'token.refresh', token: server.token('alice') })
  expect(await alice.next('token.refreshed')).not.toHaveProperty('expires_at')
})

test('at exp without a new token comes error 40 and close 4002', async () => {
  await using server = await startServer()
  const alice = await server.person('alice', { exp: nowSeconds() + 30 }).connect()
  passSeconds(server, 31)
  expect(await alice.socket.nextError()).toMatchObject({
    code: 40,
    StatusCode: 401,
    details: { reason: 'expired' },
  })
  expect(await alice.socket.whenClosed()).toMatchObject({ code: 4002 })
})

test('a bad token at the refresh changes nothing until the end of the old one', async () => {
  await using server = await startServer()
  const alice = await server.person('alice', { exp: nowSeconds() + 40 }).connect()
  const bad: [string, number][] = [
    [server.token('bob'), 5],
    [server.serverToken, 5],
    [server.token('alice', { exp: 1 }), 40],
    [`${server.token('alice')}x`, 43],
  ]
  for (const [token, code] of bad) {
    alice.socket.send({ type: 'token.refresh', token })
    expect(await alice.socket.nextError()).toMatchObject({ code })
  }
  passSeconds(server, 30)
  await speak(alice)
  passSeconds(server, 11)
  expect(await alice.socket.whenClosed()).toMatchObject({ code: 4002 })
})

test('an anonymous connection has no token to refresh', async () => {
  await using server = await startServer()
  const visitor = await server.anonymous().connect()
  visitor.socket.send({ type: 'token.refresh', token: server.token('alice') })
  expect(await visitor.socket.nextError()).toMatchObject({ code: 5 })
})

for (const to of ['user', 'channel'] as const) {
  test(`a reader who lets 1 MiB wait is closed, the others go on (frames to a ${to})`, async () => {
    await using server = await startServer()
    const { hub, bus, metrics } = server.running.deps
    const bob = await server.connected('bob')
    const slow = await openSlowReader(server)
    const frame = JSON.stringify({ type: 'test.big', pad: 'x'.repeat(60_000) })
    const appId = server.running.app.id
    const base = { appId, type: 'test.big', frame }
    const cid = 'messaging:hall'
    for (const id of ['slow', 'bob']) for (const each of hub.connectionsOf(appId, id)) hub.watch(each, cid)
    for (let sent = 0; sent < 300 && hub.connectionCount > 1; sent++) {
      if (to === 'channel') bus.publish({ to, cid, ...base })
      else for (const userId of ['slow', 'bob']) bus.publish({ to, userId, ...base })
      await bob.next('test.big')
      hub.life.checkReaders(hub.topics)
    }
    expect(hub.connectionCount).toBe(1)
    const codes = (await metrics.disconnects.get()).values.map(({ labels }) => labels.code)
    expect(codes).toEqual(['4008'])
    await speak(bob)
    expect(await slow.lastBytes()).toContain('too slow to read')
  })
}

/** A socket made by hand that authenticates and then stops reading. */
async function openSlowReader(server: TestServer): Promise<{ lastBytes(): Promise<string> }> {
  const socket = openTcp(server.running.port, '127.0.0.1')
  const query = new URLSearchParams({ api_key: server.apiKey, authorization: server.token('slow') })
  socket.write(
    `GET /connect?${query} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  )
  await eventually(() => server.running.deps.hub.isOnline(server.running.app.id, 'slow'), 'slow is connected')
  socket.pause()
  return {
    async lastBytes() {
      const { promise, resolve } = Promise.withResolvers<string>()
      let tail = Buffer.alloc(0)
      socket.on('data', (data: Buffer) => {
        tail = Buffer.concat([tail, data]).subarray(-100)
      })
      socket.on('close', () => resolve(tail.toString('latin1')))
      socket.resume()
      return within(promise, 'the server did not end the slow connection')
    },
  }
}

test('a server that goes down closes everybody with 1012 and lets nobody in', async () => {
  const server = await startServer()
  const people = await Promise.all(Array.from({ length: 30 }, (_, i) => server.connected(`user-${i}`)))
  await server.running.stop()
  for (const person of people) {
    expect(await person.socket.whenClosed()).toMatchObject({ code: 1012, reason: 'server restarting' })
  }
  await server[Symbol.asyncDispose]().catch(() => undefined)
})

test('a token that is about to end is told of a second before, however late in its second it came', () => {
  const token = { issuedAtUs: undefined, expiresAtSeconds: 1005, secretId: 'first' }
  expect(tokenTimesOf(token, 1_000_970_000)).toMatchObject({ expiresAtS: 1005, expiringNoticeAtS: 1004 })
  expect(tokenTimesOf({ ...token, expiresAtSeconds: 4600 }, 1_000_000_000).expiringNoticeAtS).toBe(4540)
})

import { expect, test } from 'bun:test'
import { type Person, startServer } from '@parley/testkit'
import { connections } from './ws-support.ts'

const ago = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds

/** The last words of the server to this person. */
async function farewell(person: Person): Promise<Record<string, unknown>> {
  const error = await person.socket.nextError()
  const { code: close } = await person.socket.whenClosed()
  return { ...error, close }
}

test('a revocation of a user closes the connections whose token is older, and no others', async () => {
  await using server = await startServer()
  const old = await server.person('alice', { iat: ago(100) }).connect()
  const undated = await server.connected('alice')
  const fresh = await server.person('alice', { iat: ago(10) }).connect()
  const bob = await server.person('bob', { iat: ago(100) }).connect()
  const since = new Date(ago(50) * 1000).toISOString()
  await server.ok('PATCH /users', { users: [{ id: 'alice', set: { revoke_tokens_issued_before: since } }] })
  for (const person of [old, undated]) {
    expect(await farewell(person)).toMatchObject({
      code: 40,
      StatusCode: 401,
      close: 4003,
      // it goes to all of them, with an "iat" or without
      message: expect.not.stringContaining('iat'),
      details: { reason: 'revoked', scope: 'user' },
    })
  }
  for (const person of [fresh, bob]) {
    person.socket.send({ type: 'health.check' })
    await person.next('health.check')
  }
})

test('a revocation for the whole app closes users and leaves anonymous readers', async () => {
  await using server = await startServer()
  const alice = await server.person('alice', { iat: ago(100) }).connect()
  const guest = await (await server.guest('Gus')).connect()
  const visitor = await server.anonymous().connect()
  await server.ok('PATCH /app', { revoke_tokens_issued_before: new Date(Date.now() + 1000).toISOString() })
  for (const person of [alice, guest]) {
    expect(await farewell(person)).toMatchObject({ code: 40, close: 4003, details: { scope: 'app' } })
  }
  visitor.socket.send({ type: 'health.check' })
  await visitor.next('health.check')
  expect(connections(server)).toBe(1)
})

test('deactivation and deletion close at once, with the reason', async () => {
  await using server = await startServer()
  const [alice, bob] = [await server.connected('alice'), await server.connected('bob')]
  await server.ok('POST /users/alice/deactivate', {})
  await server.ok('DELETE /users/bob')
  expect(await farewell(alice)).toMatchObject({
    code: 17,
    StatusCode: 403,
    close: 4003,
    details: { reason: 'deactivated' },
  })
  expect(await farewell(bob)).toMatchObject({ code: 17, close: 4003, details: { reason: 'deleted' } })
  expect(connections(server)).toBe(0)
})

test('a user who is being let in at the moment of the revocation does not slip through', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice' })
  const { deps, app } = server.running
  const token = server.token('alice', { iat: ago(100) })
  const people = Array.from({ length: 8 }, () => server.person('alice', { iat: ago(100) }))
  const coming = Promise.allSettled(people.map(person => person.connect()))
  const revoking = server.ok('PATCH /users', {
    users: [{ id: 'alice', set: { revoke_tokens_issued_before: new Date().toISOString() } }],
  })
  await Promise.all([coming, revoking])
  // Whoever came first was closed, whoever came later refused: nobody with an old token is left.
  const ping = await server.call('GET /users', undefined, { token })
  expect(ping.status).toBe(401)
  expect(deps.hub.connectionsOf(app.id, 'alice')).toEqual([])
})

test('a ban does not close, and me says so at the next connect', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const { store } = server.running.deps
  await store.transaction(async tx => {
    const user = await tx.findUser(server.running.app.id, 'alice')
    if (user) await tx.updateUser({ ...user, banned: true })
  })
  alice.socket.send({ type: 'health.check' })
  await alice.next('health.check')
  const again = await server.connected('alice')
  expect(again.me).toMatchObject({ banned: true })
})

test('a suspended app closes everybody, anonymous readers too', async () => {
  await using server = await startServer()
  const [alice, visitor] = [await server.connected('alice'), await server.anonymous().connect()]
  server.running.deps.bus.publish({
    to: 'nodes',
    control: {
      kind: 'disconnect',
      appId: server.running.app.id,
      closeCode: 4003,
      error: { name: 'app_suspended', message: 'the app is suspended' },
    },
  })
  for (const person of [alice, visitor])
    expect(await farewell(person)).toMatchObject({ code: 99, close: 4003 })
})

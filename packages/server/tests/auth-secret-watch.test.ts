import { expect, test } from 'bun:test'
import { ChatClient } from '@parley/client'
import { Person, signToken, startServer, type TestServer, within } from '@parley/testkit'
import { addSecret, revokeSecret, rotateSecret } from '../src/auth/apps.ts'
import { createSecretBox } from '../src/auth/secret-box.ts'

function appsDepsOf({ running }: TestServer) {
  const { store, clock } = running.deps
  return { store, clock, box: createSecretBox(undefined) }
}

function personSigned(server: TestServer, id: string, secret: string): Person {
  return new Person(server, id, signToken(secret, { user_id: id }))
}

test('a revoked secret ends the connections of its tokens, and only those', async () => {
  await using server = await startServer()
  const deps = appsDepsOf(server)
  const { app } = server.running
  const leaked = await addSecret(deps, app.id)
  // As every node is told of what the `parley` command changed.
  server.running.deps.bus.publish({ to: 'nodes', control: { kind: 'app', appId: app.id } })
  await using mallory = await personSigned(server, 'mallory', leaked.secret).connect()
  const bob = await server.connected('bob')
  const visitor = await server.anonymous().connect()
  await revokeSecret(deps, app.id, leaked.secretId)
  expect(await mallory.socket.nextError()).toMatchObject({ code: 40, details: { reason: 'secret_retired' } })
  expect((await mallory.socket.whenClosed()).code).toBe(4002)
  const again = personSigned(server, 'mallory', leaked.secret)
  await expect(again.connect()).rejects.toThrow('"code":43')
  bob.socket.send({ type: 'health.check', id: 'alive' })
  await bob.next(frame => frame.reply_to === 'alive')
  visitor.socket.send({ type: 'health.check', id: 'alive' })
  await visitor.next(frame => frame.reply_to === 'alive')
})

test('a rotated secret ends them when it retires', async () => {
  await using server = await startServer()
  const deps = appsDepsOf(server)
  const bob = await server.connected('bob')
  const next = await rotateSecret(deps, server.running.app.id, 0)
  expect((await bob.socket.whenClosed()).code).toBe(4002)
  await using back = await personSigned(server, 'bob', next.secret).connect()
  expect(back.me?.id).toBe('bob')
})

test('who has a token provider comes back with a token of the new secret', async () => {
  await using server = await startServer()
  const { app } = server.running
  let secret: string = server.secret
  const client = new ChatClient(server.apiKey, { baseURL: server.url, guestStorage: false })
  await client.connectUser({ id: 'bender' }, () => signToken(secret, { user_id: 'bender' }))
  const back = new Promise(resolve => client.on('connection.recovered', resolve))
  secret = (await rotateSecret(appsDepsOf(server), app.id, 0)).secret
  await within(back, 'the client did not come back')
  expect(client.connectionState).toBe('connected')
  await client.disconnectUser()
})

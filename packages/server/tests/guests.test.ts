import { expect, test } from 'bun:test'
import { type Frame, startServer } from '@parley/testkit'

test('a guest is made without any credential, and can connect', async () => {
  await using server = await startServer()
  const gus = await server.guest('gus')
  expect(gus.id).toMatch(/^guest-[0-9a-f-]{36}-gus$/)
  expect((await gus.connect()).me).toMatchObject({ id: gus.id, role: 'guest', name: 'gus' })
})

test('a stale, foreign or broken token sent along does not matter, a server’s is fine', async () => {
  await using server = await startServer()
  const expired = server.token('alice', { exp: 1_000 })
  for (const token of [expired, 'nonsense', server.token('alice'), server.serverToken]) {
    const reply = await server.call('POST /guest', { user: { id: 'gus' } }, { token })
    expect(reply.status).toBe(200)
    expect(reply.body).toMatchObject({ user: { role: 'guest' }, access_token: expect.any(String) })
  }
  const anonymous = await server.anonymous().call('POST /guest', { user: { id: 'gus' } })
  expect(anonymous.status).toBe(200)
})

test('the same id makes another guest: an id is no credential', async () => {
  await using server = await startServer()
  const [first, second] = [await server.guest('gus'), await server.guest('gus')]
  expect(first.id).not.toBe(second.id)
})

test('what only a server writes is ignored, the rest is kept', async () => {
  await using server = await startServer()
  const user = { id: 'gus', name: 'Gus', role: 'admin', teams: ['red'], banned: true, hat: 'red', image: 'i' }
  const reply = await server.ok('POST /guest', { user }, { token: '' })
  expect(reply.user).toMatchObject({
    role: 'guest',
    teams: [],
    banned: false,
    name: 'Gus',
    hat: 'red',
    image: 'i',
  })
})

test('apps without guests say why', async () => {
  await using server = await startServer()
  await server.ok('PATCH /app', { guest_user_creation_disabled: true })
  const off = await server.call('POST /guest', { user: { id: 'gus' } }, { token: '' })
  expect(off.body).toMatchObject({
    code: 17,
    StatusCode: 403,
    details: { setting: 'guest_user_creation_disabled' },
  })
  await server.ok('PATCH /app', { guest_user_creation_disabled: false, multi_tenant_enabled: true })
  const tenants = await server.call('POST /guest', { user: { id: 'gus' } }, { token: '' })
  expect(tenants.body).toMatchObject({ code: 17, details: { setting: 'multi_tenant_enabled' } })
  expect(tenants.body.message).toContain('multi-tenancy')
})

test('wrong input names the field', async () => {
  await using server = await startServer()
  const cases: [unknown, string][] = [
    [{}, 'user'],
    [{ user: {} }, 'user.id'],
    [{ user: { id: 'ä' } }, 'user.id'],
    [{ user: { id: 'x'.repeat(256) } }, 'user.id'],
    [{ user: { id: 'gus', name: 5 } }, 'user.name'],
    [{ user: { id: 'gus', big: 'x'.repeat(6000) } }, 'user'],
  ]
  for (const [body, field] of cases) {
    const reply = await server.call('POST /guest', body, { token: '' })
    expect([field, reply.status, reply.body.code]).toEqual([field, 400, 4])
    expect(reply.body.exception_fields as Frame).toHaveProperty([field])
  }
  const long = await server.ok('POST /guest', { user: { id: 'x'.repeat(255) } }, { token: '' })
  expect(String((long.user as Frame).id).length).toBe(255)
})

test('an unknown key is refused', async () => {
  await using server = await startServer()
  const reply = await server.call('POST /guest', { user: { id: 'gus' } }, { token: '', apiKey: 'other' })
  expect(reply.body).toMatchObject({ code: 2, StatusCode: 401 })
})

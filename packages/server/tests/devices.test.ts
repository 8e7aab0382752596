import { expect, test } from 'bun:test'
import { type Frame, startServer, type TestServer } from '@parley/testkit'

async function idsOf(who: Pick<TestServer, 'ok'>, query: Record<string, string> = {}): Promise<string[]> {
  const { devices } = await who.ok('GET /devices', undefined, { query })
  return (devices as Frame[]).map(device => String(device.id))
}

test('a user registers, lists and forgets devices', async () => {
  await using server = await startServer()
  const alice = server.person('alice')
  await alice.ok('POST /devices', { id: 'phone', push_provider: 'firebase', push_provider_name: null })
  await alice.ok('POST /devices', { id: 'tablet', push_provider: 'apn', push_provider_name: '' })
  const { devices } = await alice.ok('GET /devices')
  expect(devices).toEqual([
    { id: 'phone', user_id: 'alice', push_provider: 'firebase', created_at: expect.any(String) },
    { id: 'tablet', user_id: 'alice', push_provider: 'apn', created_at: expect.any(String) },
  ])
  await alice.ok('POST /devices', { id: 'phone', push_provider: 'huawei' })
  expect(await idsOf(alice)).toEqual(['phone', 'tablet'])
  await alice.ok('DELETE /devices', undefined, { query: { id: 'phone' } })
  await alice.ok('DELETE /devices', undefined, { query: { id: 'never-there' } })
  expect(await idsOf(alice)).toEqual(['tablet'])
  expect((await alice.connect()).me).toMatchObject({ devices: [{ id: 'tablet' }] })
})

test('a server does it for a user, who is made when new', async () => {
  await using server = await startServer()
  await server.ok('POST /devices', { id: 'phone', push_provider: 'apn', user_id: 'bob' })
  expect(await idsOf(server, { user_id: 'bob' })).toEqual(['phone'])
  expect(await idsOf(server.person('bob'))).toEqual(['phone'])
  const nobody = await server.call('POST /devices', { id: 'phone', push_provider: 'apn' })
  expect(nobody.body).toMatchObject({ code: 4, exception_fields: { user_id: expect.any(String) } })
  await server.ok('DELETE /devices', undefined, { query: { id: 'phone', user_id: 'bob' } })
  expect(await idsOf(server, { user_id: 'bob' })).toEqual([])
})

test('the oldest of 26 goes', async () => {
  await using server = await startServer()
  const alice = server.person('alice')
  for (let n = 0; n < 26; n++) await alice.ok('POST /devices', { id: `device-${n}`, push_provider: 'apn' })
  const ids = await idsOf(alice)
  expect(ids).toHaveLength(25)
  expect(ids).not.toContain('device-0')
  expect(ids).toContain('device-25')
})

test('a shared phone belongs to who registered it last', async () => {
  await using server = await startServer()
  const [alice, bob] = [server.person('alice'), server.person('bob')]
  await alice.ok('POST /devices', { id: 'phone', push_provider: 'apn' })
  await bob.ok('POST /devices', { id: 'phone', push_provider: 'apn' })
  expect([await idsOf(alice), await idsOf(bob)]).toEqual([[], ['phone']])
  await alice.ok('DELETE /devices', undefined, { query: { id: 'phone' } })
  expect(await idsOf(bob)).toEqual(['phone'])
})

test('wrong input names the field', async () => {
  await using server = await startServer()
  const alice = server.person('alice')
  const cases: [Frame, string][] = [
    [{ push_provider: 'apn' }, 'id'],
    [{ id: '', push_provider: 'apn' }, 'id'],
    [{ id: 'x'.repeat(2000), push_provider: 'apn' }, 'id'],
    [{ id: 'phone', push_provider: 'pigeon' }, 'push_provider'],
    [{ id: 'phone' }, 'push_provider'],
    [{ id: 'phone', push_provider: 'apn', push_provider_name: 'staging' }, 'push_provider_name'],
  ]
  for (const [body, field] of cases) {
    const reply = await alice.call('POST /devices', body)
    expect([field, reply.status, reply.body.code]).toEqual([field, 400, 4])
    expect(reply.body.exception_fields).toHaveProperty(field)
  }
  expect((await alice.call('DELETE /devices')).body).toMatchObject({ code: 4 })
  expect((await server.anonymous().call('POST /devices', { id: 'x', push_provider: 'apn' })).status).toBe(403)
})

import { describe, expect, test } from 'bun:test'
import { type Frame, startServer, type TestServer } from '@parley/testkit'

async function getApp(server: TestServer): Promise<Frame> {
  return (await server.ok('GET /app')).app as Frame
}

/** What the Go SDK sends along with every update. */
const GO_ZEROES = {
  name: '',
  organization: '',
  suspended: false,
  suspended_explanation: '',
  channel_configs: null,
  policies: null,
  revoke_tokens_issued_before: null,
  push_notifications: { version: '', offline_only: false, apn: {} },
}

test('the settings are whole from the start', async () => {
  await using server = await startServer()
  const app = await getApp(server)
  expect(app).toMatchObject({
    mode: 'development',
    policies: {},
    revoke_tokens_issued_before: null,
    disable_auth_checks: false,
    disable_permissions_checks: false,
    multi_tenant_enabled: false,
    reminders_interval: 300,
    cdn_expiration_seconds: 1209600,
    event_hooks: [],
  })
  expect(Object.keys(app.channel_configs as object).sort()).toEqual([
    'commerce',
    'gaming',
    'livestream',
    'messaging',
    'team',
  ])
  expect((app.grants as Frame).user).toContain('search-user')
  expect(JSON.stringify(app)).not.toContain(server.secret)
})

test('users see of them what they need and no more', async () => {
  await using server = await startServer()
  await server.ok('PATCH /app', { file_upload_config: { size_limit: 1000 } })
  for (const person of [server.person('alice'), server.anonymous()]) {
    const { app } = await person.ok('GET /app')
    expect(app).toEqual({
      name: expect.any(String),
      async_url_enrich_enabled: false,
      auto_translation_enabled: false,
      file_upload_config: { size_limit: 1000 },
      guest_user_creation_disabled: false,
      image_upload_config: {},
      multi_tenant_enabled: false,
      shared_locations_enabled: false,
    })
  }
})

test('an update changes what it names; sending everything back changes nothing', async () => {
  await using server = await startServer()
  const before = await getApp(server)
  await server.ok('PATCH /app', {
    ...GO_ZEROES,
    multi_tenant_enabled: true,
    image_upload_config: { size_limit: 5 },
  })
  const after = await getApp(server)
  expect(after).toEqual({ ...before, multi_tenant_enabled: true, image_upload_config: { size_limit: 5 } })
  const asPhp = Object.fromEntries(
    Object.entries(after).map(([key, value]) => [key, JSON.stringify(value) === '{}' ? [] : value]),
  )
  await server.ok('PATCH /app', asPhp)
  expect(await getApp(server)).toEqual(after)
  expect((await server.ok('PATCH /app', {})).duration).toMatch(/ms$/)
})

test('credentials are kept but not shown', async () => {
  await using server = await startServer()
  await server.ok('PATCH /app', {
    sqs_key: 'key-of-sqs',
    sqs_secret: 'secret-of-sqs',
    firebase_config: { server_key: 'secret-of-firebase' },
    push_config: { version: 'v3', offline_only: true },
  })
  const app = await getApp(server)
  expect(JSON.stringify(app)).not.toMatch(/of-(sqs|firebase)/)
  expect(app.push_notifications).toEqual({ version: 'v3', offline_only: true })
  await server.ok('PATCH /app', app)
  const { store, apps } = server.running.deps
  const stored = await store.read.findApp(server.apiKey)
  expect(stored?.settings).toMatchObject({ sqs_secret: 'secret-of-sqs' })
  expect((await apps.find(server.apiKey))?.settings.stored).toMatchObject({ sqs_key: 'key-of-sqs' })
})

test('grants are replaced role by role, null brings the defaults back', async () => {
  await using server = await startServer()
  const before = (await getApp(server)).grants as Frame
  await server.ok('PATCH /app', { grants: { guest: [], helper: ['ban-user'] } })
  expect((await getApp(server)).grants).toEqual({ ...before, guest: [], helper: ['ban-user'] })
  const guest = await server.guest('visitor')
  expect((await guest.call('GET /users')).body).toMatchObject({ code: 17 })
  const typo = await server.call('PATCH /app', { grants: { guest: ['serch-user'] } })
  expect(typo.body).toMatchObject({ code: 4 })
  expect(typo.body.message).toContain('did you mean "search-user"')
  await server.ok('PATCH /app', { grants: null })
  expect((await getApp(server)).grants).toEqual(before)
  expect((await guest.call('GET /users')).status).toBe(200)
})

test('event hooks get an id and keep it', async () => {
  await using server = await startServer()
  await server.ok('PATCH /app', {
    event_hooks: [{ hook_type: 'webhook', webhook_url: 'https://example.com/hook' }],
  })
  const [hook] = (await getApp(server)).event_hooks as Frame[]
  expect(typeof hook?.id).toBe('string')
  expect(hook).toMatchObject({
    enabled: true,
    webhook_url: 'https://example.com/hook',
  })
  await server.ok('PATCH /app', { event_hooks: [hook, { hook_type: 'webhook', enabled: false }] })
  const hooks = (await getApp(server)).event_hooks as Frame[]
  expect(hooks.map(each => each.enabled)).toEqual([true, false])
  expect(hooks[0]?.id).toBe(hook?.id)
  await server.ok('PATCH /app', { event_hooks: [] })
  expect((await getApp(server)).event_hooks).toEqual([])
})

describe('revoking all tokens', () => {
  const nowS = () => Math.floor(Date.now() / 1000)

  test('closes the connections made with them and no others', async () => {
    await using server = await startServer()
    const old = await server.person('alice', { iat: nowS() - 100 }).connect()
    const dateless = await server.person('bob').connect()
    const fresh = await server.person('carol', { iat: nowS() - 10 }).connect()
    const nobody = await server.anonymous().connect()
    const since = new Date((nowS() - 50) * 1000).toISOString()
    await server.ok('PATCH /app', { revoke_tokens_issued_before: since })
    for (const person of [old, dateless]) {
      expect(await person.socket.nextError()).toMatchObject({
        code: 40,
        details: { reason: 'revoked', scope: 'app' },
      })
      expect(await person.socket.whenClosed()).toMatchObject({ code: 4003 })
      expect((await person.call('GET /devices')).body).toMatchObject({ code: 40, details: { scope: 'app' } })
    }
    for (const person of [fresh, nobody]) {
      person.socket.send({ type: 'health.check', connection_id: person.connectionId })
      await person.next('health.check')
    }
    expect((await fresh.call('GET /devices')).status).toBe(200)
  })

  test('is not taken back by an unrelated update, only by null alone', async () => {
    await using server = await startServer()
    await server.ok('PATCH /app', { revoke_tokens_issued_before: new Date().toISOString() })
    const alice = server.person('alice')
    await server.ok('PATCH /app', { ...GO_ZEROES, reminders_interval: 60 })
    expect((await alice.call('GET /devices')).body).toMatchObject({ code: 40 })
    expect((await getApp(server)).revoke_tokens_issued_before).toEqual(expect.any(String))
    await server.ok('PATCH /app', GO_ZEROES)
    expect((await alice.call('GET /devices')).status).toBe(200)
    expect((await getApp(server)).revoke_tokens_issued_before).toBeNull()
  })

  test('takes PHP’s times too', async () => {
    await using server = await startServer()
    await server.ok('PATCH /app', { revoke_tokens_issued_before: '2026-01-31T12:00:00+02:00' })
    expect((await getApp(server)).revoke_tokens_issued_before).toBe('2026-01-31T10:00:00.000000Z')
    await server.ok('PATCH /app', { revoke_tokens_issued_before: 1_700_000_000 })
    expect((await getApp(server)).revoke_tokens_issued_before).toBe('2023-11-14T22:13:20.000000Z')
  })
})

test('without auth checks replies warn, and development tokens work', async () => {
  await using server = await startServer()
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ user_id: 'dev' })}.devtoken`
  const alice = server.person('alice')
  expect((await alice.call('GET /devices', undefined, { token })).body).toMatchObject({ code: 43 })
  await server.ok('PATCH /app', { disable_auth_checks: true })
  const reply = await alice.call('GET /devices', undefined, { token })
  expect(reply.status).toBe(200)
  expect(reply.headers.get('x-parley-warning')).toContain('auth checks')
  await server.ok('PATCH /app', { disable_auth_checks: false })
  expect((await alice.call('GET /devices')).headers.get('x-parley-warning')).toBeNull()
})

test('without permission checks users may do everything', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' })
  const promote = { users: [{ id: 'bob', set: { role: 'admin' } }] }
  expect((await server.person('alice').call('PATCH /users', promote)).body).toMatchObject({ code: 17 })
  await server.ok('PATCH /app', { disable_permissions_checks: true })
  expect((await server.person('alice').call('PATCH /users', promote)).status).toBe(200)
})

test('wrong values name the setting and change nothing', async () => {
  await using server = await startServer()
  const before = await getApp(server)
  const cases: [Frame, string][] = [
    [{ multi_tenant_enabled: 'yes' }, 'multi_tenant_enabled'],
    [{ enforce_unique_usernames: 'world' }, 'enforce_unique_usernames'],
    [{ reminders_interval: 5 }, 'reminders_interval'],
    [{ revoke_tokens_issued_before: 'yesterday' }, 'revoke_tokens_issued_before'],
    [{ grants: { user: 'all' } }, 'grants.user'],
    [{ event_hooks: {} }, 'event_hooks'],
    [{ user_search_disallowed_roles: [5] }, 'user_search_disallowed_roles[0]'],
    [{ identity_providers: [{ issuer: 'x', jwks_uri: 'ftp://x', algorithms: ['RS256'] }] }, 'jwks_uri'],
    [
      { identity_providers: [{ issuer: 'x', jwks_uri: 'https://x/jwks', algorithms: ['HS256'] }] },
      'algorithms',
    ],
  ]
  for (const [patch, named] of cases) {
    const reply = await server.call('PATCH /app', { ...patch, shared_locations_enabled: true })
    expect([named, reply.status, reply.body.code]).toEqual([named, 400, 4])
    expect(reply.body.message).toContain(named)
  }
  expect(await getApp(server)).toEqual(before)
})

describe('usage', () => {
  test('counts users who connected, and the most sockets at once', async () => {
    await using server = await startServer()
    await server.connected('alice')
    await (await server.guest('gus')).connect()
    await server.anonymous().connect()
    await server.running.deps.hub.usage.flush()
    const usage = await server.ok('GET /usage')
    const month = new Date().toISOString().slice(0, 7)
    expect(usage.monthly_active_users).toContainEqual({ month, regular: 1, guest: 1, total: 2 })
    const connections = usage.concurrent_connections as Frame
    expect(connections).toMatchObject({ resolution_seconds: 60, peak: 3 })
    expect(connections.peaks).toContainEqual({ at: expect.any(String), peak: 3 })
  })

  test('refuses spans that are none', async () => {
    await using server = await startServer()
    for (const query of [
      { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
      { from: '2020-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
      { from: 'monday' },
    ]) {
      expect((await server.call('GET /usage', undefined, { query })).body).toMatchObject({ code: 4 })
    }
    const span = { from: '2025-11-30T00:00:00Z', to: '2026-01-02T00:00:00Z' }
    const usage = await server.ok('GET /usage', undefined, { query: span })
    expect((usage.monthly_active_users as Frame[]).map(each => each.month)).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
    ])
    expect(usage.concurrent_connections).toMatchObject({ peak: 0, peaks: [] })
  })
})

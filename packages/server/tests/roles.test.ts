import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Frame, startServer, type TestServer } from '@parley/testkit'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server[Symbol.asyncDispose]())

const rolesByName = async () => {
  const { roles } = await server.ok('GET /roles')
  return Object.fromEntries((roles as Frame[]).map(role => [role.name, role]))
}

describe('roles', () => {
  test('are made, listed with their scopes, used, and deleted once nobody needs them', async () => {
    const { role } = await server.ok('POST /roles', { name: 'herald' })
    expect(role).toMatchObject({ name: 'herald', custom: true, scopes: [], scoped: [] })
    await server.ok('PUT /channeltypes/messaging', { grants: { herald: ['read-channel', 'create-message'] } })
    await server.upsertUsers({ id: 'hermes', role: 'herald' }, { id: 'zeus' })
    await server.ok('POST /channels/messaging/olympus/query', { data: { created_by_id: 'zeus' } })
    const hermes = server.person('hermes')
    expect(
      (await hermes.call('POST /channels/messaging/olympus/message', { message: { text: 'hi' } })).status,
    ).toBe(200)
    expect(await rolesByName()).toMatchObject({
      herald: { custom: true, scopes: ['messaging'] },
      admin: { custom: false, scopes: expect.arrayContaining(['.app', 'messaging', 'livestream']) },
      channel_moderator: { custom: false },
    })
    expect((await server.call('DELETE /roles/herald')).body).toMatchObject({
      code: 4,
      message: expect.stringContaining('messaging'),
    })
    await server.ok('PUT /channeltypes/messaging', { grants: { herald: [] } })
    expect((await server.call('DELETE /roles/herald')).body).toMatchObject({
      code: 4,
      message: expect.stringContaining('hermes'),
    })
    await server.ok('PATCH /users', { users: [{ id: 'hermes', set: { role: 'user' } }] })
    await server.ok('DELETE /roles/herald')
    expect(await rolesByName()).not.toHaveProperty('herald')
    expect((await server.call('DELETE /roles/herald')).status).toBe(404)
  })

  test('25 at most, no name twice, none that is built in', async () => {
    const before = Object.values(await rolesByName()).filter(role => (role as Frame).custom).length
    for (let n = before; n < 25; n++) await server.ok('POST /roles', { name: `role-${n}` })
    expect((await server.call('POST /roles', { name: 'one-more' })).body).toMatchObject({ code: 4 })
    await server.ok('DELETE /roles/role-24')
    expect((await server.call('POST /roles', { name: 'role-23' })).body).toMatchObject({ code: 4 })
    for (const name of ['admin', 'channel_member', '', 'a b', 5]) {
      expect((await server.call('POST /roles', { name })).body).toMatchObject({ code: 4 })
    }
    expect((await server.call('DELETE /roles/admin')).body).toMatchObject({ code: 4 })
  })
})

test('a role of members, or of who was deleted, does not keep it; built-in ones don’t mix', async () => {
  await using other = await startServer()
  await other.upsertUsers({ id: 'owner' }, { id: 'ghost', role: 'scribe' }, { id: 'ink' })
  await other.ok('POST /roles', { name: 'scribe' })
  const members = ['owner', { user_id: 'ink', channel_role: 'scribe' }]
  const data = { created_by_id: 'owner', members }
  const overrides = { grants: { scribe: ['update-channel'], channel_member: ['!update-message'] } }
  const path = '/channels/messaging/desk'
  await other.ok(`POST ${path}/query`, { data: { ...data, config_overrides: overrides } })
  // A custom role may be either: of a user above, of a member here.
  expect((await other.person('ink').call(`PATCH ${path}`, { set: { topic: 'new' } })).status).toBe(200)
  expect((await other.call('DELETE /roles/scribe')).body).toMatchObject({ code: 4 })
  await other.ok('DELETE /users/ghost')
  await other.ok('DELETE /roles/scribe')
  const mixed: [string, Frame][] = [
    ['POST /users', { users: { eve: { id: 'eve', role: 'channel_moderator' } } }],
    ['POST /users', { users: { eve: { id: 'eve', teams_role: { red: 'channel_member' } } } }],
    ['PATCH /users', { users: [{ id: 'ink', set: { role: 'channel_member' } }] }],
    [`POST ${path}`, { assign_roles: [{ user_id: 'ink', channel_role: 'admin' }] }],
    [`POST ${path}`, { add_members: [{ user_id: 'ink', channel_role: 'user' }] }],
    [`PATCH ${path}/member/ink`, { set: { channel_role: 'moderator' } }],
  ]
  for (const [endpoint, body] of mixed) {
    expect([endpoint, (await other.call(endpoint, body)).body]).toMatchObject([endpoint, { code: 4 }])
  }
})

test('who owns it may what -owner gives, and a channel’s own ! takes no more than it names', async () => {
  await using other = await startServer()
  await other.upsertUsers({ id: 'owner' }, { id: 'bob' })
  const path = '/channels/messaging/desk'
  const grants = { user: ['!update-message-owner'], channel_member: ['update-message-owner', '!add-links'] }
  const data = { created_by_id: 'owner', members: ['owner', 'bob'], config_overrides: { grants } }
  await other.ok(`POST ${path}/query`, { data })
  const bob = other.person('bob')
  const { message } = await bob.ok(`POST ${path}/message`, { message: { text: 'mine' } })
  const edit = async (who: string, text: string) =>
    (await other.person(who).call(`POST /messages/${(message as Frame).id}`, { message: { text } })).status
  // One role loses it, another one has it: either is enough.
  expect(await edit('bob', 'better')).toBe(200)
  expect(await edit('owner', 'worse')).toBe(403)
  // Of who made the channel: links still, by the role of users.
  const link = { message: { text: 'https://example.org' } }
  expect((await bob.call(`POST ${path}/message`, link)).status).toBe(403)
  expect((await other.person('owner').call(`POST ${path}/message`, link)).status).toBe(200)
  const { channel } = await bob.ok(`POST ${path}/query`, {})
  expect(channel).toMatchObject({ config: { grants } })
  const own = (channel as Frame).own_capabilities as string[]
  expect([own.includes('add-links'), own.includes('update-message-owner')]).toEqual([false, true])
  const change = { set: { config_overrides: { grants: {} } } }
  expect((await other.person('owner').call(`PATCH ${path}`, change)).body).toMatchObject({ code: 17 })
})

describe('permissions', () => {
  test('the built-in ones are told', async () => {
    const { permissions } = await server.ok('GET /permissions')
    expect((permissions as Frame[]).length).toBeGreaterThan(200)
    expect((await server.ok('GET /permissions/create-channel')).permission).toEqual({
      id: 'create-channel',
      name: 'Create channel',
      description: expect.any(String),
      action: 'CreateChannel',
      owner: false,
      same_team: true,
      condition: null,
      custom: false,
      level: 'channel',
    })
    expect((await server.ok('GET /permissions/update-user-owner-any-team')).permission).toMatchObject({
      owner: true,
      same_team: false,
      level: 'app',
    })
    expect((await server.call('GET /permissions/muter-user')).status).toBe(404)
  })

  test('one of one’s own grants its action where its condition holds', async () => {
    const condition = { '$subject.magic': { $eq: 'wand' }, '$target.topic': { $ne: 'muggles' } }
    const made = { id: 'wizard-talk', name: 'Wizards talk', action: 'CreateMessage', condition }
    const { permission } = await server.ok('POST /permissions', made)
    expect(permission).toEqual({
      ...made,
      description: '',
      owner: false,
      same_team: true,
      custom: true,
      level: 'channel',
    })
    expect((await server.ok('GET /permissions/wizard-talk')).permission).toEqual(permission as Frame)
    const grants = { user: ['read-channel', 'wizard-talk', 'create-channel'] }
    await server.ok('PUT /channeltypes/gaming', { grants })
    await server.upsertUsers({ id: 'merlin', magic: 'wand' }, { id: 'vernon' }, { id: 'host' })
    const make = (id: string, data: Frame) =>
      server.ok(`POST /channels/gaming/${id}/query`, { data: { created_by_id: 'host', ...data } })
    await make('castle', {})
    await make('suburb', { topic: 'muggles' })
    await make('closed', { config_overrides: { grants: { user: ['!wizard-talk'] } } })
    const attempt = async (who: string, id: string) => {
      const reply = await server
        .person(who)
        .call(`POST /channels/gaming/${id}/message`, { message: { text: 'abra' } })
      return reply.status
    }
    expect(await attempt('merlin', 'castle')).toBe(200)
    expect(await attempt('vernon', 'castle')).toBe(403)
    expect(await attempt('merlin', 'suburb')).toBe(403)
    expect(await attempt('merlin', 'closed')).toBe(403)
    const capabilities = async (who: string) => {
      const { channel } = await server.person(who).ok('POST /channels/gaming/castle/query', {})
      return (channel as Frame).own_capabilities as string[]
    }
    expect(await capabilities('merlin')).toContain('create-message')
    expect(await capabilities('vernon')).not.toContain('create-message')
    await server.ok('PUT /permissions/wizard-talk', { ...made, condition: {} })
    expect(await attempt('vernon', 'castle')).toBe(200)
    await server.ok('PUT /permissions/wizard-talk', { ...made, condition: null, owner: true })
    expect(await attempt('merlin', 'castle')).toBe(403)
    expect((await server.call('DELETE /permissions/wizard-talk')).body).toMatchObject({
      code: 4,
      message: expect.stringContaining('gaming'),
    })
    await server.ok('PUT /channeltypes/gaming', { grants: null })
    await server.ok('DELETE /permissions/wizard-talk')
    expect((await server.call('GET /permissions/wizard-talk')).status).toBe(404)
  })

  test('an id that no permission has is refused in grants of every scope', async () => {
    const grants = { user: ['muter-user'] }
    const told = { code: 4, message: expect.stringContaining('did you mean "mute-user"?') }
    expect((await server.call('PATCH /app', { grants })).body).toMatchObject(told)
    expect((await server.call('PUT /channeltypes/team', { grants })).body).toMatchObject(told)
    await server.ok('POST /channels/team/t/query', { data: { created_by_id: 'host' } })
    const overrides = { config_overrides: { grants: { user: ['!muter-user'] } } }
    expect((await server.call('PATCH /channels/team/t', { set: overrides })).body).toMatchObject(told)
    const data = { created_by_id: 'host', ...overrides }
    expect((await server.call('POST /channels/team/u/query', { data })).body).toMatchObject(told)
  })

  test('what can’t be is refused', async () => {
    const good = { id: 'fine', name: 'Fine', action: 'create-message' }
    const refused: Frame[] = [
      { ...good, id: 'create-message' },
      { ...good, id: 'a b' },
      { ...good, name: '' },
      { ...good, action: 'Fly' },
      { ...good, condition: { role: 'user' } },
      { ...good, condition: { '$subject.role': { $like: 'u' } } },
      { ...good, condition: 'always' },
      { id: 'fine' },
    ]
    for (const body of refused) {
      expect([body, (await server.call('POST /permissions', body)).body]).toMatchObject([body, { code: 4 }])
    }
    expect((await server.call('PUT /permissions/create-channel', good)).body).toMatchObject({ code: 4 })
    expect((await server.call('PUT /permissions/nothing', good)).status).toBe(404)
    expect((await server.call('DELETE /permissions/nothing')).status).toBe(404)
    await server.ok('POST /permissions', good)
    expect((await server.call('POST /permissions', good)).body).toMatchObject({ code: 4 })
    await server.ok('DELETE /permissions/fine')
  })
})

test('with multi-tenancy, permissions of one’s own stay within one’s teams unless they say otherwise', async () => {
  await using other = await startServer()
  await other.ok('PATCH /app', { multi_tenant_enabled: true })
  await other.upsertUsers({ id: 'red', teams: ['red'] }, { id: 'blue', teams: ['blue'] })
  await other.ok('POST /channels/gaming/pit/query', { data: { created_by_id: 'blue', team: 'blue' } })
  const own = { id: 'peek', name: 'Peek', action: 'ReadChannel' }
  await other.ok('POST /permissions', own)
  await other.ok('PUT /channeltypes/gaming', { grants: { user: ['peek'] } })
  const read = async (who: string) =>
    (await other.person(who).call('POST /channels/gaming/pit/query', {})).status
  expect(await read('blue')).toBe(200)
  expect(await read('red')).toBe(403)
  await other.ok('PUT /permissions/peek', { ...own, same_team: false })
  expect(await read('red')).toBe(200)
})

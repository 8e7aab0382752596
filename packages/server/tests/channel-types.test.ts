import { expect, test } from 'bun:test'
import { DEFAULT_GRANTS } from '@parley/protocol'
import { type Frame, startServer } from '@parley/testkit'

test('the built-in types are there, with commands as objects', async () => {
  await using server = await startServer()
  const types = (await server.ok('GET /channeltypes')).channel_types as Record<string, Frame>
  expect(Object.keys(types).sort()).toEqual(['commerce', 'gaming', 'livestream', 'messaging', 'team'])
  expect(types.team).toMatchObject({ name: 'team', count_messages: true, permissions: [] })
  expect(types.livestream).toMatchObject({ url_enrichment: false })
  const one = await server.ok('GET /channeltypes/messaging')
  expect(one).toMatchObject({ name: 'messaging', max_message_length: 5000, grants: DEFAULT_GRANTS.messaging })
  const missing = await server.call('GET /channeltypes/message')
  expect(missing.body).toMatchObject({ code: 16, StatusCode: 404 })
  expect(missing.body.message).toContain('messaging')
})

test('an update changes what it names, at once', async () => {
  await using server = await startServer()
  const before = await server.ok('GET /channeltypes/team')
  const patch = {
    max_message_length: 50,
    typing_events: false,
    partition_size: 20,
    message_throttle: { per_second: 5, burst: 10 },
  }
  const reply = await server.ok('PUT /channeltypes/team', patch)
  expect(reply).toMatchObject(patch)
  const after = await server.ok('GET /channeltypes/team')
  expect(after).toEqual({ ...before, ...patch, updated_at: after.updated_at, duration: after.duration })
  await server.ok('PUT /channeltypes/team', {
    partition_size: null,
    message_throttle: null,
    permissions: null,
    blocklist: '',
  })
  expect(await server.ok('GET /channeltypes/team')).toMatchObject({
    partition_size: null,
    max_message_length: 50,
  })
})

test('commands go in by name and come out whole', async () => {
  await using server = await startServer()
  await server.ok('PUT /channeltypes/messaging', { commands: ['ban', 'giphy', 'ban'] })
  const { commands } = await server.ok('GET /channeltypes/messaging')
  expect(commands).toEqual([
    { name: 'ban', description: expect.any(String), args: '[@username] [text]', set: 'moderation_set' },
    { name: 'giphy', description: expect.any(String), args: '[text]', set: 'fun_set' },
  ])
  await server.ok('PUT /channeltypes/messaging', { commands })
  expect((await server.ok('GET /channeltypes/messaging')).commands).toEqual(commands)
  await server.ok('PUT /channeltypes/messaging', { commands: ['all'] })
  expect((await server.ok('GET /channeltypes/messaging')).commands).toHaveLength(6)
  const unknown = await server.call('PUT /channeltypes/messaging', { commands: ['bann'] })
  expect(unknown.body).toMatchObject({ code: 4 })
  expect(unknown.body.message).toContain('did you mean "ban"')
  await server.ok('PUT /channeltypes/messaging', { commands: [] })
  expect((await server.ok('GET /channeltypes/messaging')).commands).toEqual([])
})

test('grants are replaced role by role, [] clears a role, null resets the type', async () => {
  await using server = await startServer()
  await server.ok('PUT /channeltypes/livestream', { grants: { user: [], janitor: ['delete-message'] } })
  const { grants } = await server.ok('GET /channeltypes/livestream')
  expect(grants).toEqual({ ...DEFAULT_GRANTS.livestream, user: [], janitor: ['delete-message'] })
  const typo = await server.call('PUT /channeltypes/livestream', { grants: { user: ['create-mesage'] } })
  expect(typo.body).toMatchObject({ code: 4 })
  expect(typo.body.message).toContain('grants.user[0]')
  expect(typo.body.message).toContain('did you mean "create-message"')
  await server.ok('PUT /channeltypes/livestream', { grants: null })
  expect((await server.ok('GET /channeltypes/livestream')).grants).toEqual(DEFAULT_GRANTS.livestream)
})

test('wrong values name the setting', async () => {
  await using server = await startServer()
  const cases: [Frame, string][] = [
    [{ max_message_length: 20_001 }, 'max_message_length'],
    [{ max_message_length: 1.5 }, 'max_message_length'],
    [{ reactions: 1 }, 'reactions'],
    [{ automod: 'strict' }, 'automod'],
    [{ partition_ttl: 24 }, 'partition_ttl'],
    [{ partition_size: 3 }, 'partition_size'],
    [{ message_retention: 'forever' }, 'message_retention'],
    [{ grants: { 'odd role': [] } }, 'grants'],
    [{ commands: 'all' }, 'commands'],
  ]
  for (const [patch, named] of cases) {
    const reply = await server.call('PUT /channeltypes/messaging', patch)
    expect([named, reply.status, reply.body.code]).toEqual([named, 400, 4])
    expect(reply.body.message).toContain(named)
  }
  expect((await server.call('PUT /channeltypes/nothing', {})).status).toBe(404)
  expect((await server.person('alice').call('PUT /channeltypes/messaging', {})).status).toBe(403)
})

test('an own type begins with the defaults and goes when it has no channels', async () => {
  await using server = await startServer()
  const made = await server.ok('POST /channeltypes', {
    name: 'support',
    commands: ['all'],
    permissions: null,
    grants: null,
    reactions: false,
    partition_ttl: '24h',
    automod_thresholds: { spam: { flag: 0.5, block: 0.9 } },
  })
  expect(made).toMatchObject({
    name: 'support',
    commands: ['giphy', 'flag', 'ban', 'unban', 'mute', 'unmute'],
    grants: DEFAULT_GRANTS.messaging,
    permissions: [],
    reactions: false,
    typing_events: true,
    mark_messages_pending: false,
    partition_ttl: '24h0m0s',
    automod_thresholds: { spam: { flag: 0.5, block: 0.9 } },
  })
  const got = await server.ok('GET /channeltypes/support')
  expect((got.commands as Frame[])[0]).toMatchObject({ name: 'giphy', set: 'fun_set' })
  const { commands: _, duration: __, ...settings } = made
  expect(got).toMatchObject(settings)
  await server.ok('PUT /channeltypes/support', { automod_thresholds: null, partition_ttl: '' })
  expect(await server.ok('GET /channeltypes/support')).toMatchObject({
    automod_thresholds: null,
    partition_ttl: null,
  })

  const alice = server.person('alice')
  await alice.ok('POST /channels/support/one/query', { data: { members: ['alice'] } })
  const used = await server.call('DELETE /channeltypes/support')
  expect([used.status, used.body.code]).toEqual([400, 4])
  await server.ok('DELETE /channels/support/one')
  await server.ok('DELETE /channeltypes/support')
  expect((await server.call('GET /channeltypes/support')).status).toBe(404)
  expect((await alice.call('POST /channels/support/two/query', { data: {} })).status).toBe(404)
  expect(await server.ok('POST /channels', { filter_conditions: {} })).toMatchObject({ channels: [] })
  expect((await server.call('DELETE /channeltypes/support')).status).toBe(404)
  // What was deleted with the old type does not come back with a new one.
  await server.ok('POST /channeltypes', { name: 'support' })
  expect(await server.ok('POST /channels', { filter_conditions: {} })).toMatchObject({ channels: [] })
})

test('types that can not be made or deleted', async () => {
  await using server = await startServer()
  const cases: [Frame, string][] = [
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 'a b' }, 'name'],
    [{ name: 'messaging' }, 'name'],
    [{ name: 'x', partition_ttl: '30s' }, 'partition_ttl'],
    [{ name: 'x', partition_ttl: 3600 }, 'partition_ttl'],
    [{ name: 'x', automod_thresholds: { spam: { flag: 2 } } }, 'automod_thresholds'],
    [{ name: 'x', blocklists: [{ blocklist: 'none', behavior: 'flag' }] }, 'blocklists'],
    [{ name: 'x', grants: { user: ['fly'] } }, 'grants'],
    [{ name: 'x', commands: ['fly'] }, 'commands'],
  ]
  for (const [body, named] of cases) {
    const reply = await server.call('POST /channeltypes', body)
    expect([named, reply.status, reply.body.code]).toEqual([named, 400, 4])
    expect(reply.body.message).toContain(named)
  }
  expect((await server.call('DELETE /channeltypes/team')).body).toMatchObject({ code: 4 })
  expect((await server.person('alice').call('DELETE /channeltypes/team')).status).toBe(403)
  for (let n = 5; n < 50; n++) await server.ok('POST /channeltypes', { name: `type-${n}` })
  expect((await server.call('POST /channeltypes', { name: 'one-more' })).body).toMatchObject({ code: 4 })
})

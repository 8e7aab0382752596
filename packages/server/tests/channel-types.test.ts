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

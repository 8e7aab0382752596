import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer, type TestServer } from '@parley/testkit'

const CIDS = ['messaging:a', 'messaging:b', 'team:c']

async function scene(server: TestServer) {
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' }, { id: 'carol' })
  for (const cid of CIDS)
    await server.ok(`POST ${channelPath(cid)}/query`, {
      data: { created_by_id: 'alice', members: ['alice'] },
    })
}

async function run(server: TestServer, body: Frame): Promise<Frame> {
  const { task_id } = await server.ok('PUT /channels/batch', body)
  for (;;) {
    const task = await server.ok(`GET /tasks/${task_id}`)
    expect(task.status).not.toBe('failed')
    if (task.status === 'completed') return task.result as Frame
    await Bun.sleep(5)
  }
}

async function membersOf(server: TestServer, cid: string): Promise<Record<string, Frame>> {
  const { members } = await server.ok(`POST ${channelPath(cid)}/query`, {})
  return Object.fromEntries((members as Frame[]).map(member => [member.user_id as string, member]))
}

test('every operation does to each channel what its own endpoint does', async () => {
  await using server = await startServer()
  await scene(server)
  const all = { cids: { $in: CIDS } }
  const result = await run(server, { operation: 'addMembers', filter: all, members: [{ user_id: 'bob' }] })
  expect(result).toMatchObject({
    task_id: expect.any(String),
    operation: 'addMembers',
    status: 'completed',
    success_channels_count: 3,
    failed_channels: [],
    batch_created_at: expect.any(String),
    finished_at: expect.any(String),
  })
  const cases: [Frame, (members: Record<string, Frame>) => unknown, unknown][] = [
    [{ operation: 'addModerators', members: ['bob'] }, m => m.bob?.channel_role, 'channel_moderator'],
    [{ operation: 'demoteModerators', members: ['bob'] }, m => m.bob?.channel_role, 'channel_member'],
    [
      { operation: 'assignRoles', members: [{ user_id: 'bob', channel_role: 'channel_moderator' }] },
      m => m.bob?.is_moderator,
      true,
    ],
    [{ operation: 'inviteMembers', members: ['carol'] }, m => m.carol?.status, 'invited'],
    [{ operation: 'archive', members: ['bob'] }, m => typeof m.bob?.archived_at, 'string'],
    [{ operation: 'unarchive', members: ['bob'] }, m => typeof m.bob?.archived_at, 'undefined'],
    [{ operation: 'removeMembers', members: ['carol'] }, m => m.carol, undefined],
  ]
  for (const [body, look, wanted] of cases) {
    const done = await run(server, { ...body, filter: all })
    expect([body.operation, done.success_channels_count, done.failed_channels]).toEqual([
      body.operation,
      3,
      [],
    ])
    for (const cid of CIDS)
      expect([body.operation, look(await membersOf(server, cid))]).toEqual([body.operation, wanted])
  }
  const hidden = async () =>
    (
      (await server.ok('POST /channels', { filter_conditions: { hidden: true }, user_id: 'bob' }))
        .channels as Frame[]
    ).length
  await run(server, { operation: 'hide', filter: { types: { $in: ['messaging'] } }, members: ['bob'] })
  expect(await hidden()).toBe(2)
  await run(server, { operation: 'show', filter: { types: { $eq: 'messaging' } }, members: ['bob'] })
  expect(await hidden()).toBe(0)

  const data = { frozen: true, custom: { color: 'blue' }, config_overrides: { replies: false } }
  const updated = await run(server, {
    operation: 'updateData',
    filter: { cids: { $eq: 'team:c' }, types: { $in: ['team'] } },
    data,
  })
  expect(updated.success_channels_count).toBe(1)
  const { channel } = await server.ok(`POST ${channelPath('team:c')}/query`, {})
  expect(channel).toMatchObject({ frozen: true, color: 'blue', config: { replies: false } })
})

test('where it fails the result says why, and the others go on', async () => {
  await using server = await startServer()
  await scene(server)
  const distinct = await server.ok('POST /channels/messaging/query', {
    data: { created_by_id: 'alice', members: ['alice', 'carol'] },
  })
  const { cid } = distinct.channel as { cid: string }
  const result = await run(server, {
    operation: 'inviteMembers',
    filter: { cids: { $in: ['messaging:a', cid, 'messaging:none'] } },
    members: ['bob'],
  })
  expect(result).toMatchObject({ success_channels_count: 1 })
  expect(
    (result.failed_channels as Frame[]).toSorted((a, b) => (String(a.reason) < String(b.reason) ? -1 : 1)),
  ).toEqual([
    { reason: 'cannot invite members to the distinct channel', cids: [cid] },
    { reason: 'the channel does not exist', cids: ['messaging:none'] },
  ])
  const alike = await run(server, {
    operation: 'archive',
    filter: { types: { $eq: 'messaging' } },
    members: ['bob'],
  })
  expect(alike.failed_channels).toHaveLength(1)
  expect((alike.failed_channels as Frame[])[0]?.cids).toHaveLength(2)
})

test('batches that can not be are refused at once', async () => {
  await using server = await startServer()
  const filter = { cids: { $eq: 'messaging:a' } }
  const cases: [Frame, string][] = [
    [{ filter, members: ['bob'] }, 'operation'],
    [{ operation: 'explode', filter, members: ['bob'] }, 'operation'],
    [{ operation: 'addMembers', filter: {}, members: ['bob'] }, 'filter'],
    [{ operation: 'addMembers', filter: { cids: ['messaging:a'] }, members: ['bob'] }, 'filter'],
    [
      { operation: 'addMembers', filter: { cids: { $eq: 'a', $in: ['messaging:a'] } }, members: ['bob'] },
      'filter',
    ],
    [{ operation: 'addMembers', filter: { cids: { $eq: 'nonsense' } }, members: ['bob'] }, 'filter'],
    [{ operation: 'addMembers', filter }, 'members'],
    [{ operation: 'updateData', filter }, 'data'],
    [{ operation: 'updateData', filter, data: { config_overrides: { polls: true } } }, 'config_overrides'],
  ]
  for (const [body, named] of cases) {
    const reply = await server.call('PUT /channels/batch', body)
    expect([named, reply.status, reply.body.code]).toEqual([named, 400, 4])
    expect(reply.body.message).toContain(named)
  }
  const alice = server.person('alice')
  expect(
    (await alice.call('PUT /channels/batch', { operation: 'hide', filter, members: ['bob'] })).status,
  ).toBe(403)
})

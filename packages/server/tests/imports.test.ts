import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { ImportTask } from '@parley/protocol'
import { type Frame, startServer, type TestServer } from '@parley/testkit'
import { startTask } from '../src/actions/tasks/start-task.ts'
import { settled } from './settled.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server[Symbol.asyncDispose]())

const AT = '2020-01-01T00:00:00Z'
const at = (second: number) => new Date(Date.parse(AT) + second * 1000).toISOString()

type Line = readonly [type: string, data: object]
const user = (id: string, more = {}): Line => ['user', { id, ...more }]
const channel = (id: string, more = {}): Line => [
  'channel',
  { type: 'messaging', id, created_by: 'a', ...more },
]
const member = (channel_id: string, user_id: string, more = {}): Line => [
  'member',
  { channel_type: 'messaging', channel_id, user_id, ...more },
]
const message = (channel_id: string, id: string, more = {}): Line => [
  'message',
  {
    channel_type: 'messaging',
    channel_id,
    id,
    type: 'regular',
    user: 'a',
    text: id,
    created_at: AT,
    ...more,
  },
]

async function put(content: string, filename = 'data.jsonl'): Promise<string> {
  const { path, upload_url } = await server.ok('POST /import_urls', { filename })
  const headers = { 'Content-Type': 'application/json' }
  const { status } = await fetch(String(upload_url), { method: 'PUT', headers, body: content })
  expect(status).toBe(200)
  return String(path)
}

async function finished(id: string): Promise<ImportTask> {
  for (;;) {
    const { import_task } = await server.ok(`GET /imports/${id}`)
    const task = import_task as ImportTask
    if (['analyze_failed', 'completed', 'failed'].includes(task.state)) return task
    await Bun.sleep(10)
  }
}

async function imported(lines: readonly Line[] | string, more: object = {}): Promise<ImportTask> {
  const text =
    typeof lines === 'string' ? lines : lines.map(([type, data]) => JSON.stringify({ type, data })).join('\n')
  const path = await put(text)
  const { import_task } = await server.ok('POST /imports', { path, mode: 'insert', ...more })
  return finished((import_task as ImportTask).id)
}

async function stateOf(id: string, asUser?: string): Promise<Frame> {
  const body = { state: true, messages: { limit: 300 }, ...(asUser && { user_id: asUser }) }
  return (await server.ok(`POST /channels/messaging/${id}/query`, body)) as Frame
}

describe('an import', () => {
  test('goes the documented way', async () => {
    const { path, upload_url } = await server.ok('POST /import_urls', { filename: 'streamchat.json' })
    expect(String(path)).toEndWith('streamchat.json')
    const early = await server.call('POST /imports', { path, mode: 'upsert' })
    expect(early).toMatchObject({ status: 400, body: { code: 4 } })
    const body = JSON.stringify({ type: 'user', data: { id: 'way' } })
    const reply = await fetch(String(upload_url), {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body,
    })
    expect(reply.status).toBe(200)
    expect((await fetch(String(upload_url))).status).toBe(403)
    const { import_task } = await server.ok('POST /imports', { path, mode: 'upsert' })
    const begun = import_task as ImportTask
    expect(begun).toMatchObject({
      path,
      mode: 'upsert',
      merge_custom: false,
      size: body.length,
      state: 'uploaded',
    })
    const done = await finished(begun.id)
    expect(done.history.map(step => [step.prev_state, step.next_state])).toEqual([
      ['', 'uploaded'],
      ['uploaded', 'analyzing'],
      ['analyzing', 'importing'],
      ['importing', 'completed'],
    ])
    expect(done.result).toEqual({ errors: [], stats: { total: { users: 1 } } })
    const { import_tasks } = await server.ok('GET /imports', undefined, { query: { limit: '1' } })
    expect(import_tasks).toMatchObject([{ id: begun.id, state: 'completed' }])
    expect(await server.call('GET /imports/nothing')).toMatchObject({ status: 404 })
  })

  test('is listed, the latest first, in pages', async () => {
    const older = await imported([['user', { id: 'page-1' }]])
    const newer = await imported([['user', { id: 'page-2' }]])
    const page = async (offset: string) => {
      const { import_tasks } = await server.ok('GET /imports', undefined, { query: { limit: '1', offset } })
      return (import_tasks as ImportTask[]).map(({ id }) => id)
    }
    expect([await page('0'), await page('1')]).toEqual([[newer.id], [older.id]])
  })

  test('brings everything, and counts it right', async () => {
    const done = await imported([
      user('a', {
        created_at: AT,
        custom: { name: 'Ann', planet: 'Earth' },
        channel_mutes: ['messaging:one'],
      }),
      user('b', { role: 'admin', name: 'Ben', user_mutes: ['a'], blocked_user_ids: ['c'] }),
      user('c', { teams: ['red'], deactivated_at: at(5) }),
      ['device', { id: 'phone', user_id: 'a', push_provider_type: 'apn', push_provider_name: 'main' }],
      ['future_channel_ban', { created_by: 'a', target_id: 'c', reason: 'rude' }],
      channel('one', {
        created_at: AT,
        custom: { name: 'One', topic: 'tea' },
        frozen: true,
        banned_users: ['c'],
      }),
      ['channel', { type: 'messaging', member_ids: ['a', 'b'], created_by: 'b' }],
      member('one', 'a', { channel_role: 'channel_moderator', created_at: AT, hat: 'red' }),
      member('one', 'b', { last_read: at(1) }),
      member('one', 'c', { hide_channel: true }),
      ['member', { channel_type: 'messaging', channel_member_ids: ['b', 'a'], user_id: 'a' }],
      message('one', 'm1', { text: '**first**', custom: { mood: 'good' } }),
      message('one', 'm2', { user: 'b', mentioned_users_ids: ['a'], attachments: [{ type: 'image' }] }),
      message('one', 'r1', { type: 'reply', parent_id: 'm1', user: 'b', created_at: at(2) }),
      message('one', 'r2', { type: 'reply', parent_id: 'm1', show_in_channel: true, created_at: at(3) }),
      message('one', 'm3', { type: 'deleted', created_at: at(4), deleted_at: at(5) }),
      message('one', 'm4', {
        pinned_at: at(7),
        pinned_by_id: 'b',
        pin_expires: '2099-01-01T00:00:00Z',
        created_at: at(6),
      }),
      message('one', 'm5', { restricted_visibility: ['b'], created_at: at(7) }),
      ['reaction', { message_id: 'm1', type: 'like', user_id: 'b', created_at: at(8) }],
      ['reaction', { message_id: 'm1', type: 'like', user_id: 'a', created_at: at(9), score: 3 }],
      ['reaction', { message_id: 'm1', type: 'love', user_id: 'a', created_at: at(10) }],
    ])
    expect(done.result).toEqual({
      errors: [],
      stats: {
        total: {
          users: 3,
          devices: 1,
          future_channel_bans: 1,
          channels: 2,
          members: 4,
          messages: 7,
          reactions: 3,
        },
      },
    })
    expect(done.state).toBe('completed')

    const state = await stateOf('one')
    expect(state.channel).toMatchObject({
      name: 'One',
      topic: 'tea',
      frozen: true,
      member_count: 3,
      created_by: { id: 'a', name: 'Ann', planet: 'Earth' },
      created_at: '2020-01-01T00:00:00.000000Z',
      last_message_at: '2020-01-01T00:00:06.000000Z',
    })
    const messages = state.messages as Frame[]
    expect(messages.map(({ id }) => id)).toEqual(['m1', 'm2', 'r2', 'm3', 'm4', 'm5'])
    expect(messages[0]).toMatchObject({
      html: expect.stringContaining('<strong>first</strong>'),
      mood: 'good',
      reply_count: 2,
      reaction_groups: { like: { count: 2, sum_scores: 4 }, love: { count: 1 } },
      created_at: '2020-01-01T00:00:00.000000Z',
    })
    // Two messages of one time are told apart by a microsecond.
    expect(messages[1]).toMatchObject({
      created_at: '2020-01-01T00:00:00.000001Z',
      mentioned_users: [{ id: 'a' }],
    })
    expect(messages[3]).toMatchObject({ type: 'deleted' })
    expect(messages[4]).toMatchObject({ pinned: true, pinned_by: { id: 'b' } })
    const members = state.members as Frame[]
    expect(members.find(({ user_id }) => user_id === 'a')).toMatchObject({
      channel_role: 'channel_moderator',
      hat: 'red',
    })
    expect(members.find(({ user_id }) => user_id === 'c')).toMatchObject({ banned: true })

    const { messages: replies } = await server.ok('GET /messages/m1/replies')
    expect((replies as Frame[]).map(({ id }) => id)).toEqual(['r1', 'r2'])
    const unread = async (user_id: string) =>
      (await server.ok('GET /unread', undefined, { query: { user_id } })) as Frame
    expect(await unread('a')).toMatchObject({ total_unread_count: 0, total_unread_threads_count: 0 })
    expect(((await unread('b')).channels as Frame[])[0]).toMatchObject({ channel_id: 'messaging:one' })
    const sent = await server.ok('POST /channels/messaging/one/message', {
      message: { text: 'now', user_id: 'a' },
    })
    expect(Date.parse(String((sent.message as Frame).created_at))).toBeGreaterThan(Date.parse(AT))
    const me = (await server.connected('b')).me as { mutes: Frame[]; blocked_user_ids: string[] }
    expect(me.mutes).toMatchObject([{ user: { id: 'b' }, target: { id: 'a' } }])
    expect(me.blocked_user_ids).toEqual(['c'])
    const { devices } = await server.ok('GET /devices', undefined, { query: { user_id: 'a' } })
    expect(devices).toMatchObject([{ id: 'phone', push_provider: 'apn', push_provider_name: 'main' }])
    const pair = { data: { members: ['a', 'b'], created_by_id: 'a' } }
    const { members: found } = await server.ok('POST /channels/messaging/query', pair)
    expect(found).toMatchObject([{ user_id: 'a' }])
  })

  test('overwrites on upsert, and merges custom data when told to', async () => {
    await imported([
      user('u', { custom: { x: 1, y: { z: 1 } }, role: 'admin' }),
      channel('up', { created_by: 'u', custom: { x: 1 } }),
      message('up', 'up1', { user: 'u', custom: { x: 1 }, text: 'old' }),
    ])
    const again = [
      user('u', { custom: { y: 2 } }),
      channel('up', { created_by: 'u', custom: { y: 2 } }),
      message('up', 'up1', { user: 'u', custom: { y: 2 }, text: 'new', created_at: at(99) }),
    ]
    expect((await imported(again)).result?.errors).toHaveLength(3)
    expect(await imported(again, { mode: 'upsert', merge_custom: true })).toMatchObject({
      state: 'completed',
    })
    const merged = await stateOf('up')
    expect(merged.channel).toMatchObject({ x: 1, y: 2, created_by: { x: 1, y: 2, role: 'admin' } })
    expect(merged.messages).toMatchObject([
      { x: 1, y: 2, text: 'new', created_at: '2020-01-01T00:00:00.000000Z' },
    ])
    expect(await imported(again, { mode: 'upsert' })).toMatchObject({ state: 'completed' })
    const { channel: replaced } = await stateOf('up')
    expect(replaced).toMatchObject({ y: 2, created_by: { y: 2 } })
    expect(replaced).not.toHaveProperty('x')
  })

  test('of many messages at one time keeps their order, and is exported again as it was', async () => {
    const ids = Array.from({ length: 1_300 }, (_, n) => `n${String(n).padStart(4, '0')}`)
    const lines = ids.map((id, n) =>
      n % 3 === 1 ? message('many', id, { type: 'reply', parent_id: ids[0] }) : message('many', id),
    )
    expect(await imported([user('a'), channel('many'), ...lines], { mode: 'upsert' })).toMatchObject({
      state: 'completed',
    })
    const { task_id } = await server.ok('POST /export_channels', { channels: [{ cid: 'messaging:many' }] })
    const { result } = await settled(server, task_id)
    const [exported] = (await (await fetch((result as { url: string }).url)).json()) as [
      { messages: Frame[] },
    ]
    expect(exported.messages.map(({ id }) => id)).toEqual(ids)
    expect(exported.messages[0]).toMatchObject({ reply_count: 433 })
  })

  test('goes on where a crash left it', async () => {
    const { deps, app } = server.running
    const first = [user('half'), channel('half', { created_by: 'half' })]
    const rest = [member('half', 'half'), message('half', 'half-1', { user: 'half' })]
    const text = [...first, ...rest].map(([type, data]) => JSON.stringify({ type, data })).join('\n')
    const path = await put(text)
    await imported(first)
    const record = (await deps.store.read.listImports(app.id, { limit: 1, offset: 0 }))[0]
    if (!record) throw new Error('nothing was imported')
    const begun = { ...record, id: 'half-import', path, state: 'importing' as const }
    await startTask(deps, { appId: app.id, kind: 'import', input: { importId: begun.id } }, tx =>
      tx.saveImport(begun),
    )
    expect(await finished(begun.id)).toMatchObject({ state: 'completed' })
    const { channel: made, messages } = await stateOf('half')
    expect(made).toMatchObject({ member_count: 1 })
    expect(messages).toMatchObject([{ id: 'half-1' }])
  })

  test('writes nothing when anything is wrong', async () => {
    const wrong: [Line | string, string][] = [
      ['{"type": "user", "data": {"id": ', 'not JSON'],
      ['{"type": "planet", "data": {}}', 'type must be one of'],
      [user('!'), 'id'],
      [user('wrong-user'), 'twice'],
      [member('nowhere', 'wrong-user'), 'channel "messaging:nowhere" does not exist'],
      [member('wrong', 'nobody'), 'user "nobody" does not exist'],
      [['channel', { type: 'nothing', id: 'x', created_by: 'wrong-user' }], 'channel type "nothing"'],
      [['channel', { type: 'messaging', created_by: 'wrong-user' }], 'id or member_ids'],
      [message('wrong', 'w1', { user: 'nobody' }), 'nobody'],
      [
        message('wrong', 'w2', { user: 'wrong-user', parent_id: 'nothing', type: 'reply' }),
        'message "nothing"',
      ],
      [message('wrong', 'w3', { user: 'wrong-user', type: 'reply' }), 'parent_id'],
      [message('wrong', 'w4', { user: 'wrong-user', type: 'ephemeral' }), 'type'],
      [message('wrong', 'w5', { user: 'wrong-user', created_at: '2099-01-01T00:00:00Z' }), 'future'],
      [message('wrong', 'w6', { user: 'wrong-user', pinned_at: AT }), 'pinned_at, pinned_by_id, pin_expires'],
      [
        ['reaction', { message_id: 'nothing', type: 'like', user_id: 'wrong-user', created_at: AT }],
        'message "nothing"',
      ],
      [['device', { id: 'd', user_id: 'wrong-user', push_provider_type: 'pigeon' }], 'push_provider_type'],
      [user('lonely', { user_mutes: ['nobody'] }), 'user "nobody"'],
    ]
    const good = [user('wrong-user'), channel('wrong', { created_by: 'wrong-user' })]
    const text = [...good, ...wrong.map(([line]) => line)]
      .map(line => (typeof line === 'string' ? line : JSON.stringify({ type: line[0], data: line[1] })))
      .join('\r\n')
    const failed = await imported(text)
    expect(failed.state).toBe('analyze_failed')
    const errors = failed.result?.errors.toSorted((a, b) => a.line - b.line) ?? []
    expect(errors.map(({ line }) => line)).toEqual(wrong.map((_, index) => index + 3))
    for (const [index, [, problem]] of wrong.entries()) expect(errors[index]?.error).toContain(problem)
    expect(errors[4]).toMatchObject({ item_type: 'member', item: { user_id: 'wrong-user' } })
    const payload = JSON.stringify({ filter_conditions: { id: 'wrong-user' } })
    expect(await server.ok('GET /users', undefined, { query: { payload } })).toMatchObject({ users: [] })
  })

  test('is refused for users, other apps’ files, forged addresses and what is no file', async () => {
    const path = await put('{}')
    const alice = server.person('alice')
    for (const [call, body] of [
      ['POST /import_urls', { filename: 'x' }],
      ['POST /imports', { path, mode: 'insert' }],
      ['GET /imports', undefined],
    ] as const) {
      expect((await alice.call(call, body)).status).toBe(403)
    }
    for (const body of [
      { path: '../../etc/passwd', mode: 'insert' },
      { path: `2${path.slice(1)}`, mode: 'insert' },
      { path: `${path}x`, mode: 'insert' },
      { path, mode: 'append' },
      { path },
      {},
    ]) {
      expect(await server.call('POST /imports', body)).toMatchObject({ status: 400 })
    }
    const { upload_url } = await server.ok('POST /import_urls', { filename: 'a.jsonl' })
    const url = String(upload_url)
    for (const forged of [url.replace('a.jsonl', 'b.jsonl'), url.replace(/Signature=../, 'Signature=AA')]) {
      expect((await fetch(forged, { method: 'PUT', body: 'x' })).status).toBe(403)
    }
    expect((await fetch(`${server.url}/files/x`, { method: 'PUT', body: 'x' })).status).toBe(404)
  })
})

test('roles of users and of members don’t mix', async () => {
  const lines = [
    user('r-1', { role: 'channel_member' }),
    user('r-2', { teams_role: { red: 'channel_moderator' } }),
    user('r-3'),
    channel('r-room', { created_by: 'r-3' }),
    member('r-room', 'r-3', { channel_role: 'admin' }),
  ]
  const { errors } = (await imported(lines)).result as { errors: { error: string; line: number }[] }
  expect(errors.map(({ line }) => line)).toEqual([1, 2, 5])
  expect(errors[0]?.error).toContain('must not be "channel_member", a role of members')
})

test('with multi-tenancy, members are in the team of their channel', async () => {
  await server.ok('PATCH /app', { multi_tenant_enabled: true })
  try {
    const [red, blue] = [{ teams: ['red'] }, { teams: ['blue'] }]
    const people = [user('t-red', red), user('t-blue', blue), user('t-none')]
    const rooms = ['t-room', 't-open'].map(id =>
      channel(id, { created_by: 't-red', ...(id === 't-room' && { team: 'red' }) }),
    )
    const seat = (room: string, who: string) => member(room, who)
    const bad = [seat('t-room', 't-blue'), seat('t-room', 't-none'), seat('t-open', 't-red')]
    const refused = await imported([...people, ...rooms, seat('t-room', 't-red'), ...bad])
    expect(refused.state).toBe('analyze_failed')
    const { errors } = refused.result as { errors: { error: string; line: number }[] }
    expect(errors.map(({ line }) => line)).toEqual([7, 8, 9])
    expect(errors[0]?.error).toContain('"t-blue" is in none of the teams of channel messaging:t-room')
    const good = [seat('t-room', 't-red'), seat('t-open', 't-none')]
    expect((await imported([...people, ...rooms, ...good])).state).toBe('completed')
    // Of what is in the app already likewise; who changes teams in the file is in the new ones.
    const moved = [user('t-blue', red), seat('t-room', 't-blue')]
    expect((await imported([seat('t-room', 't-none')], { mode: 'upsert' })).state).toBe('analyze_failed')
    expect((await imported(moved, { mode: 'upsert' })).state).toBe('completed')
  } finally {
    await server.ok('PATCH /app', { multi_tenant_enabled: false })
  }
})

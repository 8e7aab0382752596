import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Frame, signToken, startServer, type TestServer } from '@parley/testkit'

/**
 * What existing backend SDKs (Go, PHP) send and assert, beyond what the documentation says: each test is
 * one of the facts of that API that are easy to get wrong.
 */
let server: TestServer
const ZERO = '0001-01-01T00:00:00Z'

beforeAll(async () => {
  server = await startServer()
  await server.upsertUsers({ id: 'ann', name: 'Ann' }, { id: 'ben' }, { id: 'cleo' })
})

afterAll(() => server[Symbol.asyncDispose]())

let rooms = 0
async function room(type = 'messaging', members = ['ann', 'ben']): Promise<string> {
  rooms += 1
  const path = `/channels/${type}/room-${rooms}`
  await server.ok(`POST ${path}/query`, { data: { created_by: { id: 'ann' }, members }, state: true })
  return path
}

async function say(path: string, user_id: string, text: string, more: object = {}): Promise<Frame> {
  return (await server.ok(`POST ${path}/message`, { message: { text, user_id, ...more } })).message as Frame
}

async function raw(path: string, init: RequestInit & { duplex?: 'half' }): Promise<Response> {
  return fetch(`${server.url}${path}?api_key=${server.apiKey}`, {
    redirect: 'error',
    ...init,
    headers: { 'Stream-Auth-Type': 'jwt', Authorization: server.serverToken, ...init.headers },
  })
}

test('1: a server token says so with true or with the text "true", bare or as Bearer', async () => {
  for (const claim of [true, 'true']) {
    const token = signToken(server.secret, { server: claim })
    for (const value of [token, `Bearer ${token}`]) {
      expect((await server.call('GET /app', undefined, { token: value })).status).toBe(200)
    }
  }
  expect(
    (await server.call('GET /app', undefined, { token: signToken(server.secret, { server: 'yes' }) })).status,
  ).toBe(401)
})

test('2: bodies come in chunks, or not at all, and nothing is ever redirected', async () => {
  const body = new ReadableStream({
    start(controller) {
      for (const part of ['{"users":{"chu', 'nky":{"id":"chun', 'ky"}}}'])
        controller.enqueue(new TextEncoder().encode(part))
      controller.close()
    },
  })
  const headers = { 'Content-Type': 'application/json' }
  const chunked = await raw('/users', { method: 'POST', body, headers, duplex: 'half' })
  expect([chunked.status, await chunked.json()]).toMatchObject([200, { users: { chunky: { id: 'chunky' } } }])
  const path = await room()
  expect((await raw(`${path}/show`, { method: 'POST', headers })).status).toBe(400)
  expect((await raw(`${path}/truncate`, { method: 'POST', headers })).status).toBe(200)
  expect((await raw(`/${path}/query`, { method: 'POST', headers })).status).toBe(200)
})

test('3: a settings update that repeats its zero values cancels no revocation', async () => {
  await using other = await startServer()
  const since = '2020-01-01T00:00:00Z'
  await other.ok('PATCH /app', { revoke_tokens_issued_before: since })
  const zeroes = {
    name: '',
    revoke_tokens_issued_before: null,
    apn_config: { enabled: false },
    push_config: { version: '' },
  }
  await other.ok('PATCH /app', { ...zeroes, reminders_interval: 400 })
  const { app } = await other.ok('GET /app')
  expect(app).toMatchObject({
    reminders_interval: 400,
    revoke_tokens_issued_before: '2020-01-01T00:00:00.000000Z',
  })
  await other.ok('PATCH /app', { revoke_tokens_issued_before: null })
  expect(((await other.ok('GET /app')).app as Frame).revoke_tokens_issued_before ?? null).toBeNull()
})

test('4: PHP sends empty objects as [], and gets objects back', async () => {
  const found = await server.ok('POST /channels', { filter_conditions: [], sort: [], user_id: 'ann' })
  expect(Array.isArray(found.channels)).toBe(true)
  const path = await room()
  await server.ok(`PATCH ${path}`, { set: [], unset: [] })
  await server.ok(`POST ${path}/query`, [])
  const { app } = await server.ok('GET /app')
  const { policies, channel_configs, grants } = app as Frame
  for (const object of [policies, channel_configs, grants]) {
    expect(Array.isArray(object) || typeof object !== 'object').toBe(false)
  }
  // The whole answer goes back, as the PHP suite does it.
  const back = JSON.parse(JSON.stringify(app).replaceAll('{}', '[]'))
  expect(await server.ok('PATCH /app', back)).toEqual({ duration: expect.any(String) })
})

test('5: the commands of a channel type are names when it is made and objects when it is read', async () => {
  const made = await server.ok('POST /channeltypes', {
    name: 'sdk-type',
    commands: ['all'],
    permissions: null,
    grants: null,
  })
  expect((made.commands as unknown[]).every(command => typeof command === 'string')).toBe(true)
  const read = await server.ok('GET /channeltypes/sdk-type')
  expect(read.commands).toContainEqual({
    name: 'giphy',
    description: expect.any(String),
    args: '[text]',
    set: 'fun_set',
  })
  expect('permissions' in read && read.permissions).toEqual(made.permissions)
  expect(Object.keys(read.grants as Frame)).not.toBeEmpty()
  const all = (await server.ok('GET /channeltypes')).channel_types as Record<string, Frame>
  expect(all['sdk-type']?.commands).toEqual(read.commands)
  await server.ok('DELETE /channeltypes/sdk-type')
})

test('6, 10: threads as the Go client reads them', async () => {
  const path = await room('messaging', ['ann', 'ben', 'cleo'])
  const first = await say(path, 'ann', 'first parent')
  const reply = await say(path, 'ben', 'the first reply', { parent_id: first.id })
  await say(path, 'cleo', 'another', { parent_id: first.id })
  const second = await say(path, 'ann', 'second parent')
  await say(path, 'ben', 'a reply', { parent_id: second.id })
  const filter = { channel_cid: { $eq: path.slice('/channels/'.length).replace('/', ':') } }
  const ask = (more: object) => server.ok('POST /threads', { user_id: 'ann', filter, ...more })
  const single = await ask({})
  expect([single.next, single.prev]).toEqual([undefined, undefined])
  const threads = single.threads as Frame[]
  for (const thread of threads) expect(Array.isArray(thread.read)).toBe(false)
  const thread = threads.find(each => each.parent_message_id === first.id) ?? {}
  expect(thread).toMatchObject({
    created_by_user_id: 'ben',
    created_at: reply.created_at,
    title: 'first parent',
    participant_count: 3,
    reply_count: 2,
  })
  expect((thread.thread_participants as Frame[]).map(each => each.user_id).sort()).toEqual([
    'ann',
    'ben',
    'cleo',
  ])
  for (const participant of thread.thread_participants as Frame[]) {
    expect([participant.created_at, participant.last_read_at]).not.toContain(ZERO)
  }
  expect('deleted_at' in thread).toBe(false)
  const page = await ask({ limit: 1, sort: [{ field: 'created_at', direction: 1 }] })
  expect((page.threads as Frame[])[0]?.parent_message_id).toBe(String(first.id))
  const next = await ask({ limit: 1, sort: [{ field: 'created_at', direction: -1 }], next: page.next })
  expect((next.threads as Frame[])[0]?.parent_message_id).toBe(String(second.id))
})

test('7: who is not there yet is made, but for two calls', async () => {
  const path = await room()
  await say(path, 'stranger', 'hello')
  const { users } = await server.ok('GET /users', undefined, {
    query: { payload: JSON.stringify({ filter_conditions: { id: 'stranger' } }) },
  })
  expect(users).toHaveLength(1)
  const counts = await server.ok('POST /unread_batch', { user_ids: ['ann', 'nobody-1'] })
  expect(Object.keys(counts.counts_by_user as Frame)).toEqual(['ann'])
  expect((await server.call('POST /users/nobody-1/event', { event: { type: 'ping' } })).status).toBe(404)
})

test('8: keys that must be there, and keys that must not', async () => {
  const path = await room()
  const message = await say(path, 'ann', 'hello')
  expect(message).toMatchObject({ shadowed: false, pinned: false, pinned_at: null, pinned_by: null })
  const pinned = await server.ok(`PATCH ${path}/member/ann`, {
    set: { pinned: true, archived: true },
    user_id: 'ann',
  })
  expect(pinned.channel_member).toMatchObject({
    pinned_at: expect.any(String),
    archived_at: expect.any(String),
  })
  const { channel_member } = await server.ok(`PATCH ${path}/member/ann`, {
    set: { pinned: false, archived: false },
    user_id: 'ann',
  })
  expect(Object.keys(channel_member as Frame)).not.toContain('pinned_at')
  expect(Object.keys(channel_member as Frame)).not.toContain('archived_at')
})

test('9: replies ignore offset; reactions are newest first and honour it', async () => {
  const path = await room()
  const { id } = await say(path, 'ann', 'parent')
  for (let n = 0; n < 10; n++) await say(path, 'ben', String(n), { parent_id: id })
  const { messages } = await server.ok(`GET /messages/${id}/replies`, undefined, {
    query: { limit: '3', offset: '3' },
  })
  expect((messages as Frame[]).map(each => each.text)).toEqual(['7', '8', '9'])
  await server.ok(`POST /messages/${id}/reaction`, { reaction: { type: 'love', user_id: 'ann', count: 42 } })
  await server.ok(`POST /messages/${id}/reaction`, { reaction: { type: 'clap', user_id: 'ann' } })
  const page = await server.ok(`GET /messages/${id}/reactions`, undefined, { query: { offset: '1' } })
  expect(page.reactions).toMatchObject([{ type: 'love', count: 42 }])
})

test('11: message flags are found by the author of the message, not by who flagged it', async () => {
  const path = await room()
  const { id } = await say(path, 'ben', 'bad')
  await server.ok('POST /moderation/flag', { target_message_id: id, user_id: 'ann' })
  const flagsOf = async (user_id: string) => {
    const payload = JSON.stringify({ filter_conditions: { user_id } })
    return (await server.ok('GET /moderation/flags/message', undefined, { query: { payload } })).flags
  }
  expect(await flagsOf('ben')).toMatchObject([{ message: { id }, user: { id: 'ann' } }])
  expect(await flagsOf('ann')).toEqual([])
  const reports = await server.ok('POST /moderation/reports', { filter_conditions: { message_id: id } })
  expect(reports.flag_reports).toMatchObject([{ flags_count: 1, message_user_id: 'ben' }])
})

test('12: unread counts name channels by their cid', async () => {
  const path = await room()
  await say(path, 'ann', 'unread')
  const { channels } = await server.ok('GET /unread', undefined, { query: { user_id: 'ben' } })
  const cids = (channels as Frame[]).map(each => each.channel_id)
  expect(cids).toContain(path.slice('/channels/'.length).replace('/', ':'))
})

test('13: zero values mean that nothing was said', async () => {
  const path = await room()
  await say(path, 'ann', 'hello', {
    parent_id: '',
    quoted_message_id: '',
    pin_expires: ZERO,
    type: '',
    mentioned_users: null,
  })
  const payload = {
    type: 'messaging',
    id: path.split('/').at(-1),
    filter_conditions: {},
    sort: null,
    limit: 0,
    created_at_after: ZERO,
  }
  const members = await server.ok('GET /members', undefined, { query: { payload: JSON.stringify(payload) } })
  expect(members.members).toHaveLength(2)
  const { messages } = await server
    .ok('GET /search', undefined, {
      query: {
        payload: JSON.stringify({
          filter_conditions: { id: payload.id },
          query: 'hello',
          limit: 0,
          next: '',
          sort: null,
        }),
      },
    })
    .then(({ results }) => ({ messages: results }))
  expect(messages).toHaveLength(1)
  const { user } = await server.ok('DELETE /users/cleo', undefined, {
    query: { mark_messages_deleted: '', hard_delete: '0' },
  })
  expect(user).toMatchObject({ id: 'cleo', deleted_at: expect.any(String) })
  await server.ok('POST /users/restore', { user_ids: ['cleo'] })
})

test('14: whatever was wrong, it is a 4xx with a JSON body and the quota in its headers', async () => {
  const refusals = [
    await server.call('POST /channels', { filter_conditions: 5 }),
    await server.call('GET /messages/none'),
    await server.call('GET /nowhere'),
    await server.call('POST /moderation/mute', { target_id: 'nobody-2', user_id: 'ann' }),
  ]
  for (const { status, body, headers } of refusals) {
    expect(status).toBeWithin(400, 500)
    expect(body).toMatchObject({ StatusCode: status, code: expect.any(Number), duration: expect.any(String) })
    expect(headers.get('x-ratelimit-limit')).not.toBeNull()
  }
  expect(await server.ok('GET /unread', undefined, { query: { user_id: 'ann' } })).toHaveProperty('duration')
})

test('15: built-in types stay, and team counts messages until a channel says no', async () => {
  for (const type of ['messaging', 'team', 'livestream', 'commerce', 'gaming']) {
    expect((await server.call(`DELETE /channeltypes/${type}`)).status).toBeWithin(400, 500)
  }
  const path = await room('team')
  await say(path, 'ann', 'counted')
  const counted = await server.ok(`POST ${path}/query`, { state: false })
  expect((counted.channel as Frame).message_count).toBe(1)
  const { channel } = await server.ok(`PATCH ${path}`, {
    set: { config_overrides: { count_messages: false } },
  })
  expect(Object.keys(channel as Frame)).not.toContain('message_count')
})

test('16: a change that posts a message answers with the channel as that message left it', async () => {
  const path = await room('team')
  for (const call of [`POST ${path}`, `POST ${path}/truncate`]) {
    const { channel, message } = await server.ok(call, { message: { text: 'note', user_id: 'ann' } })
    const { created_at } = message as Frame
    expect([call, channel]).toMatchObject([call, { last_message_at: created_at, message_count: 1 }])
  }
  const read = (await server.ok(`POST ${path}/query`, {})).channel as Frame
  await server.ok(`PUT /channeltypes/team`, { skip_last_msg_update_for_system_msgs: true })
  const { channel } = await server.ok(`POST ${path}`, { message: { text: 'note', user_id: 'ann' } })
  expect((channel as Frame).last_message_at).toBe(read.last_message_at)
})

test('17: the built-in types have the built-in commands; what only looks like one is text', async () => {
  const path = await room()
  const { channel } = await server.ok(`POST ${path}/query`, {})
  const { commands } = (channel as Frame).config as { commands: Frame[] }
  expect(commands.map(({ name }) => name)).toEqual(['giphy', 'flag', 'ban', 'unban', 'mute', 'unmute'])
  expect(await say(path, 'ann', '/giphy wave')).toMatchObject({ type: 'error', command: 'giphy' })
  for (const text of ['/etc/passwd', '/shrug', '/', '// no', ' /mute @ben']) {
    expect(await say(path, 'ann', text)).toMatchObject({ type: 'regular', text })
  }
})

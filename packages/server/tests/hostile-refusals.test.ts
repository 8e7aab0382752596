import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { startServer, type TestServer } from '@parley/testkit'
import { checkError } from './hostile/refusals.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' })
  const data = { created_by_id: 'alice', members: ['alice', 'bob'] }
  await server.ok('POST /channels/messaging/hall/query', { data })
  await server.ok('POST /channels/messaging/query', { data })
  await server.person('alice').send('messaging:hall', 'hello', { id: 'm-1' })
})

afterAll(() => server[Symbol.asyncDispose]())

const SEND = 'POST /channels/messaging/hall/message'
const asBob = { user_id: 'bob' }
const big = { blob: 'x'.repeat(6000) }

/** Requests whose parts are all right by themselves, and wrong in the place they go to. */
const refused: [endpoint: string, body: unknown, field: string, words: string][] = [
  ['GET /unread', undefined, 'user_id', 'required'],
  ['GET /devices', undefined, 'user_id', 'required'],
  ['POST /users/bob/reactivate', {}, 'id', 'not deactivated'],
  ['POST /users', { users: { bob: { id: 'bob', ...big } } }, 'users.bob', '5120'],
  ['PATCH /users', { users: [{ id: 'bob', set: { a: 1, 'a.b': 1 } }] }, 'a.b', 'a'],
  [
    'POST /channels/messaging/hall',
    { accept_invite: true, reject_invite: true, ...asBob },
    'reject_invite',
    'accept_invite',
  ],
  [
    'POST /channels/messaging/hall',
    { accept_invite: true, ...asBob },
    'accept_invite',
    'no pending invitation',
  ],
  ['POST /channels/messaging/hall', { accept_invite: true }, 'user_id', 'required'],
  ['POST /channels/messaging/hall', { add_members: ['nobody'] }, 'members', 'nobody'],
  [
    'POST /channels/messaging/hall',
    { assign_roles: [{ user_id: 'nobody', channel_role: 'x' }] },
    'user_id',
    'nobody',
  ],
  [
    'POST /channels/messaging/hall',
    { assign_roles: [{ user_id: 'bob', channel_role: 'admin' }] },
    'channel_role',
    'admin',
  ],
  [
    'POST /channels/messaging/hall',
    { hide_history_before: '2999-01-01T00:00:00Z', add_members: ['bob'] },
    'hide_history_before',
    'past',
  ],
  ['POST /channels/messaging/hall', { message: { text: 'hi' } }, 'user_id', 'required'],
  [
    'POST /channels/messaging/hall',
    { message: { text: 'hi', restricted_visibility: ['bob'] }, ...asBob },
    'message.restricted_visibility',
    'not allowed',
  ],
  ['POST /channels/messaging/hall/read', { message_id: 'nothing', ...asBob }, 'message_id', '"nothing"'],
  ['POST /channels/messaging/hall/unread', { message_id: 'nothing', ...asBob }, 'message_id', '"nothing"'],
  ['POST /channels/messaging/hall/query', { messages: { id_lt: 'nothing' } }, 'messages', '"nothing"'],
  ['POST /channels/messaging/new/query', {}, 'data.created_by_id', 'server side auth'],
  ['POST /channels/messaging/query', { data: asBob }, 'data.members', 'member'],
  ['POST /channels/messaging/hall/message', { message: asBob }, 'message', 'empty'],
  ['POST /channels/messaging/hall/message', { message: { text: 'hi' } }, 'user_id', 'required'],
  [
    'POST /channels/messaging/hall/message',
    { message: { text: 'hi', quoted_message_id: 'nothing', ...asBob } },
    'message.quoted_message_id',
    '"nothing"',
  ],
  [
    'POST /channels/messaging/hall/message',
    { message: { text: 'hi', mentioned_users: ['nobody'], ...asBob } },
    'message.mentioned_users',
    'nobody',
  ],
  [
    'POST /channels/messaging/hall/message',
    { message: { text: 'hi', id: 'm-1', ...asBob } },
    'message.id',
    'taken',
  ],
  ['PUT /messages/m-1', { set: big, ...asBob }, 'set', '5120'],
  [
    'POST /sync',
    { channel_cids: ['messaging:hall'], channel_seqs: { 'messaging:hall': 99 } },
    'channel_cids',
    'too far behind',
  ],
]

describe('what is refused for where it goes names the field', () => {
  for (const [endpoint, body, field, words] of refused) {
    test(`${endpoint} ${field} ${words}`, async () => {
      const reply = await server.call(endpoint, body)
      expect(reply.body).toMatchObject({ code: 4, StatusCode: 400 })
      checkError(reply.body, reply.status)
      expect(Object.keys(reply.body.exception_fields ?? {})).toContain(field)
      expect(reply.body.message).toContain(words)
    })
  }

  test('GET /members without a channel', async () => {
    const reply = await server.call('GET /members', undefined, { query: { payload: '{"type":"messaging"}' } })
    checkError(reply.body, 400)
    expect(reply.body.message).toContain('payload.id')
  })

  test('adding somebody to a channel that is made of its members', async () => {
    const { channel } = (await server.ok('POST /channels/messaging/query', {
      data: { created_by_id: 'alice', members: ['alice', 'bob'] },
    })) as { channel: { id: string } }
    const reply = await server.call(`POST /channels/messaging/${encodeURIComponent(channel.id)}`, {
      add_members: ['alice'],
    })
    checkError(reply.body, 400)
    expect(reply.body.message).toContain('add_members')
  })
})

test('a channel is not made by a request that is refused', async () => {
  const data = { created_by_id: 'alice' }
  for (const bound of ['id_lt', 'id_lte', 'id_gt', 'id_gte', 'id_around']) {
    const body = { data, messages: { [bound]: 'm-1' } }
    const reply = await server.call('POST /channels/messaging/unborn/query', body)
    expect([bound, reply.status, reply.body.code]).toEqual([bound, 400, 4])
  }
  const { channels } = await server.ok('POST /channels', { filter_conditions: { id: 'unborn' } })
  expect(channels).toEqual([])
})

describe('a server that acts for somebody new', () => {
  const acts: [
    what: string,
    right: [endpoint: string, body?: object],
    wrong: [endpoint: string, body?: object],
  ][] = [
    ['sends', [SEND, { message: { text: 'hi' } }], [SEND, { message: { text: 'x'.repeat(5001) } }]],
    [
      'edits',
      ['PUT /messages/m-1', { set: { planet: 'Mars' } }],
      ['PUT /messages/nothing', { set: { planet: 'Mars' } }],
    ],
    [
      'reads',
      ['POST /channels/messaging/hall/read'],
      ['POST /channels/messaging/hall/read', { message_id: 'nothing' }],
    ],
    [
      'waves',
      ['POST /channels/messaging/hall/event', { event: { type: 'wave' } }],
      ['POST /channels/messaging/gone/event', { event: { type: 'wave' } }],
    ],
    [
      'types',
      ['POST /channels/messaging/hall/event', { event: { type: 'typing.start' } }],
      ['POST /channels/messaging/hall/event', { event: { type: 'a.b' } }],
    ],
    [
      'renames',
      ['PATCH /channels/messaging/hall', { set: { topic: 'news' } }],
      ['PATCH /channels/messaging/gone', { set: { topic: 'news' } }],
    ],
    [
      'invites',
      ['POST /channels/messaging/hall', { add_members: ['bob'] }],
      ['POST /channels/messaging/hall', { add_members: ['nobody'] }],
    ],
    [
      'looks',
      ['POST /channels/messaging/hall/query', {}],
      ['POST /channels/messaging/hall/query', { messages: { id_lt: 'nothing' } }],
    ],
    ['searches', ['POST /channels', {}], ['POST /channels', { filter_conditions: { cid: { $gt: [] } } }]],
    [
      'blocks',
      ['POST /users/block', { blocked_user_id: 'bob' }],
      ['POST /users/block', { blocked_user_id: 'nobody' }],
    ],
  ]
  const isThere = async (id: string): Promise<boolean> => {
    const payload = JSON.stringify({ filter_conditions: { id } })
    const { users } = await server.ok('GET /users', undefined, { query: { payload } })
    return (users as object[]).length === 1
  }

  for (const [what, [endpoint, body], [wrongEndpoint, wrongBody]] of acts) {
    test(`makes them when it ${what}, and not when that is refused`, async () => {
      const user_id = `new-one-who-${what}`
      const refusal = await server.call(wrongEndpoint, { ...wrongBody, user_id })
      expect([400, 404]).toContain(refusal.status)
      expect(await isThere(user_id)).toBe(false)
      await server.ok(endpoint, { ...body, user_id })
      expect(await isThere(user_id)).toBe(true)
    })
  }

  test('makes the creator of a channel with it, also as its member', async () => {
    const data = (id: string, ...more: string[]) => ({ data: { created_by_id: id, members: [id, ...more] } })
    const refusal = await server.call('POST /channels/messaging/den/query', data('founder', 'nobody'))
    expect(refusal.body).toMatchObject({ code: 4, StatusCode: 400 })
    expect(await isThere('founder')).toBe(false)
    const { members } = await server.ok('POST /channels/messaging/den/query', data('founder'))
    expect(members).toMatchObject([{ user_id: 'founder' }])
    expect(await isThere('founder')).toBe(true)
  })
})

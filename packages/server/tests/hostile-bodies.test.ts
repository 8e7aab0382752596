import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { startServer, type TestServer } from '@parley/testkit'
import { checkError } from './hostile/refusals.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
  await server.upsertUsers({ id: 'alice', name: 'Alice' }, { id: 'bob' })
  const data = { created_by_id: 'alice', members: ['alice', 'bob'] }
  await server.ok('POST /channels/messaging/hall/query', { data })
})

afterAll(() => server[Symbol.asyncDispose]())

const SEND = 'POST /channels/messaging/hall/message'
const QUERY = 'POST /channels'

/** The text of a message's body with this in the place of its text. */
const text = (json: string): string => `{"message":{"text":${json}}}`
const custom = (json: string): string => `{"message":{"text":"hi","odd":${json}}}`
const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

type Refused = readonly [what: string, endpoint: string, body: string, field: string, problem: string]

const notJson: Refused[] = [
  [
    'a body cut short',
    SEND,
    '{"message":{"text":"hel',
    'the body',
    'is not JSON: line 1, column 20: a string that does not end',
  ],
  [
    'an object cut short',
    SEND,
    '{"message":',
    'the body',
    'is not JSON: line 1, column 12: the text ends where a value should be',
  ],
  [
    'a comma too many',
    SEND,
    '{"message":{},}',
    'the body',
    'is not JSON: line 1, column 15: there is "}" where a name in "…" should be',
  ],
  [
    'single quotes',
    SEND,
    "{'message':{}}",
    'the body',
    'is not JSON: line 1, column 2: there is "\'" where a name in "…" should be',
  ],
  [
    'two values',
    SEND,
    '{}{}',
    'the body',
    'is not JSON: line 1, column 3: there is "{" after the end of the JSON value',
  ],
  [
    'NaN',
    SEND,
    text('NaN'),
    'the body',
    'is not JSON: line 1, column 20: there is "N" where a value should be',
  ],
  [
    'Infinity',
    SEND,
    text('Infinity'),
    'the body',
    'is not JSON: line 1, column 20: there is "I" where a value should be',
  ],
  [
    '-Infinity',
    SEND,
    text('-Infinity'),
    'the body',
    'is not JSON: line 1, column 20: there is "-" where a value should be',
  ],
  [
    'undefined',
    SEND,
    text('undefined'),
    'the body',
    'is not JSON: line 1, column 20: there is "u" where a value should be',
  ],
  [
    'a form',
    SEND,
    'text=hi&user_id=alice',
    'the body',
    'is not JSON: line 1, column 1: there is "t" where a value should be',
  ],
  [
    'nesting that no parser likes',
    SEND,
    custom('['.repeat(50_000)),
    'the body',
    'is not JSON: line 1, column 542: the nesting is too deep',
  ],
]

const wrongKinds: Refused[] = [
  ['a number', SEND, text('5'), 'message.text', 'must be a string, got the number 5'],
  ['a fraction', SEND, text('5.5'), 'message.text', 'must be a string, got a number'],
  ['true', SEND, text('true'), 'message.text', 'must be a string, got a boolean'],
  ['an object', SEND, text('{}'), 'message.text', 'must be a string, got an object'],
  ['an array', SEND, text('["hi"]'), 'message.text', 'must be a string, got an array'],
  ['a text for an object', SEND, '{"message":"hi"}', 'message', 'must be an object, got a string'],
  ['an array for an object', SEND, '{"message":[1]}', 'message', 'must be an object, got an array'],
  ['nothing for an object', SEND, '{}', 'message', 'must be an object, got nothing'],
  ['an array for the whole', SEND, '[1]', 'the body', 'must be an object, got an array'],
  ['a text for the whole', SEND, '"hi"', 'the body', 'must be an object, got a string'],
  ['a text for true', QUERY, '{"watch":"yes"}', 'watch', 'must be true or false, got a string'],
  [
    'a text for a number',
    QUERY,
    '{"limit":"10"}',
    'limit',
    'must be a whole number from 0 to 30, got a string',
  ],
  ['a fraction for a whole number', QUERY, '{"limit":1.5}', 'limit', 'must be a whole number from 0 to 30'],
  ['a number below', QUERY, '{"limit":-1}', 'limit', 'must be a whole number from 0 to 30, got -1'],
  ['a number above', QUERY, '{"limit":31}', 'limit', 'must be a whole number from 0 to 30, got 31'],
  ['a number beyond a double', QUERY, '{"limit":1e400}', 'limit', 'must be a finite number'],
  [
    'a text for a list',
    SEND,
    '{"message":{"mentioned_users":"bob"}}',
    'message.mentioned_users',
    'must be an array, got a string',
  ],
  [
    'an object for a list',
    SEND,
    '{"message":{"attachments":{}}}',
    'message.attachments',
    'must be an array, got an object',
  ],
  [
    'null in a list',
    SEND,
    '{"message":{"attachments":[null]}}',
    'message.attachments[0]',
    'must be an object, got null',
  ],
  [
    'no time',
    SEND,
    '{"message":{"text":"hi","pin_expires":"tomorrow"}}',
    'message.pin_expires',
    'must be an RFC 3339 time such as "2026-11-21T09:30:00Z", got "tomorrow"',
  ],
  [
    'a day that is none',
    SEND,
    '{"message":{"text":"hi","pin_expires":"2026-02-30T00:00:00Z"}}',
    'message.pin_expires',
    'must be an RFC 3339 time such as "2026-11-21T09:30:00Z", got "2026-02-30T00:00:00Z"',
  ],
]

const wrongWords: Refused[] = [
  [
    'a message',
    SEND,
    '{"message":{"text":"hi","type":"deleted"}}',
    'message.type',
    'must be one of regular, reply, system, got "deleted"',
  ],
  [
    'a push provider',
    'POST /devices',
    '{"id":"d","push_provider":"pigeon"}',
    'push_provider',
    'must be one of apn, firebase, huawei, xiaomi, web, got "pigeon"',
  ],
  [
    'a direction',
    QUERY,
    '{"sort":[{"field":"cid","direction":2}]}',
    'sort[0].direction',
    'must be 1 or -1, got the number 2',
  ],
  [
    'automod',
    'PUT /channeltypes/messaging',
    '{"automod":"maybe"}',
    'automod',
    'must be one of disabled, simple, AI, got "maybe"',
  ],
  [
    'a permission',
    'PUT /channeltypes/messaging',
    '{"grants":{"user":["flag-usr"]}}',
    'grants.user[0]',
    '"flag-usr" is not a permission; did you mean "flag-user"?',
  ],
]

const alphabet = 'made of a–z A–Z 0–9 @ _ -; the character'

const oddIds: Refused[] = [
  [
    'a space',
    'POST /users',
    '{"users":{"a b":{}}}',
    'users.a b.id',
    `must be a user id, ${alphabet} " " (U+0020) is not allowed`,
  ],
  [
    'an umlaut',
    'POST /users',
    '{"users":{"jörg":{}}}',
    'users.jörg.id',
    `must be a user id, ${alphabet} "ö" (U+00F6) is not allowed`,
  ],
  [
    'a right-to-left mark',
    'POST /users',
    '{"users":{"a\u200f":{}}}',
    'users.a\u200f.id',
    `must be a user id, ${alphabet} "\u200f" (U+200F) is not allowed`,
  ],
  [
    'an emoji',
    'POST /users',
    '{"users":{"a\u{1f600}":{}}}',
    'users.a\u{1f600}.id',
    `must be a user id, ${alphabet} "\u{1f600}" (U+1F600) is not allowed`,
  ],
  [
    'an id of the server’s own',
    'POST /users',
    '{"users":{"!anon":{}}}',
    'users.!anon.id',
    'must not start with "!": such ids are the server’s own',
  ],
  [
    '256 characters',
    'POST /users',
    `{"users":{"a":{"id":"${'a'.repeat(256)}"}}}`,
    'users.a.id',
    'must be at most 255 characters, got 256',
  ],
  [
    'a message with a comma',
    SEND,
    '{"message":{"id":"a,b"}}',
    'message.id',
    'must be a message id, made of any characters but , and % and control characters; the character "," (U+002C) is not allowed',
  ],
  [
    'a message with a line break',
    SEND,
    '{"message":{"id":"a\\nb"}}',
    'message.id',
    'must be a message id, made of any characters but , and % and control characters; the character "\\n" (U+000A) is not allowed',
  ],
  [
    'a channel with a slash',
    'POST /channels/messaging/a%2Fb/query',
    '{}',
    'id',
    'must be a channel id, made of a–z A–Z 0–9 _ -; the character "/" (U+002F) is not allowed',
  ],
  [
    'a channel of 65 characters',
    `POST /channels/messaging/${'a'.repeat(65)}/query`,
    '{}',
    'id',
    'must be at most 64 characters, got 65',
  ],
  [
    'a channel type with a dot',
    'POST /channels/a.b/c/query',
    '{}',
    'type',
    'must be a name, made of a–z A–Z 0–9 _ -; the character "." (U+002E) is not allowed',
  ],
  [
    'a cid without a colon',
    'POST /sync',
    '{"channel_cids":["hall"],"last_sync_at":"2026-01-01T00:00:00Z"}',
    'channel_cids[0]',
    'must be a cid (type:id), got "hall" without a colon',
  ],
]

const unfit: Refused[] = [
  [
    '21 levels of nesting',
    SEND,
    custom(deep(30)),
    `message.odd${'.a'.repeat(18)}`,
    'must not be nested more than 20 levels deep',
  ],
  ['a number beyond a double', SEND, custom('1e400'), 'message.odd', 'must be a finite number'],
  ['U+0000', SEND, custom('"a\\u0000b"'), 'message.odd', 'must not contain the character U+0000'],
  [
    'half a character',
    SEND,
    custom('"\\ud800"'),
    'message.odd',
    'must be valid Unicode, not half a character',
  ],
  [
    'halves in the wrong order',
    SEND,
    custom('"\\udc00\\ud800"'),
    'message.odd',
    'must be valid Unicode, not half a character',
  ],
  [
    '__proto__',
    SEND,
    custom('{"__proto__":{"admin":true}}'),
    'message.odd.__proto__',
    'is not allowed as a name',
  ],
  [
    '6 KiB of custom data',
    SEND,
    custom(`"${'x'.repeat(6000)}"`),
    'message',
    'has 6010 bytes of custom data ("odd"…), at most 5120 are allowed',
  ],
  [
    '31 attachments',
    SEND,
    `{"message":{"attachments":[${Array(31).fill('{}').join(',')}]}}`,
    'message.attachments',
    'must have at most 30 entries, got 31',
  ],
  [
    '101 members',
    'POST /channels/messaging/hall',
    `{"add_members":[${Array(101).fill('"bob"').join(',')}]}`,
    'add_members',
    'must have at most 100 entries, got 101',
  ],
  [
    'an unknown operator',
    QUERY,
    '{"filter_conditions":{"cid":{"$regex":"."}}}',
    'filter_conditions.cid',
    '$regex',
  ],
]

const kinds: [string, Refused[]][] = [
  ['what is not JSON says where it stops to be', notJson],
  ['a wrong kind of value is named, and the right one', wrongKinds],
  ['an unknown word is answered with those there are', wrongWords],
  ['an odd id is told its odd character', oddIds],
  ['what can’t be kept is refused where it is', unfit],
]

for (const [kind, cases] of kinds) {
  describe(kind, () => {
    for (const [what, endpoint, body, field, problem] of cases) {
      test(what, async () => {
        const reply = await server.call(endpoint, body, { token: tokenFor(endpoint) })
        expect(reply.body).toMatchObject({ code: 4, StatusCode: 400 })
        checkError(reply.body, reply.status)
        const fields = reply.body.exception_fields as Record<string, string>
        expect(Object.keys(fields)).toContain(field)
        expect(fields[field]).toContain(problem)
        expect(reply.body.message).toContain(problem)
      })
    }
  })
}

/** Servers write users and channel types, clients do the rest. */
function tokenFor(endpoint: string): string {
  return /users|channeltypes/.test(endpoint) ? server.serverToken : server.token('alice')
}

describe('too long, too big, the wrong type', () => {
  test('a text longer than the channel type allows', async () => {
    const reply = await server.person('alice').call(SEND, text(`"${'x'.repeat(5001)}"`))
    expect(reply.body).toMatchObject({ code: 20, StatusCode: 400 })
    expect(reply.body.message).toBe('message.text has 5001 characters, at most 5000 are allowed here')
  })

  test('a body above 1 MiB', async () => {
    const reply = await server.person('alice').call(SEND, text(`"${'x'.repeat(1024 * 1024)}"`))
    expect(reply.body).toMatchObject({ code: 22, StatusCode: 413, details: { max_bytes: 1024 * 1024 } })
    expect(reply.body.message).toMatch(/^the body has \d+ bytes, at most 1048576 bytes are allowed$/)
  })

  test('another content type', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'x',
    ]) {
      const headers = { 'Content-Type': type }
      const reply = await server.person('alice').call(SEND, text('"hi"'), { headers })
      expect(reply.body).toMatchObject({ code: 4, StatusCode: 400 })
      expect(reply.body.message).toStartWith(
        `content-type must be application/json, got "${type.split(';')[0]}"`,
      )
    }
  })
})

test('nothing of all that was kept', async () => {
  const { messages, members } = await server.ok('POST /channels/messaging/hall/query', {})
  expect([messages, (members as unknown[]).length]).toEqual([[], 2])
  const { users } = await server.ok('GET /users', undefined, {
    query: { payload: '{"sort":[{"field":"id"}]}' },
  })
  expect((users as { id: string }[]).map(({ id }) => id)).toEqual(['alice', 'bob'])
  const { channels } = await server.ok(QUERY, {})
  expect(channels).toHaveLength(1)
})

const zero = '0001-01-01T00:00:00Z'

/** What the Go SDK sends where its caller set nothing. */
const goMessage = {
  id: '',
  cid: '',
  text: 'hello',
  html: '',
  type: '',
  user: { id: 'alice' },
  user_id: '',
  attachments: null,
  latest_reactions: null,
  own_reactions: null,
  reaction_counts: null,
  reaction_scores: null,
  mentioned_users: null,
  restricted_visibility: null,
  parent_id: '',
  quoted_message_id: '',
  show_in_channel: false,
  silent: false,
  created_at: zero,
  updated_at: zero,
}

const goMember = {
  user_id: 'bob',
  channel_role: '',
  banned: false,
  shadow_banned: false,
  created_at: zero,
  updated_at: zero,
}

describe('what Go and PHP send for nothing is taken for nothing', () => {
  const taken: [endpoint: string, body: object | string][] = [
    [SEND, { message: goMessage }],
    ['POST /channels/messaging/hall', { message: goMessage, add_members: [goMember], user_id: '' }],
    ['POST /channels/messaging/hall', '[]'],
    ['POST /channels/messaging/hall', { data: [], add_members: null, message: [] }],
    ['POST /channels/messaging/hall/read', { user_id: 'alice', message_id: '', thread_id: '' }],
    ['POST /channels/messaging/hall/event', { event: { type: 'wave', user_id: 'alice', created_at: zero } }],
    [
      'POST /channels/messaging/hall/query',
      { data: [], messages: [], members: null, user: null, state: null },
    ],
    [QUERY, { filter_conditions: [], sort: null, limit: 0, offset: 0 }],
    [QUERY, '[]'],
    [QUERY, 'null'],
    [QUERY, ''],
    [
      'POST /users',
      { users: { carol: { id: 'carol', name: '', role: '', teams: null, privacy_settings: [] } } },
    ],
    ['PATCH /users', { users: [{ id: 'carol', set: [], unset: [] }] }],
    ['PATCH /channels/messaging/hall', { set: [], unset: null, user_id: 'alice' }],
    ['PATCH /app', { revoke_tokens_issued_before: null, name: '', event_hooks: [], policies: [] }],
  ]
  for (const [endpoint, body] of taken) {
    test(`${endpoint} ${typeof body === 'string' ? body : Object.keys(body)}`, async () => {
      const reply = await server.call(endpoint, body)
      expect(reply.body).not.toHaveProperty('code')
      expect(reply.status).toBe(200)
    })
  }

  test('GET /members', async () => {
    const payload = JSON.stringify({
      type: 'messaging',
      id: 'hall',
      filter_conditions: [],
      sort: null,
      limit: 0,
      offset: 0,
    })
    const { members } = await server.ok('GET /members', undefined, { query: { payload } })
    expect(members).toHaveLength(2)
  })
})

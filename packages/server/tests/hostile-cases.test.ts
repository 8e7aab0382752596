import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  type CallOptions,
  type Frame,
  type Reply,
  signToken,
  startServer,
  type TestServer,
} from '@parley/testkit'
import { createApp } from '../src/auth/apps.ts'
import { createSecretBox } from '../src/auth/secret-box.ts'
import { checkError } from './hostile/refusals.ts'

/**
 * The cases that everybody tries first, each at every place that it could hurt. Uploads that lie about
 * their type and pictures that fill the memory are in files.test.ts, links that lead back to this
 * machine in previews.test.ts, receivers that never answer or answer 10 MiB in webhooks.test.ts.
 */
let server: TestServer
/** Who calls for another app of the server. */
let elsewhere: Partial<CallOptions>

const HALL = '/channels/messaging/hall'
const byAlice = { user_id: 'alice' }

beforeAll(async () => {
  server = await startServer()
  elsewhere = await openElsewhere(server)
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' })
  await server.ok('PUT /channeltypes/messaging', { polls: true })
  const data = { created_by_id: 'alice', members: ['alice', 'bob'] }
  await server.ok(`POST ${HALL}/query`, { data })
  await server.ok(`POST ${HALL}/message`, { message: { id: 'm-1', text: 'hello', ...byAlice } })
  await server.ok(`POST ${HALL}/message`, { message: { text: 'reply', parent_id: 'm-1', ...byAlice } })
  const options = [{ id: 'o-1', text: 'yes' }]
  await server.ok('POST /polls', { id: 'p-1', name: 'well?', options, ...byAlice })
})

afterAll(() => server[Symbol.asyncDispose]())

async function openElsewhere({ running }: TestServer): Promise<Partial<CallOptions>> {
  const other = { key: 'other-key', secret: 'other-secret-of-32-characters-xx' }
  const { store, clock } = running.deps
  const box = createSecretBox(undefined)
  await createApp({ store, clock, box }, { name: 'Other', mode: 'development', ...other })
  return { apiKey: other.key, token: signToken(other.secret, { server: true }) }
}

/** Refused, and told why. */
function expectRefused(reply: Reply, word?: string): void {
  expect(reply.body).toMatchObject({ code: 4, StatusCode: 400 })
  checkError(reply.body, reply.status)
  if (word !== undefined) expect(reply.body.message).toContain(word)
}

const payload = (value: object) => ({ query: { payload: JSON.stringify(value) } })

/** Every endpoint that takes a filter. */
const FINDERS: Readonly<Record<string, (filter: unknown) => Promise<Reply>>> = {
  'GET /users': filter_conditions => server.call('GET /users', undefined, payload({ filter_conditions })),
  'POST /channels': filter_conditions => server.call('POST /channels', { filter_conditions }),
  'GET /members': filter_conditions =>
    server.call('GET /members', undefined, payload({ type: 'messaging', id: 'hall', filter_conditions })),
  'GET /search': message_filter_conditions =>
    server.call(
      'GET /search',
      undefined,
      payload({ filter_conditions: { type: 'messaging' }, message_filter_conditions }),
    ),
  'GET /search, channels': filter_conditions =>
    server.call('GET /search', undefined, payload({ filter_conditions, query: 'hello' })),
  'POST /messages/{id}/reactions': filter =>
    server.call('POST /messages/m-1/reactions', { filter, ...byAlice }),
  'POST /polls/query': filter => server.call('POST /polls/query', { filter, ...byAlice }),
  'POST /polls/{id}/votes': filter => server.call('POST /polls/p-1/votes', { filter, ...byAlice }),
  'POST /threads': filter => server.call('POST /threads', { filter, ...byAlice }),
  'POST /drafts/query': filter => server.call('POST /drafts/query', { filter, ...byAlice }),
  'POST /reminders/query': filter => server.call('POST /reminders/query', { filter, ...byAlice }),
  'GET /query_banned_users': filter_conditions =>
    server.call('GET /query_banned_users', undefined, payload({ filter_conditions })),
  'POST /moderation/reports': filter_conditions =>
    server.call('POST /moderation/reports', { filter_conditions }),
  'POST /messages/history': filter => server.call('POST /messages/history', { filter }),
}

const nested = (levels: number, key = '$and'): Frame =>
  levels === 0 ? { id: 'x' } : { [key]: [nested(levels - 1, key)] }

describe('a filter nested 50 levels deep is refused', () => {
  for (const [endpoint, find] of Object.entries(FINDERS)) {
    test(endpoint, async () => {
      for (const key of ['$and', '$or', '$nor']) expectRefused(await find(nested(50, key)))
    })
  }
})

const FRAGMENTS = [
  "a'b",
  "' OR 1=1 --",
  'a"b',
  '$where',
  '$.custom',
  '$[0]',
  "custom->>'a'",
  '__proto__',
  'constructor',
  'toString',
  'a.__proto__.b',
  '..',
  '*',
  '\u0000',
]

describe('a field whose name is a piece of SQL, of a JSON path or of JavaScript finds nothing', () => {
  for (const [endpoint, find] of Object.entries(FINDERS)) {
    test(endpoint, async () => {
      for (const field of FRAGMENTS) {
        for (const condition of ['x', { $eq: 'x' }, { $in: ['x'] }]) {
          const reply = await find(JSON.parse(`{${JSON.stringify(field)}:${JSON.stringify(condition)}}`))
          if (reply.status !== 200) expectRefused(reply)
          else expect([field, found(reply)]).toEqual([field, 0])
        }
      }
    })
  }
})

const LISTS =
  /^(users|channels|members|results|reactions|polls|votes|threads|drafts|reminders|bans|flag_reports|message_history)$/

function found({ body }: Reply): number {
  const lists = Object.keys(body).filter(key => LISTS.test(key))
  expect([Object.keys(body), lists.length]).toEqual([Object.keys(body), 1])
  return (body[String(lists[0])] as unknown[]).length
}

describe('what looks like a pattern is taken letter by letter', () => {
  const PATTERNS = [
    '.*',
    '^a',
    '%',
    '_',
    'al%',
    'a_ice',
    '(a+)+$',
    '[a-z]*',
    '\\',
    '*',
    'a*',
    '"',
    "'",
    '%%%%',
    'NEAR(a b)',
  ]
  for (const [endpoint, field] of [
    ['GET /users', 'id'],
    ['GET /users', 'name'],
    ['GET /members', 'name'],
    ['POST /channels', 'name'],
    ['POST /channels', 'member.user.name'],
    ['GET /search', 'text'],
    ['POST /polls/query', 'name'],
  ] as const) {
    test(`${endpoint} ${field}`, async () => {
      for (const pattern of PATTERNS) {
        const reply = await FINDERS[endpoint]?.({ [field]: { $autocomplete: pattern } })
        if (!reply) throw new Error(endpoint)
        if (reply.status !== 200) expectRefused(reply)
        else expect([pattern, found(reply)]).toEqual([pattern, 0])
      }
    })
  }
})

/** Writes custom data; the answer shows what is kept. */
const KEEPERS: Readonly<Record<string, (custom: string) => Promise<Reply>>> = {
  users: custom => server.call('POST /users', `{"users":{"eve":{"id":"eve",${custom}}}}`),
  'users, partly': custom => server.call('PATCH /users', `{"users":[{"id":"bob","set":{${custom}}}]}`),
  channels: custom =>
    server.call(
      `POST /channels/messaging/${crypto.randomUUID()}/query`,
      `{"data":{"created_by_id":"alice",${custom}}}`,
    ),
  'channels, partly': custom => server.call(`PATCH ${HALL}`, `{"user_id":"alice","set":{${custom}}}`),
  members: custom => server.call(`PATCH ${HALL}/member/bob`, `{"set":{${custom}}}`),
  messages: custom =>
    server.call(`POST ${HALL}/message`, `{"message":{"text":"hi","user_id":"alice",${custom}}}`),
  'messages, partly': custom => server.call('PUT /messages/m-1', `{"user_id":"alice","set":{${custom}}}`),
  reactions: custom =>
    server.call('POST /messages/m-1/reaction', `{"reaction":{"type":"like","user_id":"alice",${custom}}}`),
  polls: custom =>
    server.call(
      'POST /polls',
      `{"name":"which?","options":[{"text":"a"}],"user_id":"alice","custom":{${custom}}}`,
    ),
  'options of polls': custom =>
    server.call(
      'POST /polls/p-1/options',
      `{"text":"${crypto.randomUUID()}","user_id":"alice","custom":{${custom}}}`,
    ),
  threads: custom => server.call('PATCH /threads/m-1', `{"user_id":"alice","set":{${custom}}}`),
}

const KEYS = ["a'b", '$where', 'constructor', 'a"b', '$', "'); drop table users; --"]

describe('a custom key is kept as it is, or refused by name', () => {
  for (const [noun, keep] of Object.entries(KEEPERS)) {
    test(noun, async () => {
      for (const key of KEYS) {
        const pair = `${JSON.stringify(key)}:"odd"`
        const reply = await keep(pair)
        if (reply.status !== 200) expectRefused(reply, key)
        else expect(JSON.stringify(reply.body)).toContain(pair)
      }
      expectRefused(await keep('"__proto__":{"polluted":true}'), '__proto__')
      expect({}).not.toHaveProperty('polluted')
    })
  }

  test('and what is kept is found by it', async () => {
    for (const key of KEYS) {
      const custom = { [key]: `found by ${key}` }
      const data = { created_by_id: 'alice', ...custom }
      await server.ok(`POST /channels/messaging/${crypto.randomUUID()}/query`, { data })
      const { status, body } = await server.call('POST /channels', { filter_conditions: custom })
      if (status === 200) expect([key, (body.channels as Frame[]).length]).toEqual([key, 1])
      else checkError(body, 400)
    }
  })
})

/** Bytes of custom data that a noun may have, where these are not 5 KiB. */
const SMALLER: Readonly<Record<string, number>> = { reactions: 1024, 'options of polls': 1024 }

describe('a byte more of custom data than there may be is refused', () => {
  for (const [noun, keep] of Object.entries(KEEPERS)) {
    test(noun, async () => {
      const most = SMALLER[noun] ?? 5120
      const reply = await keep(`"big":"${'x'.repeat(most + 1 - '{"big":""}'.length)}"`)
      expectRefused(reply, String(most))
    })
  }
})

describe('ids that differ only by case or by Unicode form', () => {
  test('are different users', async () => {
    await server.upsertUsers({ id: 'Zoe', name: 'one' }, { id: 'zoe', name: 'two' })
    const found = await FINDERS['GET /users']?.({ id: { $in: ['Zoe', 'zoe', 'ZOE'] } })
    expect(((found?.body.users ?? []) as Frame[]).map(({ name }) => name).sort()).toEqual(['one', 'two'])
    expect((await server.call('DELETE /users/ZOE')).status).toBe(404)
  })

  test('are different channels', async () => {
    await server.ok('POST /channels/messaging/HALL/query', { data: { created_by_id: 'alice' } })
    const { channel } = await server.ok(`POST ${HALL}/query`, {})
    expect(channel).toMatchObject({ cid: 'messaging:hall', member_count: 2 })
    expect((await server.call('POST /channels/Messaging/hall/query', {})).status).toBe(404)
  })

  test('are different messages', async () => {
    const composed = 'caf\u00e9'
    const ids = [composed, composed.normalize('NFD'), composed.toUpperCase()]
    for (const id of ids) await server.ok(`POST ${HALL}/message`, { message: { id, text: id, ...byAlice } })
    for (const id of ids) {
      const { message } = await server.ok(`GET /messages/${encodeURIComponent(id)}`)
      expect(message).toMatchObject({ id, text: id })
    }
  })

  test('are refused where only ASCII is allowed', async () => {
    for (const id of ['caf\u00e9', 'cafe\u0301', '\uff41lice', '\u0430lice', '\u212a']) {
      expectRefused(await server.call('POST /users', { users: { [id]: { id } } }), id)
      expectRefused(await server.call(`POST /channels/messaging/${encodeURIComponent(id)}/query`, {}), 'id')
    }
  })
})

/** Asks for one entry of a list, in one of two ways. */
type Pager = (
  which: 0 | 1,
  next: { readonly next?: string },
) => readonly [endpoint: string, body: object | undefined, options?: Partial<CallOptions>]

const USERS = ['alice', 'bob'] as const
const LONG_ONES = ['h-1', 'h-2'] as const

const PAGERS: Readonly<Record<string, Pager>> = {
  search: (which, next) => {
    const asked = { filter_conditions: { type: 'messaging' }, query: ['paged', 'hello'][which] }
    return ['GET /search', undefined, payload({ ...asked, limit: 1, ...next })]
  },
  threads: (which, next) => ['POST /threads', { user_id: USERS[which], limit: 1, ...next }],
  drafts: (which, next) => ['POST /drafts/query', { user_id: USERS[which], limit: 1, ...next }],
  history: (which, next) => [
    'POST /messages/history',
    { filter: { message_id: LONG_ONES[which] }, limit: 1, ...next },
  ],
  polls: (which, next) => {
    const filter = [{}, { is_closed: false }][which]
    return ['POST /polls/query', { filter, ...byAlice, limit: 1, ...next }]
  },
  reactions: (which, next) => [
    `POST /messages/${LONG_ONES[which]}/reactions`,
    { ...byAlice, limit: 1, ...next },
  ],
}

describe('a cursor of another query, of another app, or of nobody', () => {
  const page = (pager: Pager, which: 0 | 1, next?: string, as: Partial<CallOptions> = {}) => {
    const [endpoint, body, options] = pager(which, next === undefined ? {} : { next })
    return server.call(endpoint, body, { ...options, ...as })
  }

  beforeAll(async () => {
    for (const id of ['h-1', 'h-2']) {
      await server.ok(`POST ${HALL}/message`, { message: { id, text: `paged ${id}`, ...byAlice } })
      for (const text of ['paged once', 'paged twice']) {
        await server.ok(`PUT /messages/${id}`, { set: { text }, ...byAlice })
        const reply = { text, parent_id: id, user_id: text === 'paged once' ? 'bob' : 'alice' }
        await server.ok(`POST ${HALL}/message`, { message: reply })
      }
      for (const user_id of ['alice', 'bob']) {
        await server.ok(`POST /messages/${id}/reaction`, { reaction: { type: 'like', user_id } })
        await server.ok(`POST ${HALL}/draft`, { message: { text: 'well', parent_id: id }, user_id })
      }
      await server.ok('POST /polls', { name: id, options: [{ text: 'a' }], ...byAlice })
    }
  })

  for (const [what, pager] of Object.entries(PAGERS)) {
    test(what, async () => {
      const first = await page(pager, 0)
      const next = first.body.next as string
      expect([what, first.status, typeof next]).toEqual([what, 200, 'string'])
      expect((await page(pager, 0, next)).status).toBe(200)
      expectRefused(await page(pager, 1, next), 'next')
      expectRefused(await page(pager, 0, next, elsewhere), 'next')
      for (const forged of forgeries(next)) {
        const reply = await page(pager, 0, forged)
        if (reply.status !== 200) expectRefused(reply, 'next')
      }
    })
  }

  test('one kind of list does not take those of another', async () => {
    for (const [what, pager] of Object.entries(PAGERS)) {
      const { next } = (await page(pager, 0)).body
      for (const [other, otherPager] of Object.entries(PAGERS))
        if (other !== what) expectRefused(await page(otherPager, 0, next as string), 'next')
    }
  })
})

/** The right mark with wrong values behind it: whoever reads our source can make these up. */
function forgeries(cursor: string): string[] {
  const [mark, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
  const odd = ['1e9', '-1', '0.5', '1e999', '1e300', '"\\u0000"', '"x"', 'null', 'true', '[]', '{"length":5}']
  const changed = values.flatMap((_, at) =>
    odd.map(text => values.map((value, index) => (index === at ? text : JSON.stringify(value)))),
  )
  return [[], ['1'], ['1e9'], ...changed].map(list =>
    Buffer.from(`[${[JSON.stringify(mark), ...list].join(',')}]`).toString('base64url'),
  )
}

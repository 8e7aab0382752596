import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { callHttp, type Frame, Person, startServer, type TestServer } from '@parley/testkit'
import { Playground } from '../src/actions/playground/playground.ts'
import { changeApp } from '../src/auth/apps.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server[Symbol.asyncDispose]())

interface Ask {
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly at?: TestServer
}

async function ask(endpoint: string, { body, headers, at = server }: Ask = {}) {
  const [method = '', path = ''] = endpoint.split(' ')
  const response = await fetch(`${at.url}/playground/${path}`, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Frame }
}

async function tokenOf(user_id: string, more: object = {}, at = server): Promise<string> {
  const { status, body } = await ask('POST token', { body: { user_id, ...more }, at })
  expect([status, body.message]).toEqual([200, undefined])
  return String(body.token)
}

async function be(userId: string, at = server): Promise<Person> {
  return new Person(at, userId, await tokenOf(userId, {}, at))
}

const claimsOf = (token: string): Frame => JSON.parse(atob(token.split('.')[1] ?? '')) as Frame

async function channelsOf(person: Person, filter_conditions: object): Promise<Frame[]> {
  const { channels } = await person.ok('POST /channels', { filter_conditions, state: true, limit: 30 })
  return channels as Frame[]
}

describe('the demo', () => {
  test('has people with names, and is made once', async () => {
    const { status, headers, body } = await ask('GET config')
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(body).toMatchObject({ open: true, api_key: server.apiKey, auth_checks: true })
    const users = body.users as Frame[]
    expect(users.map(user => user.id)).toContain('demo-sara')
    expect(users.every(user => user.name !== '' && user.title !== '')).toBe(true)
    expect((await ask('GET config')).body).toEqual(body)
    const { users: stored } = await server.ok('GET /users', undefined, {
      query: { payload: JSON.stringify({ filter_conditions: { id: { $autocomplete: 'demo-' } } }) },
    })
    expect((stored as Frame[]).map(user => user.role)).toEqual(users.map(() => 'user'))
  })

  test('has channels of every built-in type with a past', async () => {
    await ask('GET config')
    const { channels } = await server.ok('POST /channels', { filter_conditions: {}, state: true, limit: 30 })
    const states = channels as { channel: Frame; messages: Frame[]; pinned_messages: Frame[] }[]
    const types = new Set(states.map(({ channel }) => channel.type))
    expect([...types].sort()).toEqual(['commerce', 'gaming', 'livestream', 'messaging', 'team'])
    const messages = states.flatMap(state => state.messages)
    const some = (test: (message: Frame) => boolean) => expect(messages.some(test)).toBe(true)
    some(message => Number(message.reply_count) > 1)
    some(message => message.quoted_message !== undefined && message.quoted_message !== null)
    some(message => (message.mentioned_users as Frame[]).length > 0)
    some(message => Object.keys((message.reaction_groups ?? {}) as object).length > 1)
    some(message => (message.attachments as Frame[]).some(({ type }) => type === 'file'))
    some(message => (message.attachments as Frame[]).some(each => each.og_scrape_url !== undefined))
    some(message => (message.attachments as Frame[]).filter(({ type }) => type === 'image').length > 2)
    some(message => message.type === 'deleted')
    expect(states.flatMap(state => state.pinned_messages).length).toBeGreaterThan(1)
    const newest = Math.max(...messages.map(message => Date.parse(String(message.created_at))))
    expect(newest).toBeLessThan(Date.now())
  })

  test('leaves something unread', async () => {
    const sara = await be('demo-sara')
    const { total_unread_count } = await sara.ok('GET /unread')
    expect(Number(total_unread_count)).toBeGreaterThan(2)
    const channels = await channelsOf(sara, { members: { $in: ['demo-sara'] } })
    expect(channels.length).toBeGreaterThan(2)
  })

  test('has a livestream where guests write and the anonymous visitor reads', async () => {
    const { public_channel } = (await ask('GET config')).body
    const nobody = await server.anonymous().connect()
    const watched = await nobody.watch(String(public_channel))
    expect((watched.messages as Frame[]).length).toBeGreaterThan(10)
    expect((watched.channel as Frame).own_capabilities).not.toContain('create-message')
    expect(
      await nobody.call(`POST /channels/livestream/demo-open-stage/message`, { message: { text: 'hi' } }),
    ).toMatchObject({ status: 403 })
    const guest = await server.guest('visitor')
    const seen = await guest.ok('POST /channels/livestream/demo-open-stage/query', {})
    expect((seen.channel as Frame).own_capabilities).toContain('create-message')
    const sent = await guest.send(String(public_channel), 'hello from a guest')
    await guest.ok(`POST /messages/${sent.id}/reaction`, { reaction: { type: 'like' } })
    await nobody.next(({ type, message }) => type === 'message.new' && (message as Frame).id === sent.id)
  })

  test('stays deleted', async () => {
    await using own = await startServer()
    await ask('GET config', { at: own })
    await own.ok('DELETE /channels/team/demo-launch')
    await own.ok('DELETE /users/demo-noor')
    // What another start of the server has of it.
    const later = new Playground(own.running.deps, { appKey: () => own.apiKey, version: '' })
    const config = await later.config()
    expect(config.open && config.users.map(user => user.id)).not.toContain('demo-noor')
    const { channels } = await own.ok('POST /channels', { filter_conditions: { type: 'team' } })
    expect(channels).toEqual([])
  })

  test('is asked for by many at once and made once', async () => {
    await using own = await startServer()
    const replies = await Promise.all(Array.from({ length: 8 }, () => ask('GET config', { at: own })))
    expect(new Set(replies.map(reply => JSON.stringify(reply.body))).size).toBe(1)
    const { channels } = await own.ok('POST /channels', { filter_conditions: { type: 'team' }, state: true })
    expect(channels).toHaveLength(1)
  })

  test('takes nothing that the app had before', async () => {
    await using own = await startServer()
    await own.upsertUsers({ id: 'demo-sara', name: 'Somebody else' })
    const { body } = await ask('GET config', { at: own })
    expect(body).toMatchObject({ open: true, users: [] })
    expect((await ask('POST token', { body: { user_id: 'demo-sara' }, at: own })).status).toBe(403)
    expect((await own.ok('POST /channels', { filter_conditions: {} })).channels).toEqual([])
  })
})

describe('a token', () => {
  test('is real, ends, and is the demo user’s', async () => {
    await ask('GET config')
    const token = await tokenOf('demo-amir')
    const { user_id, iat, exp } = claimsOf(token)
    expect([user_id, Number(exp) - Number(iat)]).toEqual(['demo-amir', 600])
    expect(claimsOf(await tokenOf('demo-amir', { expires_in_seconds: 5 }))).toMatchObject({
      user_id: 'demo-amir',
    })
    const amir = await new Person(server, 'demo-amir', token).connect()
    expect(amir.me).toMatchObject({ id: 'demo-amir', name: 'Amir Haddad' })
  })

  test('is not made for longer than an hour, nor for anything odd', async () => {
    await ask('GET config')
    const bodies = [
      { user_id: 'demo-amir', expires_in_seconds: 3601 },
      { user_id: 'demo-amir', expires_in_seconds: 0 },
      { user_id: 'demo-amir', expires_in_seconds: '60' },
      { user_id: ['demo-amir'] },
      {},
      [],
      'demo-amir',
    ]
    for (const body of bodies) {
      const reply = await ask('POST token', { body })
      expect([body, reply.status, reply.body.code]).toEqual([body, 400, 4])
    }
  })

  test('is made for nobody but the demo’s own users', async () => {
    await ask('GET config')
    await server.upsertUsers({ id: 'boss', role: 'admin' }, { id: 'demo-boss', name: 'Not of the demo' })
    const guest = await server.guest('g')
    for (const user_id of [
      'boss',
      'demo-boss',
      'nobody',
      guest.id,
      '!anon',
      '',
      '__proto__',
      'demo-sara\u0000',
    ]) {
      const reply = await ask('POST token', { body: { user_id } })
      expect([user_id, reply.status, reply.body.details]).toEqual([
        user_id,
        403,
        { reason: 'not_a_demo_user' },
      ])
      expect((await ask('POST revoke', { body: { user_id } })).status).toBe(403)
    }
  })

  test('is not made for a demo user with more rights, or with an end', async () => {
    await using own = await startServer()
    await ask('GET config', { at: own })
    await own.upsertUsers({ id: 'demo-sara', role: 'admin' }, { id: 'demo-amir', teams: ['red'] })
    await own.ok('POST /users/demo-mei/deactivate', {})
    await own.ok('DELETE /users/demo-noor')
    const { users } = (await ask('GET config', { at: own })).body
    expect((users as Frame[]).map(user => user.id)).toEqual(['demo-lucia', 'demo-jonas'])
    for (const user_id of ['demo-sara', 'demo-amir', 'demo-mei', 'demo-noor']) {
      expect([user_id, (await ask('POST token', { body: { user_id }, at: own })).status]).toEqual([
        user_id,
        403,
      ])
    }
  })

  test('is revoked, and the next one is good at once', async () => {
    const jonas = await (await be('demo-jonas')).connect()
    expect(await ask('POST revoke', { body: { user_id: 'demo-jonas' } })).toMatchObject({
      status: 200,
      body: {},
    })
    expect(await jonas.socket.closed).toMatchObject({ code: 4003 })
    expect(await jonas.call('GET /unread')).toMatchObject({ status: 401, body: { code: 40 } })
    const again = await (await be('demo-jonas')).connect()
    expect(again.me).toMatchObject({ id: 'demo-jonas' })
  })
})

describe('the playground is closed', () => {
  async function inProduction(): Promise<TestServer> {
    const own = await startServer()
    await ask('GET config', { at: own })
    const { deps, app } = own.running
    await changeApp(deps, app.key, { mode: 'production' })
    return own
  }

  test('the moment the app is in production mode', async () => {
    await using own = await inProduction()
    const token = await ask('POST token', { body: { user_id: 'demo-sara' }, at: own })
    expect([token.status, token.body.details]).toEqual([403, { reason: 'production' }])
    expect((await ask('POST revoke', { body: { user_id: 'demo-sara' }, at: own })).status).toBe(403)
    const { status, body } = await ask('GET config', { at: own })
    expect(status).toBe(200)
    expect(body).toMatchObject({ open: false, reason: 'production' })
    expect(JSON.stringify(body)).not.toContain(own.apiKey)
  })

  test('and nothing is seeded in production mode', async () => {
    await using own = await startServer()
    const { deps, app } = own.running
    await changeApp(deps, app.key, { mode: 'production' })
    await ask('GET config', { at: own })
    expect((await own.ok('POST /channels', { filter_conditions: {} })).channels).toEqual([])
  })

  test('while the app is suspended', async () => {
    await using own = await startServer()
    await ask('GET config', { at: own })
    const { deps, app } = own.running
    await changeApp(deps, app.key, { suspended: true })
    expect((await ask('GET config', { at: own })).body).toMatchObject({ open: false, reason: 'suspended' })
    expect((await ask('POST token', { body: { user_id: 'demo-sara' }, at: own })).status).toBe(403)
  })

  test('and not there at all when it is switched off', async () => {
    await using own = await startServer({ config: { playground: 'off' } })
    expect((await ask('GET config', { at: own })).status).toBe(404)
    expect((await ask('POST token', { body: { user_id: 'demo-sara' }, at: own })).status).toBe(404)
  })
})

describe('other sites', () => {
  const others: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' },
  ]

  test('get nothing, and change nothing', async () => {
    for (const headers of others) {
      for (const [endpoint, body] of [
        ['GET config'],
        ['POST token', { user_id: 'demo-sara' }],
        ['POST revoke', { user_id: 'demo-sara' }],
      ] as const) {
        const reply = await ask(endpoint, { headers, ...(body && { body }) })
        expect([endpoint, headers, reply.status]).toEqual([endpoint, headers, 403])
        expect(reply.headers.get('access-control-allow-origin')).toBeNull()
      }
    }
  })

  test('send no forms', async () => {
    const response = await fetch(`${server.url}/playground/revoke`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: '{"user_id":"demo-sara"}',
    })
    expect(response.status).toBe(400)
  })

  test('the own page is welcome', async () => {
    expect((await ask('GET config', { headers: { origin: server.url } })).status).toBe(200)
    expect((await ask('GET config', { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200)
  })
})

test('who asks too often waits', async () => {
  await using own = await startServer({ config: { rateLimits: 'default' } })
  await ask('GET config', { at: own })
  const replies = await Promise.all(
    Array.from({ length: 40 }, () => ask('POST token', { body: { user_id: 'demo-sara' }, at: own })),
  )
  const refused = replies.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('it is no part of the API', async () => {
  const document = await (await fetch(`${server.url}/openapi.json`)).text()
  expect(document).not.toContain('playground')
})

test('another app’s key opens nothing', async () => {
  await ask('GET config')
  const reply = await callHttp(server.url, 'POST /playground/token', {
    apiKey: 'other-key',
    token: 'whatever',
    body: { user_id: 'boss' },
  })
  expect(reply.status).toBe(403)
})

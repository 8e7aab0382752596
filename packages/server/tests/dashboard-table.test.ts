import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { signToken } from '@parley/testkit'
import { adminRoutes } from '../src/admin/app.ts'
import { ACTORS, type Actor, Cast } from './dashboard-table/cast.ts'
import { ENDING, ROWS, type Row } from './dashboard-table/rows.ts'

// Every endpoint of the dashboard by every kind of caller.

let cast: Cast

beforeAll(async () => {
  cast = await Cast.open()
})

afterAll(async () => {
  await cast[Symbol.asyncDispose]()
})

const ROUTES = adminRoutes().map(route => ({ ...route, endpoint: `${route.method} ${route.path}` }))

/** A path that a route takes, of things that are there or not. */
const somePath = (path: string): string => path.replace('{app}', 'test-key').replace(/\{\w+\}/g, 'x')

test('every endpoint has a row, and no row is without one', () => {
  const rows = [...Object.keys(ROWS), ...ENDING]
  expect(rows.toSorted()).toEqual(ROUTES.map(route => route.endpoint).toSorted())
})

describe('by role', () => {
  test.each(Object.keys(ROWS))('%s', async endpoint => {
    const row = ROWS[endpoint]
    if (!row) throw new Error(`no row for ${endpoint}`)
    const results = []
    for (const actor of ACTORS) results.push(await tryAs(actor, endpoint, row))
    expect(results.filter(result => !result.asWanted)).toEqual([])
  })
})

async function tryAs(actor: Actor, endpoint: string, row: Row) {
  const [method = ''] = endpoint.split(' ')
  const { status, body } = await cast.call(actor, method, await row.attempt(cast, actor))
  const wanted = row.allowed.includes(actor)
  const reason = (body.details as { reason?: string } | undefined)?.reason
  // An app that somebody may not see, does not exist for them; anything else is refused for the role.
  const isRefused =
    actor === 'nobody'
      ? status === 401 && reason === 'not_signed_in'
      : (status === 403 && reason === 'role') ||
        (status === 404 && /no app with this API key/.test(String(body.message)))
  const asWanted = wanted ? status === (row.answered ?? 200) : isRefused
  return { actor, wanted, asWanted, status, message: body.message }
}

describe('whoever is not signed in gets nowhere', () => {
  const guarded = ROUTES.filter(route => route.role !== 'nobody')

  test.each(guarded.map(route => [route.endpoint, route] as const))('%s', async (_, { method, path }) => {
    const { apiKey, secret, serverToken } = cast.lab.server
    const guest = signToken(secret, { user_id: 'ada' })
    const none = { cookie: undefined, authorization: undefined }
    const attempts = [
      none,
      { ...none, cookie: `parley_dashboard=${'A'.repeat(43)}` },
      { ...none, cookie: `parley_dashboard=${serverToken}` },
      { ...none, authorization: serverToken },
      { ...none, authorization: `Bearer ${guest}`, 'stream-auth-type': 'jwt', 'x-api-key': apiKey },
    ]
    for (const headers of attempts) {
      const reply = await cast.of('nobody').call(`${method} ${somePath(path)}`, {}, headers)
      expect([reply.status, reply.body.details]).toEqual([401, { reason: 'not_signed_in' }])
    }
  })
})

describe('our own pages alone may ask', () => {
  test.each(ROUTES.map(route => [route.endpoint, route] as const))('%s', async (_, { method, path }) => {
    const headers = { 'x-parley-dashboard': undefined }
    const reply = await cast.of('owner').call(`${method} ${somePath(path)}`, {}, headers)
    expect([reply.status, reply.body.details]).toEqual([403, { reason: 'cross_site' }])
  })
})

describe('what takes a confirmation is not to be had without', () => {
  const confirmed = ROUTES.filter(route => route.confirmed)

  test.each(confirmed.map(route => [route.endpoint, route] as const))('%s', async (_, { method, path }) => {
    const fresh = cast.lab.browser()
    fresh.cookie = await unconfirmed()
    const reply = await fresh.call(`${method} ${somePath(path)}`, {})
    expect([reply.status, reply.body.details]).toEqual([403, { reason: 'confirmation_required' }])
  })

  let cookie: string | undefined
  async function unconfirmed(): Promise<string | undefined> {
    if (cookie === undefined) {
      const browser = cast.lab.browser()
      await browser.ok('POST /sign_in', {
        email: 'ada@example.com',
        password: 'a horse, a battery, a staple',
      })
      cookie = browser.cookie
    }
    return cookie
  }

  test('and a confirmation is over after ten minutes', async () => {
    const admins = () => cast.of('owner').refusal('DELETE /admins/none')
    await cast.confirmAll()
    expect((await admins())[0]).toBe(404)
    cast.lab.clock.advance(10 * 60)
    expect(await admins()).toEqual([403, 'confirmation_required'])
    await cast.confirmAll()
  })
})

test('the chat takes nothing of the dashboard', async () => {
  const { cookie } = cast.of('owner')
  const session = cookie?.split('=')[1]
  for (const headers of [{ cookie }, { authorization: session }, { authorization: `Bearer ${session}` }]) {
    const given = Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined)
    const response = await fetch(`${cast.lab.server.url}/app?api_key=test-key`, {
      headers: { ...Object.fromEntries(given), 'x-parley-dashboard': '1' },
    })
    expect(response.status).toBe(401)
  }
})

describe('bad input is refused with words, whoever sends it', () => {
  const BODIES = [
    '',
    'null',
    '[]',
    '"text"',
    '{',
    '\u0000',
    '{"email":null,"password":{},"token":[],"code":0}',
    '{"__proto__":{"role":"owner"},"constructor":1}',
    `{"email":"${'a'.repeat(300)}@example.com","password":"${'p'.repeat(300)}","token":"${'t'.repeat(300)}"}`,
    '{"email":"\\u0000@example.com","name":"\\ud800","role":"\\u0000","apps":["\\u0000"],"token":"\\ud800","password":"\\ud800\\u0000 and more","code":"\\u0000"}',
    '{"role":"emperor","apps":{"length":1},"limit":-1}',
    `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    `{"name":"${'n'.repeat(300_000)}"}`,
  ]
  const writing = ROUTES.filter(route => route.method !== 'GET' && !route.path.startsWith('/sign_out'))

  test.each(writing.map(route => [route.endpoint, route] as const))('%s', async (_, { method, path }) => {
    // So late that what failed before is forgotten.
    cast.lab.clock.advance(3_600)
    await cast.lab.confirm()
    const statuses = new Set<number>()
    for (const body of BODIES) {
      const reply = await cast.of('owner').call(`${method} ${somePath(path)}`, body)
      statuses.add(reply.status)
      if (reply.status !== 200) expect(reply.body).toMatchObject({ StatusCode: reply.status })
    }
    expect([...statuses].filter(status => status >= 500)).toEqual([])
  })

  const reading = ROUTES.filter(route => route.method === 'GET')
  const QUERIES = [
    '?limit=x&next=x&from=x',
    '?next=W10',
    '?limit=1e9',
    '?app=%00&admin=%00&action=%00',
    '?from=%ff',
  ]

  test.each(reading.map(route => [route.endpoint, route] as const))('%s', async (_, { path }) => {
    for (const query of QUERIES) {
      const reply = await cast.of('owner').call(`GET ${somePath(path)}${query}`)
      expect(reply.status).toBeLessThan(500)
    }
    for (const odd of ['%00', '%ff', '..%2f..', "'%20or%201=1--", 'a'.repeat(3_000)]) {
      const reply = await cast.of('owner').call(`GET ${path.replace(/\{\w+\}/g, odd)}`)
      expect(reply.status).toBeLessThan(500)
    }
  })
})

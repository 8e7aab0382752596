import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { ACTORS, type Actor, type Answer, Cast } from './permission-table/cast.ts'
import { ROWS, type Row, SERVER_ONLY } from './permission-table/rows.ts'

// Every endpoint by every kind of caller: allowed exactly where the grants say.

let single: Cast
let tenant: Cast

beforeAll(async () => {
  single = await Cast.open(false)
  tenant = await Cast.open(true)
})

afterAll(async () => {
  await single[Symbol.asyncDispose]()
  await tenant[Symbol.asyncDispose]()
})

const castOf = (actor: Actor): Cast => (actor === 'otherTeam' ? tenant : single)

/** 401 and 403 refuse; to people of other teams things also do not exist. */
function isRefused(actor: Actor, { status }: Answer, hides = false): boolean {
  return status === 401 || status === 403 || ((hides || actor === 'otherTeam') && status === 404)
}

test('every endpoint has a row, and no row is without one', async () => {
  const { paths } = (await (await fetch(`${single.server.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>
  }
  const endpoints = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
  )
  expect([...SERVER_ONLY, ...Object.keys(ROWS)].toSorted()).toEqual(endpoints.toSorted())
})

describe('for servers alone', () => {
  test.each(SERVER_ONLY)('%s', async endpoint => {
    const [method = '', path = ''] = endpoint.split(' ')
    const attempt = { path: path.replace(/\{\w+\}/g, 'x'), ...(method !== 'GET' && { body: {} }) }
    for (const actor of ACTORS) {
      // What a server is answered is other tests' to say; some of it changes the app.
      if (actor === 'server') continue
      const answer = await castOf(actor).call(actor, method, attempt)
      expect([actor, isRefused(actor, answer)]).toEqual([actor, true])
    }
  })
})

describe('by the grants', () => {
  test.each(Object.keys(ROWS))('%s', async endpoint => {
    const row = ROWS[endpoint]
    if (!row) throw new Error(`no row for ${endpoint}`)
    const [method = ''] = endpoint.split(' ')
    const results = await Promise.all(ACTORS.map(actor => tryAs(actor, method, row)))
    expect(results.filter(result => !result.asWanted)).toEqual([])
  })
})

async function tryAs(actor: Actor, method: string, row: Row) {
  const cast = castOf(actor)
  const answer = await cast.call(actor, method, await row.attempt(cast, cast.idOf(actor)))
  const { status, body } = answer
  const wanted = row.allowed.includes(actor)
  const asWanted = wanted ? status === (row.then ?? 200) : isRefused(actor, answer, row.hides)
  return { actor, wanted, asWanted, status, message: body.message }
}

import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect } from 'node:net'
import type { ChatError } from '@parley/protocol'
import { startServer, type TestServer, within } from '@parley/testkit'
import { Deadlines } from '../src/util/deadlines.ts'
import { readBody } from '../src/util/read-body.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
  await server.upsertUsers({ id: 'alice', name: 'Alice' })
})

afterAll(() => server[Symbol.asyncDispose]())

const upsertBob = { users: { bob: { id: 'bob', name: 'Bob' } } }

describe('a reply', () => {
  test('is an object whose last key is duration', async () => {
    const response = await fetch(`${server.url}/app?api_key=${server.apiKey}`, {
      headers: { authorization: server.serverToken },
    })
    expect(await response.text()).toMatch(/,"duration":"\d+\.\d\dms"\}$/)
    const empty = await server.call('POST /users/unblock', { user_id: 'alice', blocked_user_id: 'bob' })
    expect(Object.keys(empty.body)).toEqual(['duration'])
  })

  test('carries a request id, the given one when it is harmless', async () => {
    const first = await server.call('GET /app')
    const second = await server.call('GET /app')
    expect(first.headers.get('x-request-id')).not.toBe(second.headers.get('x-request-id'))
    const given = await server.call('GET /app', undefined, { headers: { 'x-request-id': 'from-proxy.7' } })
    expect(given.headers.get('x-request-id')).toBe('from-proxy.7')
    const odd = await server.call('GET /app', undefined, {
      headers: { 'x-request-id': '{"log":"injection"}' },
    })
    expect(odd.headers.get('x-request-id')).toMatch(/^[\w-]+$/)
  })

  test('carries rate limits, also when it is an error', async () => {
    for (const reply of [
      await server.call('GET /app'),
      await server.call('GET /app', undefined, { token: 'no' }),
    ]) {
      for (const name of ['limit', 'remaining', 'reset']) {
        expect(Number(reply.headers.get(`x-ratelimit-${name}`))).toBeGreaterThan(0)
      }
    }
  })

  test('of a refused request says code, status, where to read on and which request', async () => {
    const reply = await server.call('GET /users/nobody/at/all')
    expect(reply.status).toBe(404)
    expect(reply.body).toMatchObject({
      code: 16,
      StatusCode: 404,
      request_id: reply.headers.get('x-request-id'),
    })
    expect(reply.body.duration).toMatch(/ms$/)
    const page = await fetch(String(reply.body.more_info))
    expect(await page.text()).toContain('id="not_found"')
  })
})

describe('credentials', () => {
  test('are taken from headers and from the query', async () => {
    const token = server.token('alice')
    const plain = await fetch(`${server.url}/devices?api_key=${server.apiKey}`, {
      headers: { authorization: token },
    })
    const bearer = await fetch(`${server.url}/devices`, {
      headers: { authorization: `Bearer ${token}`, 'x-api-key': server.apiKey, 'stream-auth-type': 'jwt' },
    })
    const query = new URLSearchParams({
      api_key: server.apiKey,
      authorization: token,
      'stream-auth-type': 'jwt',
    })
    const inQuery = await fetch(`${server.url}/devices?${query}`)
    expect([plain.status, bearer.status, inQuery.status]).toEqual([200, 200, 200])
  })

  test('of the wrong kind are refused with what is right', async () => {
    const asUser = await server.person('alice').call('GET /usage')
    expect(asUser.body).toMatchObject({ code: 17, StatusCode: 403 })
    expect(asUser.body.message).toContain('server token')
    const asNobody = await server.anonymous().call('GET /devices')
    expect(asNobody.body).toMatchObject({ code: 17 })
    expect(asNobody.body.message).toContain('guest')
    const noKey = await fetch(`${server.url}/app`)
    expect(await noKey.json()).toMatchObject({ code: 2, StatusCode: 401 })
  })

  test('anonymous users write nothing, even when every grant is given', async () => {
    const reply = await server.anonymous().call('POST /users/block', { blocked_user_id: 'alice' })
    expect(reply.body).toMatchObject({ code: 17, StatusCode: 403 })
  })
})

describe('paths', () => {
  test('may start with two slashes, and are decoded segment by segment', async () => {
    const double = await server.call('GET //channeltypes/messaging')
    expect(double.body).toMatchObject({ name: 'messaging' })
    expect((await server.call('GET /channeltypes/m%65ssaging')).body).toMatchObject({ name: 'messaging' })
    const slash = await server.call('GET /channeltypes/messaging%2Fteam')
    expect(slash.body).toMatchObject({ code: 4 })
    expect(slash.body.message).toContain('name')
  })

  test('that are not there name the nearest, or the methods that are', async () => {
    const typo = await server.call('GET /chaneltypes')
    expect(typo.body).toMatchObject({ code: 16, details: { nearest: '/channeltypes' } })
    const method = await server.call('DELETE /app')
    expect(method.status).toBe(404)
    expect(method.body.message).toContain('GET, PATCH')
    expect(method.headers.get('allow')).toBe('GET, PATCH')
  })

  test('are never answered with a redirect', async () => {
    for (const path of ['/users/', '/app/', '//', '/docs']) {
      const response = await fetch(`${server.url}${path}?api_key=${server.apiKey}`, { redirect: 'manual' })
      expect([path, response.status < 300 || response.status >= 400]).toEqual([path, true])
    }
  })

  test('with broken escapes are a client’s mistake', async () => {
    for (const path of ['/channeltypes/%', '/channeltypes/%zz', '/channeltypes/%ff', '/channeltypes/%00']) {
      const reply = await rawRequest(server, `GET ${path}?api_key=${server.apiKey} HTTP/1.1\r\n`)
      expect([path, reply.status >= 400 && reply.status < 500]).toEqual([path, true])
    }
  })
})

describe('bodies', () => {
  test('may come in chunks without a length', async () => {
    const json = JSON.stringify(upsertBob)
    const chunks = [json.slice(0, 7), json.slice(7)]
      .map(part => `${part.length.toString(16)}\r\n${part}\r\n`)
      .join('')
    const reply = await rawRequest(
      server,
      `POST /users?api_key=${server.apiKey} HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n`,
      `${chunks}0\r\n\r\n`,
    )
    expect(reply.status).toBe(200)
  })

  test('may be missing although a content type is named', async () => {
    const reply = await server.call('POST /users/alice/deactivate', undefined)
    expect(reply.status).toBe(200)
    expect((await server.call('POST /users/alice/reactivate', undefined)).status).toBe(200)
  })

  test('that are PHP’s [] are {}', async () => {
    expect((await server.call('PATCH /app', '[]')).status).toBe(200)
    const missing = await server.call('POST /users', '[]')
    expect(missing.body).toMatchObject({ code: 4 })
    expect(missing.body.message).toContain('users')
  })

  test('that are not JSON are told where they break', async () => {
    const cases: [string, string][] = [
      ['{"users": }', 'line 1, column 11'],
      ['{\n"users": {"bob": NaN}}', 'line 2, column 18'],
      ['{"users": {"bob": Infinity}}', 'column 19'],
      ["{'users': 1}", 'column 2'],
      ['{"users": {', 'text ends'],
      ['\u0000', 'column 1'],
    ]
    for (const [text, where] of cases) {
      const reply = await server.call('POST /users', text)
      expect([text, reply.status, reply.body.code]).toEqual([text, 400, 4])
      expect(reply.body.message).toContain(where)
    }
  })

  test('that are another type of JSON name the field and what is right', async () => {
    for (const text of [
      '5',
      '"text"',
      'true',
      '[1]',
      '{"users": 5}',
      '{"users": [1]}',
      '{"users": {"bob": "text"}}',
    ]) {
      const reply = await server.call('POST /users', text)
      expect([text, reply.status, reply.body.code]).toEqual([text, 400, 4])
      expect(reply.body.message).toMatch(/must (be|have)/)
    }
  })

  test('with nesting without end, numbers without end or odd text are refused', async () => {
    const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
    const withCustom = (value: string) => `{"users": {"bob": {"id": "bob", "odd": ${value}}}}`
    for (const value of [
      deep(30),
      deep(20_000),
      '1e999',
      '-1e999',
      '"a\\u0000b"',
      '"\\ud800"',
      '{"__proto__": 1}',
    ]) {
      const reply = await server.call('POST /users', withCustom(value))
      expect([value.slice(0, 20), reply.status, reply.body.code]).toEqual([value.slice(0, 20), 400, 4])
    }
  })

  test('of another content type are told the right one', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
      const reply = await server.call('POST /users', JSON.stringify(upsertBob), {
        headers: { 'Content-Type': type },
      })
      expect(reply.body).toMatchObject({ code: 4, StatusCode: 400 })
      expect(reply.body.message).toContain('application/json')
    }
    const charset = { 'Content-Type': 'application/json; charset=utf-8' }
    expect((await server.call('POST /users', JSON.stringify(upsertBob), { headers: charset })).status).toBe(
      200,
    )
  })

  test('that are compressed are told so', async () => {
    const compressed = await fetch(`${server.url}/users?api_key=${server.apiKey}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Content-Encoding': 'gzip',
        Authorization: server.serverToken,
      },
      body: Bun.gzipSync(JSON.stringify(upsertBob)),
    })
    expect(compressed.status).toBe(400)
    expect(await compressed.json()).toMatchObject({
      code: 4,
      exception_fields: { 'content-encoding': expect.stringContaining('"gzip"') },
    })
    const headers = { 'Content-Encoding': 'identity' }
    expect((await server.call('POST /users', upsertBob, { headers })).status).toBe(200)
  })

  test('above the limit are refused, by length at once and in chunks while they come', async () => {
    const big = await server.call('POST /users', `{"users": "${'x'.repeat(1024 * 1024)}"}`)
    expect(big.body).toMatchObject({ code: 22, StatusCode: 413, details: { max_bytes: 1024 * 1024 } })
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
    const reply = await rawRequest(
      server,
      `POST /users?api_key=${server.apiKey} HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n`,
      chunk.repeat(20),
    )
    expect(reply.status).toBe(413)
    expect(reply.body).toMatchObject({ code: 22 })
  })

  test('the JSON of payload is checked like a body', async () => {
    const broken = await server.call('GET /users', undefined, { query: { payload: '{"limit": }' } })
    expect(broken.body).toMatchObject({ code: 4 })
    expect(broken.body.message).toContain('payload is not JSON: line 1, column 11')
    const wrong = await server.call('GET /users', undefined, { query: { payload: '{"limit": "ten"}' } })
    expect(wrong.body).toMatchObject({ code: 4, exception_fields: { limit: expect.any(String) } })
    const newline = await server.call('GET /users', undefined, { query: { payload: '{}\n' } })
    expect(newline.status).toBe(200)
  })
})

describe('headers', () => {
  test('that are too large do not reach the server', async () => {
    const reply = await rawRequest(
      server,
      `GET /app?api_key=x HTTP/1.1\r\nX-Big: ${'x'.repeat(64 * 1024)}\r\n`,
    )
    expect(reply.status).toBe(431)
  })
})

describe('browsers', () => {
  test('may ask from anywhere and read the headers', async () => {
    const preflight = await fetch(`${server.url}/users`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://chat.example',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,stream-auth-type,content-type',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH')
    expect(preflight.headers.get('access-control-allow-headers')).toContain('stream-auth-type')
    const reply = await server.call('GET /app', undefined, { headers: { origin: 'https://chat.example' } })
    expect(reply.headers.get('access-control-allow-origin')).toBe('*')
    expect(reply.headers.get('access-control-expose-headers')).toContain('x-ratelimit-remaining')
    const refused = await server.call('GET /app', undefined, { token: 'x', headers: { origin: 'null' } })
    expect(refused.headers.get('access-control-allow-origin')).toBe('*')
  })
})

test('a body that does not come in time ends in 408', async () => {
  const limits = { maxBytes: 1000, timeoutMs: 50 }
  await using slow = Bun.serve({
    port: 0,
    fetch: async request => {
      const outcome = await readBody(request, limits, new Deadlines()).catch(
        (error: ChatError) => error.statusCode,
      )
      return Response.json({ outcome })
    },
  })
  const head = 'POST / HTTP/1.1\r\nContent-Type: application/json\r\n'
  const url = `http://127.0.0.1:${slow.port}`
  const withLength = await rawRequest({ url, serverToken: '' }, `${head}Content-Length: 100\r\n`, '{"users"')
  expect(withLength.body).toEqual({ outcome: 408 })
  const chunked = await rawRequest(
    { url, serverToken: '' },
    `${head}Transfer-Encoding: chunked\r\n`,
    '1\r\n{\r\n',
  )
  expect(chunked.body).toEqual({ outcome: 408 })
})

interface RawReply {
  readonly status: number
  readonly body: Record<string, unknown>
}

/** A request as it stands on the wire, for what `fetch` would not send. */
function rawRequest(to: Pick<TestServer, 'url' | 'serverToken'>, head: string, body = ''): Promise<RawReply> {
  const { hostname, port } = new URL(to.url)
  const reading = new Promise<RawReply>((resolve, reject) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${head}Host: ${hostname}\r\nAuthorization: ${to.serverToken}\r\n\r\n${body}`)
    })
    socket.on('error', reject)
    socket.on('data', data => {
      text += data
      const reply = parseReply(text)
      if (!reply) return
      resolve(reply)
      socket.destroy()
    })
    socket.on('close', () => reject(new Error(`closed after ${JSON.stringify(text)}`)))
  })
  return within(reading, 'no whole answer came')
}

function parseReply(text: string): RawReply | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = text.slice(0, end)
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  const body = text.slice(end + 4)
  if (Buffer.byteLength(body) < length) return undefined
  return { status: Number(head.split(' ')[1]), body: body.startsWith('{') ? JSON.parse(body) : {} }
}

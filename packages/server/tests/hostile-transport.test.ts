import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { eventually, startServer, type TestServer } from '@parley/testkit'
import pino from 'pino'
import { lastResort } from '../src/http/last-resort.ts'
import { Wire, type WireReply } from './hostile/wire.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server[Symbol.asyncDispose]())

async function ask(lines: readonly string[], body: string | Uint8Array = ''): Promise<WireReply> {
  await using wire = new Wire(server.url)
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
  const reply = await wire.ask(Buffer.concat([head, Buffer.from(body)]))
  if (!reply) throw new Error(`no answer to ${lines.join(' | ')}`)
  return reply
}

const json = ({ text }: WireReply): unknown => JSON.parse(text)

describe('a host that is none', () => {
  const hosts = ['', '[', 'a b', 'a:999999', '%%%', 'a/b?c#d', ':', '@', 'x'.repeat(5000), '\u{1f600}', '..']

  test('does not keep a request from its answer', async () => {
    for (const host of hosts) {
      const target = `/channeltypes/messaging?api_key=${server.apiKey}`
      const reply = await ask([
        `GET ${target} HTTP/1.1`,
        `Host: ${host}`,
        `Authorization: ${server.serverToken}`,
      ])
      expect([host, reply.status]).toEqual([host, 200])
    }
  })

  test('does not turn a refusal into a fault', async () => {
    for (const host of hosts) {
      const refused = await ask(['GET /nothing/here HTTP/1.1', `Host: ${host}`])
      expect([host, refused.status]).toEqual([host, 404])
      expect(json(refused)).toMatchObject({ code: 16, StatusCode: 404 })
      const polled = await ask([
        `GET /longpoll?connection_id=x&api_key=${server.apiKey} HTTP/1.1`,
        `Host: ${host}`,
      ])
      expect([host, polled.status]).toEqual([host, 400])
      expect(json(polled)).toMatchObject({ code: 4, StatusCode: 400 })
    }
  })

  test('need not be there in HTTP/1.0, which health checkers speak', async () => {
    expect(json(await ask(['GET /healthz HTTP/1.0']))).toEqual({ status: 'ok' })
    const refused = await ask(['GET /app HTTP/1.0'])
    expect(json(refused)).toMatchObject({ code: 2, StatusCode: 401 })
  })
})

describe('a body', () => {
  const post = (target: string, ...more: readonly string[]): string[] => [
    `POST ${target}${target.includes('?') ? '&' : '?'}api_key=${server.apiKey} HTTP/1.1`,
    'Host: chat.example',
    `Authorization: ${server.serverToken}`,
    'Content-Type: application/json',
    ...more,
  ]

  test('that is not UTF-8 is refused, whole or in chunks', async () => {
    const body = Buffer.from('{"users":{"bob":{"id":"bob","name":"B\xf6b"}}}', 'latin1')
    const whole = await ask(post('/users', `Content-Length: ${body.length}`), body)
    const chunks = Buffer.concat([
      Buffer.from(`${body.length.toString(16)}\r\n`),
      body,
      Buffer.from('\r\n0\r\n\r\n'),
    ])
    const inChunks = await ask(post('/users', 'Transfer-Encoding: chunked'), chunks)
    for (const reply of [whole, inChunks]) {
      expect(json(reply)).toMatchObject({
        code: 4,
        StatusCode: 400,
        exception_fields: { 'the body': expect.any(String) },
      })
      expect(reply.text).toContain('UTF-8')
    }
    const { users } = await server.ok('GET /users', undefined, { query: { payload: '{}' } })
    expect(users).toEqual([])
  })

  test('of a long poll is held to what a frame may have, before it is read', async () => {
    const opened = await server.call('GET /longpoll', undefined, { token: server.token('alice') })
    const target = `/longpoll?connection_id=${opened.body.connection_id}`
    const tooLong = await ask(post(target, 'Content-Length: 100000000'))
    expect(json(tooLong)).toMatchObject({ code: 22, StatusCode: 413, details: { max_bytes: 65536 } })
    const broken = await ask(post(target, 'Content-Length: 9'), '{"frames"')
    expect(json(broken)).toMatchObject({ code: 4, exception_fields: { 'the body': expect.any(String) } })
    await server.ok('DELETE /longpoll', undefined, {
      query: { connection_id: String(opened.body.connection_id) },
    })
  })

  test('that ends early is nobody’s fault here', async () => {
    const errors: string[] = []
    const log = pino({ level: 'error' }, { write: line => void errors.push(line) })
    await using listening = await startServer({ log })
    for (const framing of ['Content-Length: 100', 'Transfer-Encoding: chunked']) {
      await using wire = new Wire(listening.url)
      const lines = [`POST /guest?api_key=${listening.apiKey} HTTP/1.1`, 'Host: x', framing, '', '5\r\n{"a":']
      await wire.ask(lines.join('\r\n'), { end: true })
    }
    const counted = async () => (await fetch(`${listening.url}/metrics`)).text()
    await eventually(async () => /CreateGuest",status="400"\} 2/.test(await counted()), 'both were refused')
    expect(errors).toEqual([])
  })
})

describe('an address and headers', () => {
  const big = 'x'.repeat(20_000)

  test('above 16 KiB are refused with what is allowed', async () => {
    const requests = [
      [`GET /app?api_key=${server.apiKey} HTTP/1.1`, 'Host: x', `Cookie: ${big}`],
      [`GET /app?api_key=${big} HTTP/1.1`, 'Host: x'],
      [`GET /${big} HTTP/1.1`, 'Host: x'],
      [`GET /longpoll?json=${big} HTTP/1.1`, 'Host: x'],
      [
        'POST /guest HTTP/1.1',
        'Host: x',
        ...Array.from({ length: 90 }, (_, i) => `X-${i}: ${'y'.repeat(200)}`),
      ],
    ]
    for (const lines of requests) {
      const reply = await ask(lines)
      expect(reply.status).toBe(431)
      expect(json(reply)).toMatchObject({ code: 24, StatusCode: 431, details: { max_bytes: 16384 } })
    }
  })

  test('of just under 16 KiB are read', async () => {
    const target = `/channeltypes/messaging?api_key=${server.apiKey}`
    const reply = await ask([
      `GET ${target} HTTP/1.1`,
      'Host: x',
      `Authorization: ${server.serverToken}`,
      `Cookie: ${'x'.repeat(15_000)}`,
    ])
    expect(reply.status).toBe(200)
  })

  test('out of all proportion end the connection', async () => {
    await using wire = new Wire(server.url)
    const reply = await wire.ask(`GET /app HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`)
    expect(reply?.status ?? 431).toBe(431)
  })
})

test('what even the refusal fails at is told without detail, and logged with it', async () => {
  const lines: string[] = []
  const log = pino({ level: 'error' }, { write: line => void lines.push(line) })
  const reply = lastResort(log, new Error('the disk at /srv/secret is full'))
  expect(reply.status).toBe(500)
  const text = await reply.text()
  expect(JSON.parse(text)).toMatchObject({ code: -1, StatusCode: 500 })
  expect(text).not.toContain('secret')
  expect(lines.join()).toContain('/srv/secret')
})

test('pages and probes take anything, too', async () => {
  await using wire = new Wire(server.url)
  const paths = [
    '/',
    '/healthz',
    '/readyz',
    '/metrics',
    '/openapi.json',
    '/docs/api',
    '/docs/errors',
    '/connect',
  ]
  const odd = ['', '?', '?%', '?a[]=%zz', '/', '/%2e%2e/x', '%00', '?x=\u{1f600}']
  for (const path of paths) {
    for (const tail of odd) {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS', 'TRACE']) {
        const line = `${method} ${path}${tail} HTTP/1.1`
        const reply = await wire.ask(`${line}\r\nHost: x\r\nContent-Length: 3\r\n\r\n\0{"`)
        expect([line, (reply?.status ?? 599) < 500]).toEqual([line, true])
      }
    }
  }
})

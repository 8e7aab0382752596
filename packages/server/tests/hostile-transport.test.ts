import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { startServer, type TestServer } from '@parley/testkit'
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

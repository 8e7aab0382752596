import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Frame, startServer, type TestServer } from '@parley/testkit'

let server: TestServer
let operations: { readonly endpoint: string; readonly operation: Frame }[]

beforeAll(async () => {
  server = await startServer()
  const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as Frame
  operations = Object.entries(paths as Record<string, Record<string, Frame>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      endpoint: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  )
})

afterAll(() => server[Symbol.asyncDispose]())

/** Their examples name what would have to be there: an uploaded file, an open connection, a log. */
const NEEDS_MORE = new Set(['POST /imports', 'POST /channels/{type}/{id}/stop-watching', 'POST /sync'])

const jsonOf = (content: unknown): Frame | undefined =>
  (content as Record<string, Frame> | undefined)?.['application/json']

/** What a request is made of, with its example: a body, or the JSON of `payload`. */
function input({ requestBody, parameters = [] }: Frame): Frame | undefined {
  const body = jsonOf((requestBody as Frame | undefined)?.content)
  const payload = (parameters as Frame[]).find(({ name }) => name === 'payload')
  return body ?? jsonOf(payload?.content)
}

test('every operation has an example of its reply, and of its request where it takes one', () => {
  for (const { endpoint, operation } of operations) {
    const { 200: done } = operation.responses as Record<string, Frame>
    expect([endpoint, jsonOf(done?.content)?.example]).toEqual([endpoint, expect.objectContaining({})])
    const request = input(operation)
    if (request) expect([endpoint, request.example]).toEqual([endpoint, expect.objectContaining({})])
  }
})

test('every example of a request is one that the server takes for well-formed', async () => {
  await server.upsertUsers(...['bender', 'leela', 'zoidberg', 'general'].map(id => ({ id })))
  await server.upsertUsers({ id: 'nibbler' })
  await server.ok('DELETE /users/nibbler')
  await server.ok('POST /channels/messaging/general/query', {
    data: { created_by_id: 'leela', members: ['bender'] },
  })
  const refused: unknown[] = []
  for (const { endpoint, operation } of operations) {
    const request = input(operation)
    if (!request) continue
    const path = endpoint.replace('{type}', 'messaging').replace(/\{\w+\}/g, 'general')
    const query = endpoint.startsWith('GET') ? { payload: JSON.stringify(request.example) } : {}
    const { status, body } = await server.call(path, query.payload ? undefined : request.example, { query })
    // What it names need not be there; but nothing may be missing or of a wrong kind.
    const fields = Object.keys((body.details as Frame | undefined)?.fields ?? {})
    if (NEEDS_MORE.has(endpoint)) continue
    if (status >= 500 || fields.length > 0) refused.push([endpoint, body.message, request.example])
  }
  expect(refused).toEqual([])
})

import { expect, test } from 'bun:test'
import { ERRORS } from '@parley/protocol'
import { type Frame, startServer } from '@parley/testkit'
import { RateLimits } from '../src/auth/rate-limits.ts'
import { createHttpApp } from '../src/http/app.ts'

test('health and readiness need no key', async () => {
  await using server = await startServer()
  for (const path of ['/healthz', '/readyz']) {
    const response = await fetch(server.url + path)
    expect([path, response.status]).toEqual([path, 200])
  }
})

test('a server that shuts down is alive but not ready', async () => {
  await using server = await startServer()
  const { deps } = server.running
  const rateLimits = new RateLimits({ clock: deps.clock, enabled: false })
  const draining = createHttpApp(deps, { auth: deps.auth, rateLimits, isDraining: () => true })
  expect((await draining.request('/readyz')).status).toBe(503)
  expect((await draining.request('/healthz')).status).toBe(200)
})

test('metrics tell what happened', async () => {
  await using server = await startServer()
  await server.ok('GET /app')
  await server.call('GET /app', undefined, { token: 'forged' })
  await server.connected('alice')
  const response = await fetch(`${server.url}/metrics`)
  expect(response.headers.get('content-type')).toContain('text/plain')
  const text = await response.text()
  expect(text).toMatch(/parley_http_requests_total\{route="GetApp",status="200"\} 1\n/)
  expect(text).toMatch(/parley_http_requests_total\{route="GetApp",status="401"\} 1\n/)
  expect(text).toMatch(/parley_http_request_seconds_count\{route="GetApp"\} 2\n/)
  expect(text).toMatch(/parley_auth_failures_total\{code="\d+"\} 1\n/)
  expect(text).toMatch(/parley_connections\{kind="regular"[^}]*\} 1\n/)
  expect(text).toMatch(/parley_queue_depth\{queue="transactions"\} \d+\n/)
})

test('OpenAPI describes every endpoint with its schemas', async () => {
  await using server = await startServer()
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Frame
  expect(document.openapi).toBe('3.1.0')
  const paths = document.paths as Record<string, Record<string, Frame>>
  const upsert = paths['/users']?.post
  expect(upsert).toMatchObject({ operationId: 'UpsertUsers', security: [{ apiKey: [], token: [] }] })
  expect(JSON.stringify(upsert?.requestBody)).toContain('#/components/schemas/UserRequest')
  expect(paths['/users']?.get?.parameters).toContainEqual(
    expect.objectContaining({ in: 'query', name: 'payload' }),
  )
  expect(paths['/users/{id}/deactivate']?.post?.parameters).toContainEqual(
    expect.objectContaining({ in: 'path', name: 'id', required: true }),
  )
  const text = JSON.stringify(document)
  const { schemas } = document.components as { schemas: Frame }
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name ?? '',
  )
  expect(references.length).toBeGreaterThan(50)
  for (const name of references) expect(schemas).toHaveProperty([name])
  expect(text).not.toContain('$defs')
  const ids = Object.values(paths).flatMap(path =>
    Object.values(path).map(operation => operation.operationId),
  )
  expect(new Set(ids).size).toBe(ids.length)
})

test('every operation of the document exists and asks for credentials', async () => {
  await using server = await startServer()
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Frame
  for (const [path, operations] of Object.entries(document.paths as Record<string, Frame>)) {
    for (const method of Object.keys(operations)) {
      const response = await fetch(server.url + path.replace(/\{\w+\}/g, 'x'), {
        method: method.toUpperCase(),
      })
      expect([method, path, response.status]).toEqual([method, path, 401])
    }
  }
})

test('the pages are whole in themselves', async () => {
  await using server = await startServer()
  for (const path of ['/', '/docs/api', '/docs/errors']) {
    const response = await fetch(server.url + path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const html = await response.text()
    expect(html).not.toMatch(/<script|<link|src=|href="http/)
  }
  expect((await server.call('GET /')).body).toMatchObject({ code: 16 })
  const errors = await (await fetch(`${server.url}/docs/errors`)).text()
  for (const name of Object.keys(ERRORS)) expect(errors).toContain(`id="${name}"`)
})

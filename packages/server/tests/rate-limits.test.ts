import { expect, test } from 'bun:test'
import type { Reply } from '@parley/testkit'
import { type Frame, startServer } from '@parley/testkit'

const limited = { config: { rateLimits: 'default' } } as const

async function until429(
  call: () => Promise<Reply>,
  most: number,
): Promise<{ passed: number; refused: Reply }> {
  for (let passed = 0; passed < most; passed++) {
    const reply = await call()
    if (reply.status === 429) return { passed, refused: reply }
    if (reply.status >= 500) throw new Error(`answered ${reply.status}`)
  }
  throw new Error(`${most} requests were let through`)
}

test('writes are held to 15 a second per user and endpoint', async () => {
  await using server = await startServer(limited)
  await server.upsertUsers({ id: 'mallory' })
  const [alice, bob] = [server.person('alice'), server.person('bob')]
  const block = () => alice.call('POST /users/block', { blocked_user_id: 'mallory' })
  const { passed, refused } = await until429(block, 40)
  expect(passed).toBeGreaterThanOrEqual(15)
  expect(refused.body).toMatchObject({ code: 9, StatusCode: 429, details: { retry_after: 1 } })
  expect(refused.headers.get('retry-after')).toBe('1')
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
  expect(Number(refused.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000 - 1)
  expect((await bob.call('POST /users/block', { blocked_user_id: 'mallory' })).status).toBe(200)
  expect((await alice.call('POST /users/unblock', { blocked_user_id: 'mallory' })).status).toBe(200)
})

test('reads are held to 1200 a minute, and count down', async () => {
  await using server = await startServer(limited)
  const alice = server.person('alice')
  const first = await alice.call('GET /devices')
  expect(first.headers.get('x-ratelimit-limit')).toBe('1200')
  expect(first.headers.get('x-ratelimit-remaining')).toBe('1199')
  expect((await alice.call('GET /devices')).headers.get('x-ratelimit-remaining')).toBe('1198')
  expect((await alice.call('GET /users')).headers.get('x-ratelimit-remaining')).toBe('1199')
})

test('guests are held to 30 a minute per address, servers are exempt', async () => {
  await using server = await startServer(limited)
  const guest = (token: string) => server.call('POST /guest', { user: { id: 'gus' } }, { token })
  const { passed, refused } = await until429(() => guest(''), 40)
  expect(passed).toBe(30)
  expect(refused.body).toMatchObject({ code: 9, details: { retry_after: expect.any(Number) } })
  expect((await guest(server.serverToken)).status).toBe(200)
  expect((await guest('')).status).toBe(429)
})

test('a proxy’s word counts only when it is trusted', async () => {
  await using trusting = await startServer({
    config: { rateLimits: 'default', trustProxy: ['127.0.0.1', '::1'] },
  })
  let host = 0
  const elsewhere = () =>
    trusting.call(
      'POST /guest',
      { user: { id: 'gus' } },
      { token: '', headers: { 'x-forwarded-for': `198.51.100.${host++}` } },
    )
  for (let n = 0; n < 35; n++) expect((await elsewhere()).status).toBe(200)
  await using plain = await startServer(limited)
  const pretending = () =>
    plain.call(
      'POST /guest',
      { user: { id: 'gus' } },
      { token: '', headers: { 'x-forwarded-for': `198.51.100.${host++}` } },
    )
  expect((await until429(pretending, 40)).passed).toBe(30)
})

test('servers are counted but never refused, and see what is left', async () => {
  await using server = await startServer(limited)
  for (let n = 0; n < 40; n++)
    expect((await server.call('POST /users', { users: { a: { id: 'a' } } })).status).toBe(200)
  const all = await server.ok('GET /rate_limits')
  expect(Object.keys(all)).toEqual(['server_side', 'android', 'ios', 'web', 'duration'])
  const own = (all.server_side as Record<string, Frame>).GetRateLimits
  expect(Number(own?.remaining)).toBeLessThan(Number(own?.limit))
  const other = (all.android as Record<string, Frame>).GetRateLimits
  expect(other?.remaining).toBe(Number(other?.limit))
  const some = await server.ok('GET /rate_limits', undefined, {
    query: { server_side: 'true', web: '1', android: '', endpoints: 'QueryUsers,UpsertUsers' },
  })
  expect(Object.keys(some)).toEqual(['server_side', 'web', 'duration'])
  expect(Object.keys(some.web as Frame)).toEqual(['QueryUsers', 'UpsertUsers'])
  const unknown = await server.call('GET /rate_limits', undefined, { query: { endpoints: 'Nonsense' } })
  expect(unknown.body).toMatchObject({ code: 4 })
})

test('switched off, nobody is refused and the headers show large numbers', async () => {
  await using server = await startServer({ config: { rateLimits: 'off' } })
  for (let n = 0; n < 40; n++) expect((await server.guest('gus')).id).toContain('gus')
  const reply = await server.person('alice').call('GET /devices')
  expect(Number(reply.headers.get('x-ratelimit-limit'))).toBeGreaterThanOrEqual(1_000_000)
})

import { describe, expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { jwtVerify } from 'jose'
import { ServerClient } from '../src/server/index.ts'
import { failure } from './listen.ts'
import { errorReply, FAST, Peer } from './peer.ts'

const SECRET = 'a-secret-of-32-characters-xxxxxx'
const parley = new ServerClient('key', SECRET)
const claimsOf = async (token: string): Promise<unknown> => {
  const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(SECRET))
  return { ...payload, alg: protectedHeader.alg }
}

describe('createToken', () => {
  test('signs the user id, with times when given', async () => {
    expect(await claimsOf(await parley.createToken('bender'))).toEqual({ user_id: 'bender', alg: 'HS256' })
    const exp = Math.floor(Date.now() / 1000) + 60
    expect(await claimsOf(await parley.createToken('bender', exp, exp - 60))).toEqual({
      user_id: 'bender',
      exp,
      iat: exp - 60,
      alg: 'HS256',
    })
  })

  test('refuses milliseconds, dates as text, and nobody', async () => {
    expect((await failure(parley.createToken('bender', Date.now()))).message).toContain('Unix seconds')
    expect((await failure(parley.createToken('bender', 1.5))).message).toContain('Unix seconds')
    expect((await failure(parley.createToken(''))).message).toContain('user id is missing')
  })
})

describe('verifyWebhook', () => {
  const body = '{"type":"message.new","text":"grüße"}'
  const signature = createHmac('sha256', SECRET).update(body).digest('hex')

  test('takes what Parley signed, as text or bytes', async () => {
    expect(await parley.verifyWebhook(body, signature)).toBe(true)
    expect(await parley.verifyWebhook(new TextEncoder().encode(body), signature)).toBe(true)
    expect(await parley.verifyWebhook(Buffer.from(body), signature)).toBe(true)
  })

  test.each([
    ['another body', `${body} `, signature],
    ['another signature', body, signature.replace(/^../, pair => (pair === '00' ? '01' : '00'))],
    ['half a signature', body, signature.slice(0, 32)],
    ['no signature', body, ''],
    ['no hex', body, 'zz'.repeat(32)],
  ])('refuses %s', async (_what, given, signed) => {
    expect(await parley.verifyWebhook(given, signed)).toBe(false)
  })
})

test('every request carries a server token; errors become ChatErrors', async () => {
  await using peer = new Peer({
    rest: (_request, url) =>
      url.pathname === '/app' ? errorReply(403, { code: 17, message: 'production' }) : undefined,
  })
  const client = new ServerClient('key', SECRET, { baseURL: `${peer.url}/`, timing: FAST })
  await client.upsertUser({ id: 'bender', name: 'Bender' })
  const [request] = peer.requests
  expect(request).toMatchObject({ method: 'POST', path: '/users', type: 'jwt' })
  expect(await claimsOf(request?.authorization ?? '')).toEqual({ server: true, alg: 'HS256' })
  expect(await failure(client.updateAppSettings({ disable_auth_checks: true }))).toMatchObject({ code: 17 })
})

test('without key or secret it says where they are', () => {
  expect(() => new ServerClient('key', '')).toThrow('the server prints them')
})

import { expect, test } from 'bun:test'
import { signToken as signForTest } from '@parley/testkit'
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose'
import { findUserIdProblem } from '../../../packages/server/src/domain/user-ids'
import { readBase64url, toBase64url } from '../src/app/tokens/base64url'
import { readToken } from '../src/app/tokens/read-token'
import { signToken } from '../src/app/tokens/sign-token'
import { userIdProblem } from '../src/app/tokens/user-id-problem'

const SECRETS = ['test-secret-of-32-characters-xxx', 'Zoë’s Geheimnis mit 🎉 und ümlauten', 'x'.repeat(512)]

const PAYLOADS: readonly Readonly<Record<string, unknown>>[] = [
  { user_id: 'bender', iat: 1_700_000_000 },
  { user_id: 'bender', iat: 1_700_000_000, exp: 4_102_444_800, nbf: 1_700_000_000 },
  { server: true },
  { user_id: 'a@b_c-D', team: 'blau & grün', nested: { list: [1, 2, { deep: '🎉' }] } },
  {},
]

test.each(SECRETS)('signs what any backend would, byte for byte, with the secret %s', async secret => {
  for (const claims of PAYLOADS) {
    const token = await signToken(secret, claims)
    expect(token).toBe(signForTest(secret, claims))
    const key = new TextEncoder().encode(secret)
    expect(token).toBe(await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key))
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      currentDate: new Date(1_800_000_000_000),
    })
    expect(payload).toEqual(claims)
    expect(readToken(token)).toMatchObject({ header: { alg: 'HS256', typ: 'JWT' }, claims })
  }
})

test('another secret does not verify it, and the id of the secret stands in the header', async () => {
  const token = await signToken('a-secret-of-the-app', { user_id: 'bender' }, 'secret-1')
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'secret-1' })
  const other = new TextEncoder().encode('a-secret-of-the-apq')
  expect(jwtVerify(token, other)).rejects.toThrow('signature verification failed')
})

test('base64url is that of Buffer, whatever the bytes', () => {
  for (let length = 0; length < 70; length += 1) {
    const bytes = crypto.getRandomValues(new Uint8Array(length))
    expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
  }
  for (const text of ['', 'a', 'äöü', '🎉🎉', '{"a":1}', '>>>???'])
    expect(readBase64url(Buffer.from(text).toString('base64url'))).toBe(text)
  for (const broken of ['*', 'a', '_w', 'ü']) expect(readBase64url(broken)).toBeUndefined()
})

test('what is no token is read as far as it can be', () => {
  const header = Buffer.from('{"alg":"none"}').toString('base64url')
  expect(readToken(`${header}.!!.`)).toEqual({
    header: { alg: 'none' },
    claims: undefined,
    parts: [header, '!!', ''],
  })
  for (const text of ['', 'a', 'a.b', 'a.b.c.d', '..', 'W10.W10.x'])
    expect(readToken(text)).toMatchObject({ header: undefined, claims: undefined })
})

test('an id of a user is what the server says it is, in the same words', () => {
  const ids = [
    'bender',
    'a@b_c-D9',
    '',
    ' ',
    'ben der',
    '!anon',
    'zoë',
    '🎉x',
    'a.b',
    'x'.repeat(255),
    'x'.repeat(256),
    'a\n',
    "'",
  ]
  for (const id of ids) expect([id, userIdProblem(id)]).toEqual([id, findUserIdProblem(id)])
})

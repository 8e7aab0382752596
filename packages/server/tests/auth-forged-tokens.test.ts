import { afterAll, beforeAll, expect, test } from 'bun:test'
import { generateKeyPairSync } from 'node:crypto'
import { CompactEncrypt, exportJWK, FlattenedSign, generateKeyPair, SignJWT } from 'jose'
import { revokeSecret, rotateSecret } from '../src/auth/apps.ts'
import { type AuthLab, base64url, type LabApp, openAuthLab, refusal, sign, signRaw } from './auth-lab.ts'

let lab: AuthLab
let planet: LabApp
let other: LabApp

beforeAll(async () => {
  lab = await openAuthLab()
  planet = await lab.createApp('Planet Express')
  other = await lab.createApp('MomCorp')
})
afterAll(() => lab[Symbol.asyncDispose]())

const HEADER = '{"alg":"HS256","typ":"JWT"}'
const ALICE = '{"user_id":"alice"}'

const secretBytes = () => new TextEncoder().encode(planet.secret)
const good = () => sign(planet.secret, { user_id: 'alice' })

/** A token, forged with all that an attacker has, or badly made with the real secret. */
interface Forgery {
  readonly name: string
  readonly code: 5 | 43
  make(): string | Promise<string>
}

const forgeries: Forgery[] = [
  // No signature, under any name
  ...['none', 'None', 'NONE', 'nOnE', 'none '].map(alg => ({
    name: `alg "${alg}" without a signature`,
    code: 43 as const,
    make: () => `${base64url(JSON.stringify({ alg, typ: 'JWT' }))}.${base64url(ALICE)}.`,
  })),
  {
    name: 'alg none with the signature of a good token',
    code: 43,
    make: async () => {
      const [, payload, signature] = (await good()).split('.')
      return `${base64url('{"alg":"none"}')}.${payload}.${signature}`
    },
  },
  {
    name: 'an empty alg without a signature',
    code: 5,
    make: () => `${base64url('{"alg":""}')}.${base64url(ALICE)}.`,
  },
  {
    name: 'no alg at all',
    code: 5,
    make: () => signRaw(planet.secret, '{"typ":"JWT"}', ALICE),
  },
  {
    name: 'alg that is a number',
    code: 5,
    make: () => signRaw(planet.secret, '{"alg":256}', ALICE),
  },
  {
    name: 'alg that is a list with HS256',
    code: 5,
    make: () => signRaw(planet.secret, '{"alg":["HS256"]}', ALICE),
  },
  // Other algorithms
  ...['HS384', 'HS512'].map(alg => ({
    name: `${alg} with the right secret`,
    code: 43 as const,
    make: () => new SignJWT({ user_id: 'alice' }).setProtectedHeader({ alg }).sign(secretBytes()),
  })),
  ...['hs256', 'Hs256', 'HS256 '].map(alg => ({
    name: `alg "${alg}" with an HS256 signature`,
    code: 43 as const,
    make: () => signRaw(planet.secret, JSON.stringify({ alg, typ: 'JWT' }), ALICE),
  })),
  ...['RS256', 'ES256', 'PS256', 'EdDSA'].map(alg => ({
    name: `${alg} with a key of one's own`,
    code: 43 as const,
    make: async () => {
      const { privateKey } = await generateKeyPair(alg)
      return new SignJWT({ user_id: 'alice' }).setProtectedHeader({ alg }).sign(privateKey)
    },
  })),
  {
    name: 'an RSA public key (PEM) as the HMAC secret',
    code: 43,
    make: () => {
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      return signRaw(publicKey.export({ type: 'spki', format: 'pem' }).toString(), HEADER, ALICE)
    },
  },
  // The wrong secret
  { name: 'an empty secret', code: 43, make: () => signRaw('', HEADER, ALICE) },
  { name: 'the API key as the secret', code: 43, make: () => signRaw(planet.app.key, HEADER, ALICE) },
  { name: 'the secret’s id as the secret', code: 43, make: () => signRaw(planet.secretId, HEADER, ALICE) },
  {
    name: 'the secret in capitals',
    code: 43,
    make: () => signRaw(planet.secret.toUpperCase(), HEADER, ALICE),
  },
  { name: 'another app’s secret', code: 43, make: () => sign(other.secret, { user_id: 'alice' }) },
  {
    name: 'another app’s secret, named by kid',
    code: 43,
    make: () => sign(other.secret, { user_id: 'alice' }, { kid: other.secretId }),
  },
  {
    name: 'another app’s server token',
    code: 43,
    make: () => sign(other.secret, { server: true }),
  },
  // kid tricks
  ...[
    '../../../dev/null',
    '/dev/null',
    'file:///etc/passwd',
    "x' UNION SELECT 'AAAA",
    '__proto__',
    'constructor',
    '',
    '*',
    '../'.repeat(300),
  ].map(kid => ({
    name: `kid ${JSON.stringify(kid.slice(0, 24))} with an empty secret`,
    code: 43 as const,
    make: () => signRaw('', JSON.stringify({ alg: 'HS256', kid }), ALICE),
  })),
  {
    name: 'kid that names no secret, signed with the right one',
    code: 43,
    make: () => sign(planet.secret, { user_id: 'alice' }, { kid: 'unknown' }),
  },
  {
    name: 'kid that is no string',
    code: 5,
    make: () => signRaw(planet.secret, '{"alg":"HS256","kid":{"toString":"x"}}', ALICE),
  },
  // Keys that the token brings along
  {
    name: 'an embedded jwk that fits the signature',
    code: 43,
    make: async () => {
      const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
      const jwk = await exportJWK(publicKey)
      return new SignJWT({ user_id: 'alice' }).setProtectedHeader({ alg: 'RS256', jwk }).sign(privateKey)
    },
  },
  {
    name: 'an embedded symmetric jwk',
    code: 43,
    make: () => signRaw('mine', `{"alg":"HS256","jwk":{"kty":"oct","k":"${base64url('mine')}"}}`, ALICE),
  },
  ...['jwk', 'jku', 'x5u', 'x5c', 'x5t'].map(name => ({
    name: `a header ${name} under the right signature`,
    code: 5 as const,
    make: () => {
      const value = name === 'jwk' ? { kty: 'oct', k: 'AAAA' } : 'https://evil.example/keys'
      return signRaw(planet.secret, JSON.stringify({ alg: 'HS256', [name]: value }), ALICE)
    },
  })),
  ...['jku', 'x5u'].map(name => ({
    name: `a header ${name} under one's own signature`,
    code: 43 as const,
    make: () => signRaw('mine', `{"alg":"HS256","${name}":"https://evil.example/keys"}`, ALICE),
  })),
  // Signatures
  {
    name: 'no signature part',
    code: 5,
    make: async () => (await good()).split('.').slice(0, 2).join('.'),
  },
  {
    name: 'an empty signature',
    code: 43,
    make: async () => `${(await good()).split('.').slice(0, 2).join('.')}.`,
  },
  // 41 characters are no whole number of bytes, 40 are.
  { name: 'a signature cut inside a byte', code: 5, make: async () => (await good()).slice(0, -2) },
  { name: 'a signature cut between bytes', code: 43, make: async () => (await good()).slice(0, -3) },
  {
    name: 'a signature of which whole bytes are missing',
    code: 43,
    make: () => {
      const input = `${base64url(HEADER)}.${base64url(ALICE)}`
      const signature = new Bun.CryptoHasher('sha256', planet.secret).update(input).digest()
      return `${input}.${base64url(new Uint8Array(signature).subarray(0, 16))}`
    },
  },
  {
    name: 'a signature with a byte more',
    code: 43,
    make: () => {
      const input = `${base64url(HEADER)}.${base64url(ALICE)}`
      const signature = new Bun.CryptoHasher('sha256', planet.secret).update(input).digest()
      return `${input}.${base64url(Buffer.concat([signature, Buffer.from([0])]))}`
    },
  },
  {
    name: 'the signature of another token',
    code: 43,
    make: async () => {
      const [header, , signature] = (await good()).split('.')
      return `${header}.${base64url('{"user_id":"bob"}')}.${signature}`
    },
  },
  {
    name: 'a signature of zeroes',
    code: 43,
    make: () => `${base64url(HEADER)}.${base64url(ALICE)}.${'A'.repeat(43)}`,
  },
  // Encoding
  { name: 'padding', code: 5, make: async () => `${await good()}=` },
  {
    name: 'the other base64 alphabet',
    code: 5,
    make: async () => (await good()).replace(/.$/, '/'),
  },
  { name: 'white space within', code: 5, make: async () => (await good()).replace('.', ' .') },
  { name: 'a line break at the end', code: 5, make: async () => `${await good()}\n` },
  { name: 'a byte of zero at the end', code: 5, make: async () => `${await good()}\0` },
  {
    name: 'unused bits set in the payload',
    code: 5,
    make: () => {
      const input = `${base64url(HEADER)}.${base64url('{"user_id":"al"}').replace(/Q$/, 'R')}`
      return `${input}.${new Bun.CryptoHasher('sha256', planet.secret).update(input).digest('base64url')}`
    },
  },
  { name: 'no dots', code: 5, make: () => 'token' },
  { name: 'dots only', code: 5, make: () => '..' },
  { name: 'four parts', code: 5, make: async () => `${await good()}.AAAA` },
  { name: 'non-ASCII letters', code: 5, make: async () => (await good()).replace('e', 'е') },
  {
    name: 'more than 4 KiB',
    code: 5,
    make: () => sign(planet.secret, { user_id: 'alice', x: 'x'.repeat(4096) }),
  },
  // Other forms than compact JWS
  {
    name: 'the JSON serialisation',
    code: 5,
    make: async () => {
      const jws = await new FlattenedSign(new TextEncoder().encode(ALICE))
        .setProtectedHeader({ alg: 'HS256' })
        .sign(secretBytes())
      return JSON.stringify(jws)
    },
  },
  {
    name: 'encrypted (five parts)',
    code: 5,
    make: () =>
      new CompactEncrypt(new TextEncoder().encode(ALICE))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(new Uint8Array(32)),
  },
  {
    name: 'a token in a token',
    code: 5,
    make: async () => signRaw(planet.secret, '{"alg":"HS256","cty":"JWT"}', await good()),
  },
  // Headers
  {
    name: 'a type that is no JWT',
    code: 5,
    make: () => signRaw(planet.secret, '{"alg":"HS256","typ":"logout+jwt"}', ALICE),
  },
  {
    name: 'a type that is a number',
    code: 5,
    make: () => signRaw(planet.secret, '{"alg":"HS256","typ":1}', ALICE),
  },
  {
    name: 'an unknown critical header',
    code: 5,
    make: () => signRaw(planet.secret, '{"alg":"HS256","crit":["x"],"x":1}', ALICE),
  },
  {
    name: 'an unencoded payload (b64)',
    code: 5,
    make: () => signRaw(planet.secret, '{"alg":"HS256","crit":["b64"],"b64":false}', ALICE),
  },
  {
    name: 'b64 without crit',
    code: 5,
    make: () => signRaw(planet.secret, '{"alg":"HS256","b64":true}', ALICE),
  },
  {
    name: 'two algs, the second one right',
    code: 5,
    make: () => signRaw(planet.secret, '{"alg":"none","alg":"HS256"}', ALICE),
  },
  { name: 'a header that is a list', code: 5, make: () => signRaw(planet.secret, '["HS256"]', ALICE) },
  { name: 'a header that is no JSON', code: 5, make: () => signRaw(planet.secret, 'HS256', ALICE) },
  // Payloads
  { name: 'a payload that is text', code: 5, make: () => signRaw(planet.secret, HEADER, '"alice"') },
  {
    name: 'a payload that is a list',
    code: 5,
    make: () => signRaw(planet.secret, HEADER, '[{"user_id":"alice"}]'),
  },
  { name: 'a payload that is null', code: 5, make: () => signRaw(planet.secret, HEADER, 'null') },
  { name: 'an empty payload', code: 5, make: () => signRaw(planet.secret, HEADER, '') },
  { name: 'a payload that is no JSON', code: 5, make: () => signRaw(planet.secret, HEADER, `${ALICE},`) },
  {
    name: 'a payload that is no UTF-8',
    code: 5,
    make: () => {
      const payload = Buffer.concat([Buffer.from('{"user_id":"al'), Buffer.from([0xc3]), Buffer.from('"}')])
      const input = `${base64url(HEADER)}.${base64url(payload)}`
      return `${input}.${new Bun.CryptoHasher('sha256', planet.secret).update(input).digest('base64url')}`
    },
  },
  // Claims
  ...[
    '{"user_id":"alice","user_id":"bob"}',
    '{"user_id":"alice","\\u0075ser_id":"bob"}',
    '{"user_id":"alice","exp":1,"exp":9999999999}',
    '{"user_id":"alice","x":{"a":[1,":"]},"iat":1,"iat":2}',
  ].map(payload => ({
    name: `duplicate claims: ${payload}`,
    code: 5 as const,
    make: () => signRaw(planet.secret, HEADER, payload),
  })),
  ...['exp', 'iat', 'nbf'].flatMap(claim =>
    ['"9999999999"', '1.5', '-1', 'null', 'true', '[]', '{}', '1e400', '4102444800000'].map(value => ({
      name: `${claim} ${value}`,
      code: 5 as const,
      make: () => signRaw(planet.secret, HEADER, `{"user_id":"alice","${claim}":${value}}`),
    })),
  ),
  ...[
    'null',
    '7',
    'true',
    '""',
    '["alice"]',
    '{"id":"alice"}',
    '"!anon"',
    '"al ice"',
    '"аlice"',
    '"alice\\u0000"',
    '"alice\\u200b"',
    '"🤖"',
    '"../alice"',
    `"${'a'.repeat(256)}"`,
  ].map(value => ({
    name: `user_id ${value.slice(0, 24)}`,
    code: 5 as const,
    make: () => signRaw(planet.secret, HEADER, `{"user_id":${value}}`),
  })),
  { name: 'nobody', code: 5, make: () => signRaw(planet.secret, HEADER, '{}') },
  { name: 'another claim for the id', code: 5, make: () => sign(planet.secret, { sub: 'alice' }) },
  {
    name: 'user_id from a prototype',
    code: 5,
    make: () => signRaw(planet.secret, HEADER, '{"__proto__":{"user_id":"alice"}}'),
  },
  ...['false', '"yes"', '1', '"TRUE"', '{}'].map(value => ({
    name: `server ${value}`,
    code: 5 as const,
    make: () => signRaw(planet.secret, HEADER, `{"server":${value}}`),
  })),
  {
    name: 'user and server at once',
    code: 5,
    make: () => sign(planet.secret, { user_id: 'alice', server: true }),
  },
  // Development tokens, while auth checks are on
  {
    name: 'a development token',
    code: 43,
    make: () => `${base64url(HEADER)}.${base64url(ALICE)}.devtoken`,
  },
]

for (const forgery of forgeries) {
  test(`${forgery.name} is refused with ${forgery.code}`, async () => {
    const token = await forgery.make()
    const error = await refusal(lab.enter(planet.app, token))
    expect([error.code, error.statusCode]).toEqual([forgery.code, 401])
    const [, payload = '', signature = ''] = token.split('.')
    for (const secret of [planet.secret, other.secret, token, payload, signature]) {
      if (secret.length > 8) expect(`${error.message} ${JSON.stringify(error.details)}`).not.toContain(secret)
    }
    // Again: a refusal is not remembered as anything else.
    expect((await refusal(lab.enter(planet.app, token))).code).toBe(forgery.code)
  })
}

test('the token that all of these imitate is accepted', async () => {
  expect(await lab.enter(planet.app, await good())).toMatchObject({ kind: 'user', userId: 'alice' })
  const [header, payload] = [HEADER, ALICE]
  expect(await lab.enter(planet.app, await signRaw(planet.secret, header, payload))).toMatchObject({
    userId: 'alice',
  })
})

test('a token is refused once its secret retired, and at once when it is revoked', async () => {
  await using own = await openAuthLab()
  const { app, secret, secretId } = await own.createApp('Rotating')
  const token = await sign(secret, { user_id: 'alice' })
  const named = await sign(secret, { user_id: 'bob' }, { kid: secretId })
  const next = await rotateSecret(own.appsDeps, app.id, 3600)
  own.apps.forget(app.id)
  const fresh = await sign(next.secret, { user_id: 'carol' })
  for (const each of [token, named, fresh]) expect((await own.enter(app, each)).kind).toBe('user')

  own.advance(3600)
  expect((await refusal(own.enter(app, token))).code).toBe(43)
  const retired = await refusal(own.enter(app, named))
  expect(retired.code).toBe(43)
  expect(retired.message).toContain(`"${secretId}"`)
  expect(retired.message).toContain('retired')

  expect((await own.enter(app, fresh)).kind).toBe('user')
  await revokeSecret(own.appsDeps, app.id, next.secretId)
  own.apps.forget(app.id)
  expect((await refusal(own.enter(app, fresh))).code).toBe(43)
  const revoked = await refusal(
    own.enter(app, await sign(next.secret, { user_id: 'a' }, { kid: next.secretId })),
  )
  expect(revoked.message).toContain('was revoked')
})

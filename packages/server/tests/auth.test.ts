import { describe, expect, test } from 'bun:test'
import { revokeSecret } from '../src/auth/apps.ts'
import { type VerifiedToken, VerifiedTokens } from '../src/auth/verified-tokens.ts'
import { base64url, openAuthLab, refusal, sign } from './auth-lab.ts'

const unsigned = (claims: object, signature = 'devtoken') =>
  `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(JSON.stringify(claims))}.${signature}`

describe('the API key', () => {
  test('that is unknown or missing is refused with 2, also while auth checks are off', async () => {
    await using lab = await openAuthLab()
    const { app } = await lab.createApp('Lenient')
    await lab.updateSettings(app, { disable_auth_checks: true })
    const token = unsigned({ user_id: 'alice' })
    const wrong = await refusal(lab.enter(app, token, { apiKey: 'wrong' }))
    expect([wrong.code, wrong.statusCode]).toEqual([2, 401])
    expect(wrong.message).toContain('"wrong"')
    const missing = await refusal(lab.enter(app, token, { apiKey: undefined }))
    expect(missing.code).toBe(2)
    expect(missing.message).toContain('api_key')
    const odd = await refusal(lab.enter(app, token, { apiKey: '<script>' }))
    expect(odd.message).not.toContain('<script>')
  })

  test('of a suspended app is refused with 99, anonymous ones too', async () => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Bankrupt')
    await lab.store.transaction(tx => tx.updateApp(app.id, { suspended: true }, 1))
    lab.apps.forget(app.id)
    const error = await refusal(lab.enter(app, await sign(secret, { server: true })))
    expect([error.code, error.statusCode]).toEqual([99, 403])
    expect((await refusal(lab.enter(app, '', { authType: 'anonymous' }))).code).toBe(99)
  })
})

describe('kinds of credentials', () => {
  test('user tokens, with what the actor needs of them', async () => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Planet Express')
    const iat = lab.nowSeconds() - 10
    const token = await sign(secret, { user_id: 'alice', iat, exp: iat + 60 })
    expect(await lab.enter(app, token)).toMatchObject({
      kind: 'user',
      userId: 'alice',
      issuedAtUs: iat * 1e6,
      expiresAtSeconds: iat + 60,
      via: 'secret',
    })
    expect(await lab.enter(app, `Bearer ${token}`)).toMatchObject({ userId: 'alice' })
    expect(await lab.enter(app, token, { authType: undefined })).toMatchObject({ userId: 'alice' })
    expect(await lab.enter(app, token, { authType: '' })).toMatchObject({ userId: 'alice' })
  })

  test.each([true, 'true'])('a server token says server: %p', async server => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Planet Express')
    expect(await lab.enter(app, await sign(secret, { server }))).toMatchObject({ kind: 'server' })
  })

  test('anonymous needs no token, and one sent along is ignored, good or bad', async () => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Planet Express')
    for (const token of ['', 'garbage', await sign(secret, { user_id: 'alice' })]) {
      expect(await lab.enter(app, token, { authType: 'anonymous' })).toMatchObject({ kind: 'anonymous' })
    }
  })

  test('nothing at all is refused with 5, and told what could be sent', async () => {
    await using lab = await openAuthLab()
    const { app } = await lab.createApp('Planet Express')
    const error = await refusal(lab.enter(app, '', { token: undefined }))
    expect([error.code, error.statusCode]).toEqual([5, 401])
    expect(error.message).toMatch(/no token.*authorization.*guest.*anonymous/)
    const type = await refusal(lab.enter(app, '', { authType: 'basic' }))
    expect([type.code, type.message]).toEqual([5, 'stream-auth-type must be "jwt" or "anonymous"'])
  })
})

describe('time', () => {
  test('a token that was good is refused with 40 at its very exp', async () => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Planet Express')
    const token = await sign(secret, { user_id: 'alice', exp: lab.nowSeconds() + 60 })
    lab.advance(59.999999)
    expect((await lab.enter(app, token)).kind).toBe('user')
    lab.advance(0.000001)
    const error = await refusal(lab.enter(app, token))
    expect([error.code, error.statusCode]).toEqual([40, 401])
    expect(error.details).toMatchObject({ expires_at: expect.stringContaining('Z') })
  })

  test('nbf and iat have five seconds of leeway', async () => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Planet Express')
    const early = await sign(secret, { user_id: 'alice', nbf: lab.nowSeconds() + 6 })
    const future = await sign(secret, { user_id: 'alice', iat: lab.nowSeconds() + 6 })
    expect((await refusal(lab.enter(app, early))).code).toBe(41)
    expect((await refusal(lab.enter(app, future))).code).toBe(42)
    lab.advance(1)
    expect((await lab.enter(app, early)).kind).toBe('user')
    expect((await lab.enter(app, future)).kind).toBe('user')
  })

  test('server tokens expire too', async () => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Planet Express')
    const token = await sign(secret, { server: true, exp: lab.nowSeconds() - 1 })
    expect((await refusal(lab.enter(app, token))).code).toBe(40)
  })
})

describe('development tokens', () => {
  test('while auth checks are off: any JWT that names a user, and no other', async () => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Prototype')
    await lab.updateSettings(app, { disable_auth_checks: true })
    const enter = (token: string) => lab.enter(app, token)
    for (const signature of ['devtoken', '', 'AAAA']) {
      expect(await enter(unsigned({ user_id: 'bender' }, signature))).toMatchObject({
        kind: 'user',
        userId: 'bender',
        via: 'development',
      })
    }
    expect(await enter(await sign('some other secret', { user_id: 'fry' }))).toMatchObject({ userId: 'fry' })

    for (const claims of [{ user_id: 7 }, { user_id: 'a b' }, { sub: 'fry' }, { server: true }, {}]) {
      expect((await refusal(enter(unsigned(claims)))).code).toBe(5)
    }
    for (const text of [
      'bender',
      'a.b',
      `${base64url('{}')}.!!!.devtoken`,
      `e30.${base64url('[]')}.devtoken`,
    ]) {
      expect((await refusal(enter(text))).code).toBe(5)
    }
    expect(await enter(unsigned({ user_id: 'bender', server: true }))).toMatchObject({ kind: 'user' })
    expect(await enter(await sign(secret, { server: true }))).toMatchObject({ kind: 'server' })
  })

  test('a token whose signature is valid counts as usual, checks off or not', async () => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Prototype')
    await lab.updateSettings(app, { disable_auth_checks: true })
    const token = await sign(secret, { user_id: 'leela', exp: lab.nowSeconds() + 1 })
    expect(await lab.enter(app, token)).toMatchObject({ userId: 'leela', via: 'secret' })
    lab.advance(1)
    expect((await refusal(lab.enter(app, token))).code).toBe(40)
  })

  test('are refused with 43 for every app whose checks are on, with what to do', async () => {
    await using lab = await openAuthLab()
    const lenient = await lab.createApp('Lenient')
    const strict = await lab.createApp('Strict')
    await lab.updateSettings(lenient.app, { disable_auth_checks: true })
    const error = await refusal(lab.enter(strict.app, unsigned({ user_id: 'bender' })))
    expect([error.code, error.statusCode]).toEqual([43, 401])
    expect(error.message).toMatch(/development token.*auth checks.*are on.*disable_auth_checks/)
    expect(error.message).toContain(strict.app.key)
  })

  test('accepted once are refused as soon as the checks are on again, and in production always', async () => {
    await using lab = await openAuthLab()
    const { app } = await lab.createApp('Growing up')
    const token = unsigned({ user_id: 'bender' })
    await lab.updateSettings(app, { disable_auth_checks: true })
    expect((await lab.enter(app, token)).kind).toBe('user')
    await lab.updateSettings(app, {})
    expect((await refusal(lab.enter(app, token))).code).toBe(43)
    await lab.store.transaction(tx =>
      tx.updateApp(app.id, { mode: 'production', settings: { disable_auth_checks: true } }, 7),
    )
    lab.apps.forget(app.id)
    const error = await refusal(lab.enter(app, token))
    expect(error.code).toBe(43)
    expect(error.message).toContain('production mode')
  })
})

describe('what is remembered of verified tokens', () => {
  test('a token of one app does not count for another', async () => {
    await using lab = await openAuthLab()
    const ours = await lab.createApp('Ours')
    const theirs = await lab.createApp('Theirs')
    const token = await sign(ours.secret, { user_id: 'alice' })
    expect((await lab.enter(ours.app, token)).kind).toBe('user')
    expect((await refusal(lab.enter(theirs.app, token))).code).toBe(43)
  })

  test('ends with the secret', async () => {
    await using lab = await openAuthLab()
    const { app, secret, secretId } = await lab.createApp('Leaky')
    const token = await sign(secret, { user_id: 'alice' })
    expect((await lab.enter(app, token)).kind).toBe('user')
    await revokeSecret(lab.appsDeps, app.id, secretId)
    lab.apps.forget(app.id)
    expect((await refusal(lab.enter(app, token))).code).toBe(43)
  })

  test('is bounded, and whoever keeps asking stays', () => {
    const cache = new VerifiedTokens(100)
    const verdict = { by: {} } as unknown as VerifiedToken
    cache.remember('regular', verdict)
    for (let i = 0; i < 1_000; i += 1) {
      cache.remember(`visitor-${i}`, verdict)
      if (i % 50 === 0) expect(cache.find('regular')).toBe(verdict)
    }
    expect(cache.size).toBeLessThanOrEqual(200)
    expect(cache.find('visitor-0')).toBeUndefined()
    expect(cache.find('visitor-999')).toBe(verdict)
  })

  test('holds no token', async () => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Discreet')
    const token = await sign(secret, { user_id: 'alice' })
    await lab.enter(app, token)
    expect(lab.auth.verified.size).toBe(1)
    expect(Bun.inspect(lab.auth.verified, { depth: 10 })).not.toContain(token.slice(-20))
  })
})

test('a thousand tokens verified at once each name their own user', async () => {
  await using lab = await openAuthLab()
  const { app, secret } = await lab.createApp('Crowd')
  const ids = Array.from({ length: 1_000 }, (_, index) => `user-${index}`)
  const tokens = await Promise.all(ids.map(user_id => sign(secret, { user_id })))
  const principals = await Promise.all(tokens.map(token => lab.enter(app, token)))
  expect(principals.map(principal => (principal.kind === 'user' ? principal.userId : ''))).toEqual(ids)
})

test('refusals are counted by code and leave neither tokens nor secrets in the log', async () => {
  await using lab = await openAuthLab()
  const { app, secret } = await lab.createApp('Planet Express')
  const tokens = [
    await sign('another secret altogether', { user_id: 'alice' }),
    await sign(secret, { user_id: 'alice', exp: 1 }),
  ]
  for (const token of tokens) await refusal(lab.enter(app, token))
  const metric = await lab.auth.metrics.authFailures.get()
  expect(metric.values.map(({ labels, value }) => [labels.code, value])).toEqual([
    ['43', 1],
    ['40', 1],
  ])
  for (const hidden of [...tokens, secret]) expect(lab.logged.join('')).not.toContain(hidden)
})

describe('failed authentications', () => {
  test('beyond 60 a minute and address get 429 for further bad tokens; good ones pass', async () => {
    await using lab = await openAuthLab({ rateLimits: 'default' })
    const { app, secret } = await lab.createApp('Besieged')
    const guess = (index: number, ip = '192.0.2.1') =>
      refusal(lab.enter(app, `a.b.${'A'.repeat(index % 4)}`, { ip }))
    for (let index = 0; index < 60; index += 1) expect((await guess(index)).code).toBe(5)
    const limited = await guess(60)
    expect([limited.code, limited.statusCode]).toEqual([9, 429])
    expect(limited.details).toMatchObject({ retry_after: 60 })

    const good = await sign(secret, { user_id: 'neighbour' })
    expect((await lab.enter(app, good)).kind).toBe('user')
    expect((await guess(1, '198.51.100.9')).code).toBe(5)
    lab.advance(60)
    expect((await guess(61)).code).toBe(5)
  })

  test('do not include expired tokens: their owners must learn that they expired', async () => {
    await using lab = await openAuthLab({ rateLimits: 'default' })
    const { app, secret } = await lab.createApp('Monday morning')
    const token = await sign(secret, { user_id: 'alice', exp: 1 })
    for (let index = 0; index < 70; index += 1) expect((await refusal(lab.enter(app, token))).code).toBe(40)
  })

  test('are counted per network for IPv6', async () => {
    await using lab = await openAuthLab({ rateLimits: 'default' })
    const { app } = await lab.createApp('Besieged')
    for (let index = 0; index < 60; index += 1) {
      await refusal(lab.enter(app, 'x', { ip: `2001:db8:0:1::${index.toString(16)}` }))
    }
    expect((await refusal(lab.enter(app, 'x', { ip: '2001:db8:0:1::ffff' }))).code).toBe(9)
    expect((await refusal(lab.enter(app, 'x', { ip: '2001:db8:0:2::1' }))).code).toBe(5)
  })
})

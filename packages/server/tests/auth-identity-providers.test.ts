import { describe, expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose'
import { resolveActor } from '../src/auth/actor.ts'
import type { Principal } from '../src/auth/principal.ts'
import { type AuthLab, base64url, openAuthLab, refusal, sign, signRaw } from './auth-lab.ts'

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>

/** A provider of its own: real keys behind a real address. */
class Provider implements Disposable {
  readonly #server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => this.#answer() })
  readonly #keys = new Map<string, KeyPair & { readonly alg: string; readonly jwk: JWK }>()
  readonly #withdrawn = new Set<string>()
  /** What the address answers instead of the keys. */
  outage: (() => Response) | undefined
  requests = 0

  get issuer(): string {
    return 'https://id.planet.example/'
  }

  get jwksUri(): string {
    return `${this.#server.url.href}jwks`
  }

  async addKey(kid: string, alg = 'RS256'): Promise<void> {
    const pair = await generateKeyPair(alg, { extractable: true })
    const jwk = { ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' }
    this.#keys.set(kid, { ...pair, alg, jwk })
  }

  /** Publishes the key no longer; whoever has it still can sign. */
  withdrawKey(kid: string): void {
    this.#withdrawn.add(kid)
  }

  key(kid: string) {
    const key = this.#keys.get(kid)
    if (!key) throw new Error(`no key ${kid}`)
    return key
  }

  async sign(
    kid: string,
    claims: Record<string, unknown>,
    header: Record<string, unknown> = {},
  ): Promise<string> {
    const { alg, privateKey } = this.key(kid)
    return new SignJWT({ iss: this.issuer, ...claims })
      .setProtectedHeader({ alg, kid, typ: 'JWT', ...header })
      .sign(privateKey)
  }

  #answer(): Response {
    this.requests += 1
    if (this.outage) return this.outage()
    const published = [...this.#keys].filter(([kid]) => !this.#withdrawn.has(kid))
    return Response.json({ keys: published.map(([, { jwk }]) => jwk) })
  }

  [Symbol.dispose](): void {
    void this.#server.stop(true)
  }
}

async function openWithProvider(provider: Provider, settings: Record<string, unknown> = {}) {
  const lab = await openAuthLab()
  const made = await lab.createApp('Planet Express')
  const setting = { issuer: provider.issuer, jwks_uri: provider.jwksUri, algorithms: ['RS256'], ...settings }
  await lab.updateSettings(made.app, { identity_providers: [setting] })
  return { lab, ...made, enter: (token: string) => lab.enter(made.app, token) }
}

describe('tokens of an identity provider', () => {
  test.each(['RS256', 'PS384', 'ES256', 'ES512', 'EdDSA'])('signed with %s connect straight', async alg => {
    using provider = new Provider()
    await provider.addKey('k1', alg)
    const { lab, enter } = await openWithProvider(provider, { algorithms: [alg] })
    await using _ = lab
    const exp = lab.nowSeconds() + 60
    const principal = await enter(await provider.sign('k1', { sub: 'fry', iat: exp - 90, exp }))
    expect(principal).toMatchObject({
      kind: 'user',
      userId: 'fry',
      via: 'identity_provider',
      issuedAtUs: (exp - 90) * 1e6,
      expiresAtSeconds: exp,
    })
  })

  test('bring id, name and teams from the claims that the app says', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    const { lab, app, enter } = await openWithProvider(provider, {
      user_id_claim: 'https://planet.example/id',
      name_claim: 'name',
      teams_claim: 'groups',
    })
    await using _ = lab
    const claims = {
      sub: 'auth0|7',
      'https://planet.example/id': 'leela',
      name: 'Turanga',
      groups: ['crew', 7],
    }
    const principal = await enter(await provider.sign('k1', claims))
    expect(principal).toMatchObject({ userId: 'leela', claims: { name: 'Turanga', teams: ['crew'] } })
    const actor = await resolveActor(lab.appsDeps, principal)
    expect(actor.user).toMatchObject({ name: 'Turanga', teams: ['crew'], role: 'user' })
    expect(await lab.store.read.findUser(app.id, 'leela')).toEqual(actor.user)
  })

  test('are refused when the claim is missing or no user id', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    const { lab, enter } = await openWithProvider(provider)
    await using _ = lab
    expect((await refusal(enter(await provider.sign('k1', {})))).message).toContain('no "sub"')
    const bar = await refusal(enter(await provider.sign('k1', { sub: 'auth0|7' })))
    expect([bar.code, bar.message]).toEqual([5, expect.stringContaining('U+007C')])
    expect((await refusal(enter(await provider.sign('k1', { sub: 7 })))).code).toBe(5)
  })

  test('must be for us, when the app names an audience', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    const { lab, enter } = await openWithProvider(provider, { audience: 'parley' })
    await using _ = lab
    for (const aud of ['parley', ['x', 'parley']]) {
      expect((await enter(await provider.sign('k1', { sub: 'fry', aud }))).kind).toBe('user')
    }
    for (const aud of ['other', ['x'], undefined]) {
      const error = await refusal(enter(await provider.sign('k1', { sub: 'amy', aud })))
      expect([error.code, error.message]).toEqual([5, expect.stringContaining('"parley"')])
    }
  })

  test('have times like any other, and can be revoked', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    const { lab, enter } = await openWithProvider(provider)
    await using _ = lab
    const now = lab.nowSeconds()
    expect((await refusal(enter(await provider.sign('k1', { sub: 'fry', exp: now })))).code).toBe(40)
    expect((await refusal(enter(await provider.sign('k1', { sub: 'fry', nbf: now + 6 })))).code).toBe(41)
    expect((await refusal(enter(await provider.sign('k1', { sub: 'fry', iat: now + 6 })))).code).toBe(42)
    expect((await refusal(enter(await provider.sign('k1', { sub: 'fry', exp: 'soon' as never })))).code).toBe(
      5,
    )
  })

  test('never make a server', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    const { lab, enter } = await openWithProvider(provider)
    await using _ = lab
    expect(await enter(await provider.sign('k1', { sub: 'fry', server: true }))).toMatchObject({
      kind: 'user',
    })
    expect((await refusal(enter(await provider.sign('k1', { server: true })))).code).toBe(5)
  })

  test('stand beside the app’s own', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    const { lab, secret, enter } = await openWithProvider(provider)
    await using _ = lab
    expect(await enter(await sign(secret, { user_id: 'amy' }))).toMatchObject({ via: 'secret' })
    expect(await enter(await sign(secret, { user_id: 'amy', iss: 'somebody' }))).toMatchObject({
      via: 'secret',
    })
    expect(provider.requests).toBe(0)
  })

  test('are no longer accepted once the app drops the provider', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    const { lab, app, enter } = await openWithProvider(provider)
    await using _ = lab
    const token = await provider.sign('k1', { sub: 'fry' })
    expect((await enter(token)).kind).toBe('user')
    await lab.updateSettings(app, {})
    expect((await refusal(enter(token))).code).toBe(43)
  })
})

describe('forged tokens of a provider', () => {
  async function refused(
    make: (provider: Provider, lab: AuthLab, secret: string) => Promise<string>,
    code: number,
  ) {
    using provider = new Provider()
    await provider.addKey('k1')
    const { lab, secret, enter } = await openWithProvider(provider)
    await using _ = lab
    const error = await refusal(enter(await make(provider, lab, secret)))
    expect([error.code, error.statusCode]).toEqual([code, 401])
  }
  const header = (alg: string) => JSON.stringify({ alg, kid: 'k1', typ: 'JWT' })
  const payload = (provider: Provider) => JSON.stringify({ iss: provider.issuer, sub: 'fry', user_id: 'fry' })

  test('the public key as an HMAC secret, as PEM', () =>
    refused(async p => signRaw(await exportSPKI(p.key('k1').publicKey), header('HS256'), payload(p)), 43))

  test('the public key as an HMAC secret, as its modulus', () =>
    refused(async p => signRaw(p.key('k1').jwk.n ?? '', header('HS256'), payload(p)), 43))

  test('the app’s own secret under the provider’s name', () =>
    refused(async (p, _, secret) => signRaw(secret, header('HS256'), payload(p)), 43))

  test('alg none', () => refused(async p => `${base64url(header('none'))}.${base64url(payload(p))}.`, 43))

  test('another algorithm of the same key', () =>
    refused(async p => {
      const jwk = { ...(await exportJWK(p.key('k1').privateKey)), alg: 'RS512' }
      return new SignJWT({ iss: p.issuer, sub: 'fry' })
        .setProtectedHeader({ alg: 'RS512', kid: 'k1' })
        .sign(jwk)
    }, 43))

  test('a key of one’s own under the provider’s kid', () =>
    refused(async p => {
      const { privateKey } = await generateKeyPair('RS256')
      return new SignJWT({ iss: p.issuer, sub: 'fry' })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .sign(privateKey)
    }, 43))

  test('a key that the token brings along', () =>
    refused(async p => {
      const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
      const jwk = await exportJWK(publicKey)
      return new SignJWT({ iss: p.issuer, sub: 'fry' })
        .setProtectedHeader({ alg: 'RS256', jwk })
        .sign(privateKey)
    }, 43))

  test('a token of another type', () => refused(p => p.sign('k1', { sub: 'fry' }, { typ: 'logout+jwt' }), 5))

  test('a good signature under another issuer’s name', () =>
    refused(p => p.sign('k1', { iss: 'https://evil.example/', sub: 'fry' }), 43))
})

describe('the provider’s keys', () => {
  const opened = async (provider: Provider) => {
    const context = await openWithProvider(provider)
    const fry = async (kid: string, n = 0) => context.enter(await provider.sign(kid, { sub: `fry-${n}` }))
    return { ...context, fry }
  }

  test('are fetched once for many tokens, many at once too', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    const { lab, fry } = await opened(provider)
    await using _ = lab
    await Promise.all(Array.from({ length: 20 }, (_, n) => fry('k1', n)))
    await fry('k1', 21)
    expect(provider.requests).toBe(1)
  })

  test('are fetched again for an unknown kid, at most once a minute', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    const { lab, fry } = await opened(provider)
    await using _ = lab
    await fry('k1')
    await provider.addKey('k2')
    expect((await refusal(fry('k2'))).code).toBe(43)
    expect(provider.requests).toBe(1)
    lab.advance(60)
    expect((await fry('k2')).kind).toBe('user')
    expect(provider.requests).toBe(2)
    expect((await fry('k1', 1)).kind).toBe('user')

    const stranger = await generateKeyPair('RS256')
    for (let n = 0; n < 5; n += 1) {
      const token = await new SignJWT({ iss: provider.issuer, sub: 'eve', n })
        .setProtectedHeader({ alg: 'RS256', kid: `made-up-${n}` })
        .sign(stranger.privateKey)
      expect((await refusal(lab.enter(await onlyApp(lab), token))).code).toBe(43)
    }
    expect(provider.requests).toBe(2)
  })

  test('that were withdrawn stop counting within twenty minutes', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    await provider.addKey('k2')
    const { lab, enter, fry } = await opened(provider)
    await using _ = lab
    const token = await provider.sign('k1', { sub: 'fry' })
    await enter(token)
    provider.withdrawKey('k1')
    lab.advance(10 * 60 + 1)
    // This request starts the refresh and does not wait for it.
    await fry('k2')
    let n = 0
    await until(async () => (await outcome(fry('k1', n++))) === 43)
    expect(provider.requests).toBe(2)
    expect(await outcome(enter(token))).toBe(43)
  })

  const outages: [string, () => Response][] = [
    ['an error', () => new Response('down', { status: 503 })],
    ['no JSON', () => new Response('<html>')],
    ['JSON without keys', () => Response.json({})],
    ['a redirect', () => Response.redirect('http://127.0.0.1:1/')],
    ['a megabyte', () => new Response(`{"keys":[],"x":"${'x'.repeat(1 << 20)}"}`)],
  ]
  test.each(outages)(
    'stay the last good ones when the address answers %s, which is logged',
    async (_, outage) => {
      using provider = new Provider()
      await provider.addKey('k1')
      const { lab, fry } = await opened(provider)
      await using _lab = lab
      await fry('k1')
      await provider.addKey('k2')
      provider.outage = outage
      lab.advance(61)
      expect((await refusal(fry('k2'))).code).toBe(43)
      expect((await fry('k1', 1)).kind).toBe('user')
      expect(lab.logged.join('')).toContain('the last good keys stay in use')
      provider.outage = undefined
      lab.advance(61)
      expect((await fry('k2', 1)).kind).toBe('user')
    },
  )

  test('that were never fetched refuse with an error that may be retried, and come back', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    provider.outage = () => new Response('down', { status: 503 })
    const { lab, fry } = await opened(provider)
    await using _ = lab
    const error = await refusal(fry('k1'))
    expect([error.errorName, error.retry]).toEqual(['internal', true])
    expect(error.message).toContain('could not be fetched')
    provider.outage = undefined
    lab.advance(61)
    expect((await fry('k1')).kind).toBe('user')
  })

  test('are not fetched over plain http in production mode', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    const { lab, app, fry } = await opened(provider)
    await using _ = lab
    await lab.store.transaction(tx => tx.updateApp(app.id, { mode: 'production' }, 7))
    lab.apps.forget(app.id)
    expect((await refusal(fry('k1'))).message).toContain('must be https')
    expect(provider.requests).toBe(0)
  })

  test('without kid are each tried', async () => {
    using provider = new Provider()
    await provider.addKey('k1')
    await provider.addKey('k2')
    const { lab, enter } = await opened(provider)
    await using _ = lab
    for (const kid of ['k1', 'k2']) {
      const token = await new SignJWT({ iss: provider.issuer, sub: 'fry', kid })
        .setProtectedHeader({ alg: 'RS256' })
        .sign(provider.key(kid).privateKey)
      expect((await enter(token)).kind).toBe('user')
    }
  })
})

async function onlyApp(lab: AuthLab) {
  const [app] = await lab.store.read.listApps()
  if (!app) throw new Error('no app')
  return app
}

/** The kind of principal, or the code of the refusal. */
async function outcome(entering: Promise<Principal>): Promise<string | number> {
  return entering.then(
    principal => principal.kind,
    (error: unknown) => (error instanceof ChatError ? error.code : 'no ChatError'),
  )
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('the condition did not come true within 20 s')
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

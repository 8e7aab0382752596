import { describe, expect, test } from 'bun:test'
import { type Frame, signToken } from '@parley/testkit'
import pino from 'pino'
import { DashboardLab } from './dashboard-lab.ts'

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const nowSeconds = (): number => Math.floor(Date.now() / 1000)

type Finding = { part: string; ok: boolean | null; says: string }

async function inspect(lab: DashboardLab, token: string, app?: string) {
  const body = await lab.ada.ok('POST /tokens/inspect', { token, app })
  const findings = body.findings as Finding[]
  const wrong = findings.filter(finding => finding.ok === false).map(finding => finding.part)
  const { code, message, signed_by: signedBy, signed_by_app: signedByApp, reason, advice } = body
  return { code, message, signedBy, signedByApp, reason, advice, app: body.app, wrong, findings }
}

describe('the inspector', () => {
  test('says of a good token who it is for and which secret signed it', async () => {
    await using lab = await DashboardLab.open()
    const token = lab.server.token('bender', { exp: nowSeconds() + 7_210, colour: 'grey' })
    const { code, message, signedBy, wrong, findings } = await inspect(lab, token)
    expect([code, wrong]).toEqual([null, []])
    expect(message).toContain('user bender of API key test-key')
    const [secret] = (await lab.ada.ok('GET /apps/test-key/secrets')).secrets as Frame[]
    expect(signedBy).toBe(secret?.id)
    const says = Object.fromEntries(findings.map(finding => [finding.part, finding.says]))
    expect(says['claim exp']).toContain('in 2 hours')
    expect(says['claim user_id']).toBe('"bender"')
    expect(says['claim colour']).toBe('"grey" (not looked at)')
    expect((await lab.server.running.deps.store.read.findUsers(1, ['bender'])).length).toBe(0)
  })

  const SECRET = 'test-secret-of-32-characters-xxx'
  const sign = (claims: Frame, header: Frame = {}): string => signToken(SECRET, claims, header)
  const body = part({ user_id: 'bender' })
  const BROKEN: readonly (readonly [string, string, number, readonly string[]])[] = [
    ['expired', sign({ user_id: 'bender', exp: 1_000 }), 40, ['claim exp']],
    ['not valid yet', sign({ user_id: 'bender', nbf: nowSeconds() + 600 }), 41, ['claim nbf']],
    ['issued in the future', sign({ user_id: 'bender', iat: nowSeconds() + 600 }), 42, ['claim iat']],
    ['of another secret', signToken('x'.repeat(32), { user_id: 'bender' }), 43, ['signature']],
    ['of no algorithm', `${part({ alg: 'none' })}.${body}.`, 43, ['header alg', 'signature']],
    ['of nobody', sign({ name: 'Bender' }), 5, ['claim user_id']],
    ['of an id that is none', sign({ user_id: 'ben der' }), 5, ['claim user_id']],
    ['in milliseconds', sign({ user_id: 'bender', exp: Date.now() }), 5, ['claim exp']],
    ['for development', `${part({ alg: 'HS256', typ: 'JWT' })}.${body}.devtoken`, 43, []],
    ['no token', 'not a token at all', 5, ['form', 'signature', 'payload']],
    ['of a user and a server', sign({ user_id: 'bender', server: true }), 5, ['claims']],
    ['of a type that lies', sign({ user_id: 'bender' }, { typ: 'JWE' }), 5, ['signature']],
  ]

  test.each(BROKEN)('explains a token that is %s', async (_, token, code, wrong) => {
    await using lab = await DashboardLab.open()
    const found = await inspect(lab, token)
    expect({ code: found.code, wrong: found.wrong }).toEqual({ code, wrong: [...wrong] })
    // It is what a request with the token is answered.
    const reply = await lab.server.call('GET /users', undefined, {
      token,
      query: { payload: '{"filter_conditions":{}}' },
    })
    expect(reply.body.code).toBe(code)
    expect(withoutClock(found.message)).toBe(withoutClock(reply.body.message))
  })

  test('names a revocation, a retired secret and a deactivated user', async () => {
    await using lab = await DashboardLab.open()
    await lab.confirm()
    const token = lab.server.token('bender', { iat: nowSeconds() - 60 })
    await lab.server.upsertUsers({ id: 'bender' })
    await lab.server.ok('POST /users/bender/deactivate', {})
    expect((await inspect(lab, token)).message).toContain('is deactivated')
    await lab.server.ok('POST /users/bender/reactivate', {})
    await lab.ada.ok('POST /apps/test-key/revoke_tokens', {})
    expect(await inspect(lab, token)).toMatchObject({
      message: expect.stringContaining('was revoked'),
      reason: 'revoked',
      advice: expect.stringContaining('new token'),
    })
    await lab.ada.ok('POST /apps/test-key/secrets', { retire_others_after_seconds: 0 })
    const retired = await inspect(lab, token)
    expect([retired.code, retired.wrong]).toEqual([43, ['signature']])
    expect(retired.findings.find(finding => finding.part === 'signature')?.says).toContain('retired since')
  })

  test('knows the apps that the admin may see, and no others', async () => {
    await using lab = await DashboardLab.open()
    const bob = await lab.invite('bob@example.com', 'viewer', ['test-key'])
    const { app, secret } = (await lab.ada.ok('POST /apps', { name: 'Shop' })) as {
      app: Frame
      secret: string
    }
    const token = signToken(secret, { user_id: 'bender' })
    expect((await inspect(lab, token)).app).toBe(String(app.api_key))
    const elsewhere = await inspect(lab, token, 'test-key')
    expect([elsewhere.code, elsewhere.app, elsewhere.wrong]).toEqual([43, 'test-key', ['signature']])
    expect(elsewhere.signedByApp).toBe(String(app.api_key))
    const seen = await bob.ok('POST /tokens/inspect', { token })
    expect(seen).toMatchObject({ accepted: false, signed_by: null, signed_by_app: null, app: 'test-key' })
    const named = await bob.ok('POST /tokens/inspect', { token, app: 'test-key' })
    expect(named).toMatchObject({ accepted: false, signed_by: null, signed_by_app: null })
    expect(JSON.stringify(named)).not.toContain(String(app.api_key))
    expect((await bob.call('POST /tokens/inspect', { token, app: app.api_key })).status).toBe(404)
  })

  test('keeps no token: neither in the log nor as a failure nor as a use', async () => {
    const lines: string[] = []
    const log = pino({ level: 'trace' }, { write: line => lines.push(line) })
    await using lab = await DashboardLab.open({ log })
    const tokens = [lab.server.token('bender'), signToken('x'.repeat(32), { user_id: 'bender' })]
    for (const token of tokens) {
      await inspect(lab, token)
      expect(lines.join('')).not.toContain(token.slice(-20))
    }
    expect((await lab.ada.ok('GET /auth_failures')).failures).toEqual([])
    expect((await lab.ada.ok('GET /apps/test-key/secrets')).secrets).toMatchObject([{ tokens_last_24h: 0 }])
  })
})

/** The two were asked for a little apart. */
function withoutClock(message: unknown): string {
  return String(message).replace(/clock says [\d:TZ-]+/, '')
}

describe('recent failures', () => {
  const attempt = (lab: DashboardLab, token: string, apiKey = 'test-key') =>
    lab.server.call('GET /app', undefined, { token, apiKey })

  test('tell what was refused, of which app, and why; the same again is counted', async () => {
    await using lab = await DashboardLab.open()
    const forged = signToken('x'.repeat(32), { user_id: 'bender' })
    for (let count = 0; count < 3; count++) await attempt(lab, forged)
    await attempt(lab, lab.server.token('bender', { exp: 1_000 }))
    await attempt(lab, forged, 'guessed-key')
    const { failures, by_code } = await lab.ada.ok('GET /auth_failures')
    expect(failures).toMatchObject([
      { app: null, code: 2, name: 'api_key_invalid', user_id: 'bender', count: 1 },
      { app: 'test-key', code: 40, reason: expect.stringContaining('expired at'), count: 1 },
      { app: 'test-key', code: 43, reason: expect.stringContaining('signature is not valid'), count: 3 },
    ])
    expect((failures as Frame[]).map(failure => failure.advice)).not.toContain('')
    expect(by_code).toContainEqual({
      code: 43,
      name: 'token_signature_invalid',
      title: expect.any(String),
      advice: expect.any(String),
      count: 3,
    })
    const only = async (query: string) =>
      ((await lab.ada.ok(`GET /auth_failures${query}`)).failures as Frame[]).length
    expect([await only('?code=43'), await only('?app=test-key'), await only('?limit=1')]).toEqual([1, 2, 1])
    expect(JSON.stringify(failures)).not.toContain(forged.slice(-20))
  })

  test('come from sockets, too, and from users who may not act', async () => {
    await using lab = await DashboardLab.open()
    await lab.server.upsertUsers({ id: 'bender' })
    await lab.server.ok('POST /users/bender/deactivate', {})
    await expect(lab.server.connected('bender')).rejects.toThrow()
    await attempt(lab, lab.server.token('bender'))
    await expect(lab.server.person('fry', { exp: 1_000 }).connect()).rejects.toThrow()
    // What somebody may not do is no failure of who they are.
    await attempt(lab, lab.server.token('leela'))
    const { failures } = await lab.ada.ok('GET /auth_failures')
    const codes = (failures as Frame[]).map(({ code, count }) => [code, count])
    expect(codes.toSorted()).toEqual([
      [17, 2],
      [40, 1],
    ])
  })

  test('of one app crowd out no other’s, and each admin sees their own', async () => {
    await using lab = await DashboardLab.open()
    await lab.confirm()
    const { app } = (await lab.ada.ok('POST /apps', { name: 'Shop' })) as { app: Frame }
    const shop = String(app.api_key)
    const bob = await lab.invite('bob@example.com', 'viewer', ['test-key'])
    const { failureLog } = lab.server.running.deps.auth
    await attempt(lab, 'a.b.c', shop)
    await attempt(lab, 'a.b.c')
    for (let count = 0; count < 300; count++) {
      await attempt(lab, 'a.b.c', 'unknown')
      lab.clock.advance(600)
    }
    expect(failureLog.list([undefined])).toHaveLength(200)
    expect(failureLog.list([shop])).toHaveLength(1)
    await bob.ok('POST /sign_in', { email: 'bob@example.com', password: 'a horse, a battery, a staple' })
    const seen = (await bob.ok('GET /auth_failures')).failures as Frame[]
    expect(seen.map(failure => failure.app)).toEqual(['test-key'])
    expect((await bob.call(`GET /auth_failures?app=${shop}`)).status).toBe(404)
  })
})

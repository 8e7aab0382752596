import { describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Frame, Person, signToken, type TestServer } from '@parley/testkit'
import pino from 'pino'
import { SecretUsage } from '../src/auth/secret-usage.ts'
import { DashboardLab } from './dashboard-lab.ts'

const APP = '/apps/test-key'

type Secret = {
  id: string
  state: string
  tokens_last_24h: number
  open_connections: number
  last_used_at: string | null
}

async function secretsOf(lab: DashboardLab, app = 'test-key'): Promise<Secret[]> {
  return (await lab.ada.ok(`GET /apps/${app}/secrets`)).secrets as Secret[]
}

async function codeFor(server: TestServer, token: string, apiKey = server.apiKey): Promise<unknown> {
  const reply = await server.call('GET /users', undefined, {
    token,
    apiKey,
    query: { payload: '{"filter_conditions":{}}' },
  })
  return reply.body.code ?? reply.status
}

const devToken = (userId: string): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ user_id: userId })}.devtoken`
}

describe('apps', () => {
  test('are made, listed, renamed, suspended and brought back', async () => {
    await using lab = await DashboardLab.open()
    await lab.confirm()
    const { app, secret } = (await lab.ada.ok('POST /apps', { name: 'Shop' })) as {
      app: Frame
      secret: string
    }
    expect(app).toMatchObject({
      name: 'Shop',
      mode: 'development',
      suspended: false,
      disable_auth_checks: false,
    })
    const key = String(app.api_key)
    const call = () =>
      lab.server.call('GET /app', undefined, { apiKey: key, token: signToken(secret, { server: true }) })
    expect((await call()).status).toBe(200)

    expect(await lab.ada.ok(`PATCH /apps/${key}`, { name: 'Store', suspended: true })).toMatchObject({
      app: { name: 'Store', suspended: true },
    })
    expect((await call()).body.code).toBe(99)
    await lab.ada.ok(`PATCH /apps/${key}`, { suspended: false })
    expect((await call()).status).toBe(200)
    const { apps, playground } = (await lab.ada.ok('GET /apps')) as { apps: Frame[]; playground: unknown }
    expect(apps.map(each => each.name).toSorted()).toEqual(['Parley', 'Store'])
    expect(playground).toBeNull()
    expect(await lab.audited(`?app=${key}`)).toEqual([
      `ada@example.com app.update app ${key}`,
      `ada@example.com app.update app ${key}`,
      `ada@example.com app.create app ${key}`,
    ])
  })

  test('one of them has the playground, where one is served', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-playground-'))
    await Bun.write(join(folder, 'index.html'), '<!doctype html>')
    const webApps = [{ at: '/', folder, hasPlaces: false }]
    await using lab = await DashboardLab.open({ webApps })
    await lab.confirm()
    const { app } = (await lab.ada.ok('POST /apps', { name: 'Shop' })) as { app: Frame }
    expect((await lab.ada.ok('GET /apps')).playground).toBe('test-key')
    expect((await lab.ada.ok(`GET ${APP}`)).has_playground).toBe(true)
    expect((await lab.ada.ok(`GET /apps/${app.api_key}`)).has_playground).toBe(false)
    const bob = await lab.invite('bob@example.com', 'viewer', [String(app.api_key)])
    expect((await bob.ok('GET /apps')).playground).toBeNull()
    await lab.ada.ok(`PATCH ${APP}`, { mode: 'production' })
    expect((await lab.ada.ok('GET /apps')).playground).toBeNull()
    rmSync(folder, { recursive: true })
  })

  test('of others do not exist', async () => {
    await using lab = await DashboardLab.open()
    const bob = await lab.invite('bob@example.com', 'admin', ['test-key'])
    const { app } = (await lab.ada.ok('POST /apps', { name: 'Shop' })) as { app: Frame }
    const seen = (await bob.ok('GET /apps')).apps as Frame[]
    expect(seen.map(each => each.api_key)).toEqual(['test-key'])
    const foreign = await bob.call(`GET /apps/${app.api_key}`)
    const none = await bob.call('GET /apps/none')
    expect([foreign.status, foreign.body.message]).toEqual([none.status, none.body.message])
  })
})

describe('auth checks', () => {
  test('are switched off and on, and count at once', async () => {
    await using lab = await DashboardLab.open()
    const token = devToken('bender')
    expect(await codeFor(lab.server, token)).toBe(43)
    const { authentication } = await lab.ada.ok(`PATCH ${APP}/authentication`, { disable_auth_checks: true })
    expect(authentication).toMatchObject({ disable_auth_checks: true, disable_permissions_checks: false })
    expect(await codeFor(lab.server, token)).toBe(200)
    expect(await lab.ada.ok(`GET ${APP}`)).toMatchObject({ app: { disable_auth_checks: true } })
    await lab.ada.ok(`PATCH ${APP}/authentication`, { disable_auth_checks: false })
    expect(await codeFor(lab.server, token)).toBe(43)
    const { entries } = await lab.ada.ok('GET /audit?action=app.authentication')
    expect(entries).toMatchObject([
      { before: { disable_auth_checks: true }, after: { disable_auth_checks: false }, app: 'test-key' },
      { before: { disable_auth_checks: false }, after: { disable_auth_checks: true } },
    ])
  })

  test('switched on again, close the connections that nobody signed for, and no others', async () => {
    await using lab = await DashboardLab.open()
    await lab.ada.ok(`PATCH ${APP}/authentication`, { disable_auth_checks: true })
    const { url, apiKey } = lab.server
    await using bender = await new Person({ url, apiKey }, 'bender', devToken('bender')).connect()
    const fry = await lab.server.connected('fry')
    await lab.ada.ok(`PATCH ${APP}/authentication`, { disable_auth_checks: false })
    const said = await bender.next(frame => frame.error !== undefined)
    expect(said.error).toMatchObject({ code: 43, message: expect.stringContaining('development token') })
    expect((await bender.socket.closed).code).toBe(4003)
    await fry.watch('messaging:planet-express', { members: ['fry'] })
    await fry.send('messaging:planet-express', 'Good news')
    await fry.next('message.new')
  })

  test('are on in production mode, whatever was before', async () => {
    await using lab = await DashboardLab.open()
    await lab.ada.ok(`PATCH ${APP}/authentication`, { disable_auth_checks: true })
    await lab.ada.ok(`PATCH ${APP}`, { mode: 'production' })
    expect(await codeFor(lab.server, devToken('bender'))).toBe(43)
    const reply = await lab.ada.call(`PATCH ${APP}/authentication`, { disable_auth_checks: true })
    expect([reply.status, reply.body.message]).toEqual([403, expect.stringContaining('development mode')])
    const { entries } = await lab.ada.ok('GET /audit?action=app.update')
    expect(entries).toMatchObject([
      { before: { mode: 'development', disable_auth_checks: true }, after: { mode: 'production' } },
    ])
  })

  test('the other switches are those of the app', async () => {
    await using lab = await DashboardLab.open()
    const all = {
      disable_permissions_checks: true,
      guest_user_creation_disabled: true,
      multi_tenant_enabled: true,
    }
    await lab.ada.ok(`PATCH ${APP}/authentication`, all)
    expect((await lab.server.ok('GET /app')).app).toMatchObject(all)
    const nothing = await lab.ada.ok(`PATCH ${APP}/authentication`, all)
    expect(nothing.authentication).toMatchObject(all)
    expect(await lab.audited('?action=app')).toHaveLength(1)
  })
})

test('all tokens of an app are revoked, and that is taken back', async () => {
  await using lab = await DashboardLab.open()
  const issued = Math.floor(Date.now() / 1000) - 60
  const bender = await lab.server.person('bender', { iat: issued }).connect()
  expect(await lab.ada.refusal(`POST ${APP}/revoke_tokens`, {})).toEqual([403, 'confirmation_required'])
  await lab.confirm()
  const { authentication } = await lab.ada.ok(`POST ${APP}/revoke_tokens`, {})
  expect((authentication as Frame).revoke_tokens_issued_before).toBeString()
  expect((await bender.socket.closed).code).toBe(4003)
  expect(await codeFor(lab.server, lab.server.token('bender', { iat: issued }))).toBe(40)
  expect((await lab.ada.call(`POST ${APP}/revoke_tokens`, { issued_before: 'yesterday' })).status).toBe(400)
  await lab.ada.ok(`POST ${APP}/revoke_tokens`, { issued_before: null })
  expect(await codeFor(lab.server, lab.server.token('bender', { iat: issued }))).toBe(200)
  expect(await lab.audited('?action=app.revoke_tokens')).toHaveLength(2)
})

describe('secrets', () => {
  test('are seen after a confirmation, which is written down', async () => {
    await using lab = await DashboardLab.open({ config: { masterKey: 'b'.repeat(64) } })
    const [first] = await secretsOf(lab)
    expect(JSON.stringify(await lab.ada.ok(`GET ${APP}/secrets`))).not.toContain(lab.server.secret)
    const reveal = `POST ${APP}/secrets/${first?.id}/reveal`
    expect(await lab.ada.refusal(reveal)).toEqual([403, 'confirmation_required'])
    await lab.confirm()
    expect(await lab.ada.ok(reveal)).toMatchObject({ id: first?.id, secret: lab.server.secret })
    expect((await lab.ada.call(`POST ${APP}/secrets/s_none/reveal`)).status).toBe(404)
    expect(await lab.audited('?action=app.secret')).toEqual([
      `ada@example.com app.secret.reveal secret ${first?.id} of app test-key`,
    ])
  })

  test('are added, retired and revoked; tokens follow', async () => {
    await using lab = await DashboardLab.open()
    await lab.confirm()
    const [old] = await secretsOf(lab)
    expect(await lab.ada.refusal(`POST ${APP}/secrets/${old?.id}/revoke`)).toEqual([403, 'last_secret'])
    const added = (await lab.ada.ok(`POST ${APP}/secrets`, {})) as { id: string; secret: string }
    const tokenOfNew = signToken(added.secret, { user_id: 'bender' })
    const tokenOfOld = lab.server.token('bender')
    expect([await codeFor(lab.server, tokenOfNew), await codeFor(lab.server, tokenOfOld)]).toEqual([200, 200])

    await lab.ada.ok(`POST ${APP}/secrets/${old?.id}/retire`, { after_seconds: 3_600 })
    expect(await codeFor(lab.server, tokenOfOld)).toBe(200)
    lab.clock.advance(3_600)
    expect(await codeFor(lab.server, tokenOfOld)).toBe(43)
    expect((await secretsOf(lab)).map(secret => secret.state)).toEqual(['retired', 'active'])
    await lab.confirm()
    await lab.ada.ok(`POST ${APP}/secrets/${old?.id}/revoke`)
    expect((await lab.ada.call(`POST ${APP}/secrets/${old?.id}/retire`, { after_seconds: 1 })).status).toBe(
      403,
    )

    const next = (await lab.ada.ok(`POST ${APP}/secrets`, { retire_others_after_seconds: 0 })) as {
      id: string
    }
    expect((await secretsOf(lab)).map(({ id, state }) => [id, state])).toEqual([
      [old?.id ?? '', 'revoked'],
      [added.id, 'retired'],
      [next.id, 'active'],
    ])
    expect(await codeFor(lab.server, tokenOfNew)).toBe(43)
  })

  test('tell how many tokens and connections would end with them', async () => {
    await using lab = await DashboardLab.open()
    await lab.confirm()
    const added = (await lab.ada.ok(`POST ${APP}/secrets`, {})) as { id: string; secret: string }
    const people = Array.from({ length: 5 }, (_, n) => lab.server.token(`person-${n}`))
    for (const token of [...people, ...people]) await codeFor(lab.server, token)
    await codeFor(lab.server, signToken(added.secret, { user_id: 'person-0' }))
    await codeFor(lab.server, signToken('another-secret-of-nobody', { user_id: 'person-0' }))
    await lab.server.connected('person-1')

    const use = async () =>
      (await secretsOf(lab)).map(({ tokens_last_24h, open_connections }) => [
        tokens_last_24h,
        open_connections,
      ])
    expect(await use()).toEqual([
      [5, 1],
      [1, 0],
    ])
    // The same token counts again in each hour, and once in the day.
    lab.clock.advance(3_600)
    await codeFor(lab.server, people[0] ?? '')
    expect((await use())[0]?.[0]).toBe(5)
    lab.clock.advance(23 * 3_600)
    await lab.ada.ok('POST /sign_in', { email: 'ada@example.com', password: 'a horse, a battery, a staple' })
    expect((await use()).map(([tokens]) => tokens)).toEqual([1, 0])
  })

  test('and what was counted outlives a restart', async () => {
    await using lab = await DashboardLab.open()
    const { store, auth } = lab.server.running.deps
    for (const id of ['ada', 'bob', 'cleo']) await codeFor(lab.server, lab.server.token(id))
    const nowUs = lab.clock.read()
    await auth.usage?.flush(store, nowUs)

    const [app] = await store.read.listApps()
    const afterRestart = new SecretUsage()
    const uses = await afterRestart.lastDay(store, app?.id ?? 0, nowUs)
    expect([...uses.values()].map(use => use.tokens)).toEqual([3])
    // What is counted from then on joins what was there.
    await afterRestart.flush(store, nowUs)
    expect(
      [...(await afterRestart.lastDay(store, app?.id ?? 0, nowUs)).values()].map(use => use.tokens),
    ).toEqual([3])
  })

  test('are in no log and in no entry of the audit log', async () => {
    const lines: string[] = []
    const log = pino({ level: 'trace' }, { write: line => lines.push(line) })
    await using lab = await DashboardLab.open({ log })
    await lab.confirm()
    const { secret: one } = await lab.ada.ok('POST /apps', { name: 'Shop' })
    const { secret: two, id } = await lab.ada.ok(`POST ${APP}/secrets`, {})
    await lab.ada.ok(`POST ${APP}/secrets/${id}/reveal`)
    await lab.ada.ok(`POST ${APP}/secrets/${id}/revoke`)
    const trail = JSON.stringify(await lab.server.running.deps.store.read.queryAudit({ limit: 100 }))
    for (const secret of [one, two, lab.server.secret, lab.ada.cookie?.split('=')[1]]) {
      expect(lines.join('')).not.toContain(String(secret))
      expect(trail).not.toContain(String(secret))
    }
  })
})

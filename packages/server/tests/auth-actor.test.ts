import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { resolveActingUser } from '../src/auth/acting-user.ts'
import { newUser, resolveActor } from '../src/auth/actor.ts'
import { issueGuestToken, newGuestId } from '../src/auth/guests.ts'
import { issueServerToken, issueUserToken } from '../src/auth/issue-token.ts'
import type { UserRecord } from '../src/domain/records.ts'
import { type AuthLab, type LabApp, openAuthLab, refusal, sign } from './auth-lab.ts'

let lab: AuthLab
let planet: LabApp
beforeAll(async () => {
  lab = await openAuthLab()
  planet = await lab.createApp('Planet Express')
})
afterAll(() => lab[Symbol.asyncDispose]())

const deps = () => lab.appsDeps
const enter = async (claims: Record<string, unknown>, app = planet) =>
  resolveActor(deps(), await lab.enter(app.app, await sign(app.secret, claims)))

async function store(change: Partial<UserRecord> & { id: string }, app = planet): Promise<UserRecord> {
  const user = { ...newUser(app.app.id, change.id, 1), ...change }
  await lab.store.transaction(async tx => {
    if (!(await tx.insertUser(user))) await tx.updateUser(user)
  })
  return user
}

describe('who acts', () => {
  test('a valid token of an unknown user makes that user', async () => {
    const actor = await enter({ user_id: 'fry' })
    expect(actor).toMatchObject({ kind: 'user', user: { id: 'fry', role: 'user', name: undefined } })
    expect(await lab.store.read.findUser(planet.app.id, 'fry')).toEqual(actor.user)
  })

  test('twenty first requests at once make one user', async () => {
    const actors = await Promise.all(Array.from({ length: 20 }, () => enter({ user_id: 'kif' })))
    expect(new Set(actors.map(actor => actor.user?.createdAtUs)).size).toBe(1)
  })

  test('a known user is loaded as stored', async () => {
    const stored = await store({ id: 'leela', role: 'admin', name: 'Turanga', teams: ['crew'] })
    expect((await enter({ user_id: 'leela' })).user).toEqual(stored)
  })

  test('the same id of another app is somebody else', async () => {
    const other = await lab.createApp('MomCorp')
    await store({ id: 'mom', role: 'admin' }, other)
    expect((await enter({ user_id: 'mom' })).user?.role).toBe('user')
  })

  test('anonymous is one constant user, never stored', async () => {
    const principal = await lab.enter(planet.app, '', { authType: 'anonymous' })
    const actor = await resolveActor(deps(), principal)
    expect(actor).toMatchObject({
      kind: 'anonymous',
      user: { id: '!anon', role: 'anonymous', createdAtUs: 0 },
    })
    expect((await resolveActor(deps(), principal)).user).toBe(actor.user)
    expect(await lab.store.read.findUser(planet.app.id, '!anon')).toBeUndefined()
  })

  test('a server is nobody', async () => {
    expect(await enter({ server: true })).toMatchObject({ kind: 'server' })
  })
})

describe('who may not act', () => {
  test.each([
    ['deactivated', { deactivatedAtUs: 5 }],
    ['deleted', { deletedAtUs: 5 }],
    ['merged', { deletedAtUs: 5, mergedInto: 'amy' }],
  ])('a %s user is refused with 17, which says so', async (reason, change) => {
    await store({ id: `ex-${reason}`, ...change })
    const error = await refusal(enter({ user_id: `ex-${reason}` }))
    expect([error.code, error.statusCode]).toEqual([17, 403])
    expect(error.details).toEqual({ reason, user_id: `ex-${reason}` })
    expect(error.message).toContain(reason === 'merged' ? 'became user "amy"' : reason)
  })

  test('a banned user may: they must learn of it', async () => {
    await store({ id: 'zapp', banned: true })
    expect((await enter({ user_id: 'zapp' })).user?.banned).toBe(true)
  })
})

describe('revoked tokens', () => {
  const SINCE = 1_700_000_000

  test('of a user: those issued before, and those without iat', async () => {
    await store({ id: 'nibbler', revokeTokensBeforeUs: SINCE * 1e6 })
    const error = await refusal(enter({ user_id: 'nibbler', iat: SINCE - 1 }))
    expect([error.code, error.statusCode]).toEqual([40, 401])
    expect(error.details).toEqual({ reason: 'revoked', scope: 'user', since: '2023-11-14T22:13:20.000000Z' })
    expect(error.message).toContain('revoked')
    expect((await refusal(enter({ user_id: 'nibbler' }))).message).toContain('has no "iat"')
    expect((await enter({ user_id: 'nibbler', iat: SINCE })).kind).toBe('user')
    await store({ id: 'nibbler' })
    expect((await enter({ user_id: 'nibbler' })).kind).toBe('user')
  })

  test('of a whole app: all but servers’, and nobody is made by one', async () => {
    const app = await lab.createApp('Compromised')
    const since = '2023-11-14T22:13:20.000000Z'
    await lab.updateSettings(app.app, { revoke_tokens_issued_before: since })
    const early = await refusal(enter({ user_id: 'new', iat: SINCE - 1 }, app))
    expect(early.details).toEqual({ reason: 'revoked', scope: 'app', since })
    expect((await refusal(enter({ user_id: 'new' }, app))).code).toBe(40)
    expect(await lab.store.read.findUser(app.app.id, 'new')).toBeUndefined()
    expect((await enter({ user_id: 'new', iat: SINCE }, app)).kind).toBe('user')
    expect((await enter({ server: true }, app)).kind).toBe('server')
    expect((await enter({ server: true, iat: SINCE - 1 }, app)).kind).toBe('server')
  })
})

describe('issued tokens', () => {
  const issuer = () => ({ apps: lab.apps, clock: deps().clock })

  test('of users are accepted until they expire', async () => {
    const app = await lab.apps.get(planet.app.id)
    const token = await issueUserToken(issuer(), app, 'hermes', { expiresInSeconds: 60 })
    expect(await lab.enter(planet.app, token)).toMatchObject({
      userId: 'hermes',
      issuedAtUs: lab.nowSeconds() * 1e6,
      expiresAtSeconds: lab.nowSeconds() + 60,
    })
  })

  test('of servers are accepted', async () => {
    const token = await issueServerToken(issuer(), await lab.apps.get(planet.app.id))
    expect((await lab.enter(planet.app, token)).kind).toBe('server')
  })

  test('of guests carry iat, so that they can be revoked, and come back as guests only', async () => {
    const guestId = newGuestId('bender')
    expect(guestId).toMatch(/^guest-[0-9a-f-]{36}-bender$/)
    expect(newGuestId('bender')).not.toBe(guestId)
    expect(newGuestId('x'.repeat(255))).toHaveLength(255)
    const token = await issueGuestToken(issuer(), await lab.apps.get(planet.app.id), guestId)
    const principal = await lab.enter(planet.app, token)
    expect(principal).toMatchObject({ userId: guestId, issuedAtUs: lab.nowSeconds() * 1e6 })
    expect((await resolveActor(deps(), principal)).user?.role).toBe('guest')
  })
})

describe('the user that a server acts for', () => {
  const rename = (user: UserRecord, fields: Readonly<Record<string, unknown>>) => ({
    ...user,
    name: String(fields.name),
  })
  const act = async (input: Parameters<typeof resolveActingUser>[2]) =>
    resolveActingUser(deps(), await lab.apps.get(planet.app.id), input, rename)

  test('is created when unknown, and left alone when known', async () => {
    expect((await act({ user_id: 'scruffy' })).id).toBe('scruffy')
    const stored = await store({ id: 'scruffy', name: 'Scruffy' })
    expect(await act({ user_id: 'scruffy' })).toEqual(stored)
    expect(await act({ user: { id: 'scruffy' } })).toEqual(stored)
  })

  test('is written when a user object has fields', async () => {
    expect((await act({ user: { id: 'calculon', name: 'Cal' } })).name).toBe('Cal')
    expect((await act({ user: { id: 'calculon', name: 'Calculon' } })).name).toBe('Calculon')
    expect((await lab.store.read.findUser(planet.app.id, 'calculon'))?.name).toBe('Calculon')
  })

  test('must be named, by a user id', async () => {
    for (const input of [{}, { user_id: '' }, { user_id: null, user: null }, { user: {} }]) {
      const error = await refusal(act(input))
      expect([error.code, error.statusCode]).toEqual([4, 400])
      expect(error.message).toContain('user_id')
    }
    expect((await refusal(act({ user_id: 'a b' }))).message).toContain('U+0020')
    expect((await refusal(act({ user: { id: '!anon' } }))).code).toBe(4)
  })

  test('must not be deleted or deactivated', async () => {
    await store({ id: 'gone', deletedAtUs: 5 })
    await store({ id: 'away', deactivatedAtUs: 5 })
    expect((await refusal(act({ user_id: 'gone' }))).details).toEqual({ reason: 'deleted', user_id: 'gone' })
    expect((await refusal(act({ user: { id: 'away', name: 'x' } }))).code).toBe(17)
  })
})

import { expect, test } from 'bun:test'
import { eventually } from '@parley/testkit'
import { watchApps } from '../src/auth/app-watch.ts'
import { changeApp } from '../src/auth/apps.ts'
import type { Control } from '../src/bus/bus.ts'
import { LocalBus } from '../src/bus/local-bus.ts'
import { type AuthLab, openAuthLab } from './auth-lab.ts'

async function watching(lab: AuthLab, options: { readonly warnEveryMs?: number } = {}) {
  const bus = new LocalBus()
  const controls: Control[] = []
  bus.subscribe(announcement => {
    if (announcement.to === 'nodes') controls.push(announcement.control)
  })
  const watch = await watchApps({
    store: lab.store,
    bus,
    clock: lab.auth.clock,
    log: lab.auth.log,
    everyMs: 5,
    ...options,
  })
  return { controls, [Symbol.asyncDispose]: () => watch[Symbol.asyncDispose]() }
}

const warnings = (lab: AuthLab) => lab.logged.filter(line => line.includes('auth checks are off')).length

test('a suspension from outside closes the app’s connections, once', async () => {
  await using lab = await openAuthLab()
  const { app } = await lab.createApp('Bankrupt')
  await using seen = await watching(lab)
  await changeApp(lab.appsDeps, app.key, { suspended: true })
  await eventually(() => seen.controls.length >= 2, 'the suspension is announced')
  expect(seen.controls[0]).toEqual({ kind: 'app', appId: app.id })
  expect(seen.controls[1]).toEqual({
    kind: 'disconnect',
    appId: app.id,
    closeCode: 4003,
    error: { name: 'app_suspended', message: expect.stringContaining(app.key) },
  })
  await changeApp(lab.appsDeps, app.key, { name: 'Still bankrupt' })
  await eventually(() => seen.controls.length >= 3, 'the name is announced')
  expect(seen.controls.slice(2)).toEqual([{ kind: 'app', appId: app.id }])
})

test('an app that was made and suspended between two looks loses its connections too', async () => {
  await using lab = await openAuthLab()
  await using seen = await watching(lab)
  const { app } = await lab.store.transaction(async tx => {
    const record = { key: 'short-lived', name: 'x', mode: 'production', settings: {} } as const
    return { app: await tx.insertApp({ ...record, suspended: true, createdAtUs: 1, updatedAtUs: 1 }) }
  })
  await eventually(() => seen.controls.length >= 2, 'the suspension is announced')
  expect(seen.controls[1]).toMatchObject({ kind: 'disconnect', appId: app.id })
})

test('a revocation from outside closes the connections of earlier tokens', async () => {
  await using lab = await openAuthLab()
  const { app } = await lab.createApp('Compromised')
  await using seen = await watching(lab)
  const since = '2026-01-01T00:00:00.000000Z'
  await changeApp(lab.appsDeps, app.key, { settings: { revoke_tokens_issued_before: since } })
  await eventually(() => seen.controls.length >= 2, 'the revocation is announced')
  expect(seen.controls[1]).toMatchObject({
    kind: 'disconnect',
    issuedBeforeUs: Date.parse(since) * 1000,
    error: { name: 'token_expired', details: { reason: 'revoked', scope: 'app', since } },
  })
})

test('an app that stays as it is is not announced', async () => {
  await using lab = await openAuthLab()
  const first = await lab.createApp('Quiet')
  const second = await lab.createApp('New')
  await using seen = await watching(lab)
  await changeApp(lab.appsDeps, second.app.key, { name: 'Newer' })
  await eventually(() => seen.controls.length > 0, 'the other app is announced')
  expect(seen.controls.map(control => (control as { appId?: number }).appId)).not.toContain(first.app.id)
})

test('apps without auth checks are warned of at start and again and again', async () => {
  await using lab = await openAuthLab()
  const { app } = await lab.createApp('Lenient')
  await lab.createApp('Strict')
  await lab.updateSettings(app, { disable_auth_checks: true })
  await using _ = await watching(lab, { warnEveryMs: 20 })
  expect(warnings(lab)).toBe(1)
  expect(lab.logged.join('')).toContain(app.key)
  await eventually(() => warnings(lab) >= 3, 'the warning is repeated')
})

test('without warnings due there is one at start only', async () => {
  await using lab = await openAuthLab()
  const { app } = await lab.createApp('Lenient')
  await lab.updateSettings(app, { disable_auth_checks: true })
  await using seen = await watching(lab)
  await changeApp(lab.appsDeps, app.key, { name: 'Renamed' })
  await eventually(() => seen.controls.length > 0, 'it looked again')
  expect(warnings(lab)).toBe(1)
})

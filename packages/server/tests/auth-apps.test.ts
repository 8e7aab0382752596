import { describe, expect, test } from 'bun:test'
import {
  addSecret,
  changeApp,
  createApp,
  ensureFirstApp,
  listSecretInfos,
  rotateSecret,
} from '../src/auth/apps.ts'
import { createSecretBox } from '../src/auth/secret-box.ts'
import { StoreAppRegistry } from '../src/auth/store-app-registry.ts'
import { LocalBus } from '../src/bus/local-bus.ts'
import { openAuthLab, REGISTRY_TTL_SECONDS, refusal, sign } from './auth-lab.ts'

const MASTER_KEY = 'a'.repeat(64)

describe('apps', () => {
  test('start with a secret, development mode and the five built-in channel types', async () => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Planet Express')
    expect(app).toMatchObject({ name: 'Planet Express', mode: 'development', suspended: false })
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    const loaded = await lab.apps.get(app.id)
    expect([...loaded.channelTypes.keys()].sort()).toEqual([
      'commerce',
      'gaming',
      'livestream',
      'messaging',
      'team',
    ])
    expect(loaded.channelTypes.get('livestream')?.grants.anonymous).toContain('read-channel')
    expect(loaded.channelTypes.get('team')?.config.count_messages).toBe(true)
  })

  test('have keys of their own', async () => {
    await using lab = await openAuthLab()
    const make = (key: string, secret?: string) =>
      createApp(lab.appsDeps, { name: 'x', mode: 'production', key, secret })
    await make('taken')
    const error = await refusal(make('taken'))
    expect([error.code, error.message]).toEqual([4, 'api_key "taken" is taken by another app'])
    expect((await refusal(make('no spaces'))).code).toBe(4)
    expect((await refusal(make('short-secret', 'short'))).code).toBe(4)
    expect(await lab.store.read.listApps()).toHaveLength(1)
  })

  test('lose their unchecked tokens with development mode, and never get them back', async () => {
    await using lab = await openAuthLab()
    const { app } = await lab.createApp('Growing up')
    const change = (change: Parameters<typeof changeApp>[2]) => changeApp(lab.appsDeps, app.key, change)
    await change({ settings: { disable_auth_checks: true, reminders_interval: 60 } })
    expect((await change({ mode: 'production' })).settings).toEqual({
      disable_auth_checks: false,
      reminders_interval: 60,
    })
    expect((await refusal(change({ settings: { disable_auth_checks: true } }))).code).toBe(17)
    const both = change({ mode: 'development', settings: { disable_auth_checks: true } })
    expect((await both).settings.disable_auth_checks).toBe(true)
    expect(
      (await refusal(change({ mode: 'production', settings: { disable_auth_checks: true } }))).code,
    ).toBe(17)
    expect((await refusal(changeApp(lab.appsDeps, 'nobody', {}))).code).toBe(16)
  })
})

describe('the first app', () => {
  const none = { apiKey: undefined, apiSecret: undefined }

  test('is made up once', async () => {
    await using lab = await openAuthLab()
    const first = await ensureFirstApp(lab.appsDeps, none)
    expect(first.made?.secret).toHaveLength(64)
    expect(first.app.mode).toBe('development')
    const second = await ensureFirstApp(lab.appsDeps, none)
    expect(second).toEqual({ app: first.app, made: undefined })
  })

  test('has the configured key and secret', async () => {
    await using lab = await openAuthLab()
    const configured = { apiKey: 'planet', apiSecret: 'a secret of the ship' }
    const { app, made } = await ensureFirstApp(lab.appsDeps, configured)
    expect([app.key, made?.secret]).toEqual(['planet', 'a secret of the ship'])
    expect((await ensureFirstApp(lab.appsDeps, configured)).made).toBeUndefined()
    expect(await listSecretInfos(lab.store, app.id)).toHaveLength(1)
    const token = await sign('a secret of the ship', { user_id: 'fry' })
    expect((await lab.enter(app, token)).kind).toBe('user')
  })

  test('gets a configured secret that is new beside the one it has', async () => {
    await using lab = await openAuthLab()
    const { app } = await ensureFirstApp(lab.appsDeps, { apiKey: 'planet', apiSecret: 'first secret here' })
    await ensureFirstApp(lab.appsDeps, { apiKey: 'planet', apiSecret: 'second secret here' })
    for (const secret of ['first secret here', 'second secret here']) {
      expect((await lab.enter(app, await sign(secret, { server: true }))).kind).toBe('server')
    }
  })
})

describe('secrets', () => {
  test('are told without the secret', async () => {
    await using lab = await openAuthLab()
    const { app, secret, secretId } = await lab.createApp('Planet Express')
    lab.advance(1)
    const added = await addSecret(lab.appsDeps, app.id)
    const infos = await listSecretInfos(lab.store, app.id)
    expect(infos.map(info => [info.id, info.state])).toEqual([
      [secretId, 'active'],
      [added.secretId, 'active'],
    ])
    expect(JSON.stringify(infos)).not.toContain(secret)
  })

  test('that retire keep their time when another rotation comes', async () => {
    await using lab = await openAuthLab()
    const { app, secretId } = await lab.createApp('Planet Express')
    const first = await rotateSecret(lab.appsDeps, app.id, 3600)
    lab.advance(60)
    const second = await rotateSecret(lab.appsDeps, app.id, 3600)
    expect(second.retiring).toEqual([first.secretId])
    const infos = await listSecretInfos(lab.store, app.id)
    expect(infos.find(info => info.id === secretId)?.retiresAtUs).toBe(first.retiresAtUs)
  })

  test('are encrypted at rest with a master key, and read back with the same only', async () => {
    await using lab = await openAuthLab({ masterKey: MASTER_KEY })
    const { app, secret } = await lab.createApp('Planet Express')
    const stored = await lab.store.read.listSecrets(app.id)
    expect(stored[0]?.secret).toStartWith('aes-256-gcm:')
    expect(JSON.stringify(stored)).not.toContain(secret)
    expect((await lab.enter(app, await sign(secret, { user_id: 'fry' }))).kind).toBe('user')

    const without = new StoreAppRegistry({ store: lab.store, box: createSecretBox(undefined) })
    await expect(without.keysOf(app.id)).rejects.toThrow('set PARLEY_MASTER_KEY')
    const wrong = new StoreAppRegistry({ store: lab.store, box: createSecretBox('b'.repeat(64)) })
    await expect(wrong.keysOf(app.id)).rejects.toThrow('PARLEY_MASTER_KEY is not the one')
  })

  test('stored plain are still read when a master key comes later', async () => {
    await using lab = await openAuthLab()
    const { app } = await lab.createApp('Planet Express')
    const later = new StoreAppRegistry({ store: lab.store, box: createSecretBox(MASTER_KEY) })
    expect((await later.keysOf(app.id)).all).toHaveLength(1)
  })

  test('sealed for one row do not open in another, nor when a bit changed', () => {
    const box = createSecretBox(Buffer.alloc(32, 7).toString('base64'))
    const sealed = box.seal('the secret', '1:s_a')
    expect(box.open(sealed, '1:s_a')).toBe('the secret')
    expect(box.seal('the secret', '1:s_a')).not.toBe(sealed)
    expect(() => box.open(sealed, '2:s_a')).toThrow()
    expect(() => box.open(sealed.replace(/.{4}$/, 'AAAA'), '1:s_a')).toThrow()
    expect(() => createSecretBox('too short')).toThrow('32 bytes')
  })
})

describe('the registry', () => {
  test('gives the same object until something changed', async () => {
    await using lab = await openAuthLab()
    const { app } = await lab.createApp('Planet Express')
    const before = await lab.apps.find(app.key)
    expect(await lab.apps.get(app.id)).toBe(before as never)
    lab.apps.forget(app.id)
    expect(await lab.apps.find(app.key)).toBe(before as never)
    await lab.updateSettings(app, { multi_tenant_enabled: true })
    const after = await lab.apps.find(app.key)
    expect(after?.settings.multiTenantEnabled).toBe(true)
    expect(before?.settings.multiTenantEnabled).toBe(false)
    // What did not change keeps its identity, and what others computed of it stays good.
    expect(after?.channelTypes.get('messaging')).toBe(before?.channelTypes.get('messaging') as never)
  })

  test('is told by the bus, at once', async () => {
    await using lab = await openAuthLab()
    const { app } = await lab.createApp('Planet Express')
    const bus = new LocalBus()
    lab.apps.listen(bus)
    await lab.apps.find(app.key)
    await lab.store.transaction(tx => tx.updateApp(app.id, { name: 'MomCorp' }, 9e15))
    expect((await lab.apps.find(app.key))?.name).toBe('Planet Express')
    bus.publish({ to: 'nodes', control: { kind: 'app', appId: app.id } })
    expect((await lab.apps.find(app.key))?.name).toBe('MomCorp')
  })

  test('looks by itself after two seconds: another process may have written', async () => {
    await using lab = await openAuthLab()
    const { app, secret } = await lab.createApp('Planet Express')
    const token = await sign(secret, { user_id: 'fry' })
    await lab.enter(app, token)
    const next = await rotateSecret(lab.appsDeps, app.id, 0)
    lab.advance(REGISTRY_TTL_SECONDS)
    expect((await refusal(lab.enter(app, token))).code).toBe(43)
    expect((await lab.enter(app, await sign(next.secret, { user_id: 'fry' }))).kind).toBe('user')
  })

  test('knows no app that is not there, and finds it once it is', async () => {
    await using lab = await openAuthLab()
    expect(await lab.apps.find('planet')).toBeUndefined()
    await expect(lab.apps.get(77)).rejects.toThrow('77')
    await createApp(lab.appsDeps, { name: 'x', mode: 'production', key: 'planet' })
    expect((await lab.apps.find('planet'))?.key).toBe('planet')
  })

  test('a change during a load is not overlooked', async () => {
    await using lab = await openAuthLab()
    const { app } = await lab.createApp('Planet Express')
    const loading = lab.apps.find(app.key)
    await lab.apps.find(app.key)
    lab.advance(REGISTRY_TTL_SECONDS)
    const stale = lab.apps.find(app.key)
    await lab.updateSettings(app, { multi_tenant_enabled: true })
    await Promise.all([loading, stale])
    expect((await lab.apps.find(app.key))?.settings.multiTenantEnabled).toBe(true)
  })

  test('a change during the first load of all is not overlooked either', async () => {
    await using lab = await openAuthLab()
    const { app } = await lab.createApp('Planet Express')
    const apps = new StoreAppRegistry({ store: lab.store, box: createSecretBox(undefined), nowMs: () => 0 })
    const loading = apps.find(app.key)
    apps.forget(app.id)
    await loading
    await addSecret(lab.appsDeps, app.id)
    expect((await apps.keysOf(app.id)).all).toHaveLength(2)
  })
})

import { expect, test } from 'bun:test'
import { ChatClient } from '@parley/client'
import {
  eventually,
  type Frame,
  OidcProvider,
  Person,
  startServer,
  type TestServer,
  within,
} from '@parley/testkit'
import { watchApps } from '../src/auth/app-watch.ts'
import { changeApp } from '../src/auth/apps.ts'
import type { Control } from '../src/bus/bus.ts'
import { LocalBus } from '../src/bus/local-bus.ts'
import { openAuthLab } from './auth-lab.ts'
import { DashboardLab } from './dashboard-lab.ts'

const ENDED = { code: 40, StatusCode: 401, details: { reason: 'provider_changed' } }

function settingOf(provider: OidcProvider, more: Frame = {}): Frame {
  return { issuer: provider.issuer, jwks_uri: `${provider.issuer}keys`, algorithms: ['ES256'], ...more }
}

async function connected(server: TestServer, provider: OidcProvider, claims: Frame): Promise<Person> {
  return new Person(server, String(claims.sub), await provider.token(claims)).connect()
}

async function isAlive(person: Person): Promise<void> {
  person.socket.send({ type: 'health.check', id: 'alive' })
  await person.next(frame => frame.reply_to === 'alive')
}

test('a provider that is removed ends the connections of its tokens, and only those', async () => {
  await using server = await startServer()
  using gone = await OidcProvider.open()
  using kept = await OidcProvider.open()
  await server.ok('PATCH /app', { identity_providers: [settingOf(gone), settingOf(kept)] })
  await using mallory = await connected(server, gone, { sub: 'mallory' })
  await using fry = await connected(server, kept, { sub: 'fry' })
  const bob = await server.connected('bob')
  const visitor = await server.anonymous().connect()
  await server.ok('PATCH /app', { identity_providers: [settingOf(kept)] })
  expect(await mallory.socket.nextError()).toMatchObject(ENDED)
  expect((await mallory.socket.whenClosed()).code).toBe(4002)
  await expect(connected(server, gone, { sub: 'mallory' })).rejects.toThrow('"code":43')
  for (const person of [fry, bob, visitor]) await isAlive(person)
})

test('another claim for the user id ends them, what only tells more of people does not', async () => {
  await using server = await startServer()
  using provider = await OidcProvider.open()
  await server.ok('PATCH /app', { identity_providers: [settingOf(provider)] })
  await using fry = await connected(server, provider, { sub: 'fry', email: 'fry-planet' })
  await server.ok('PATCH /app', { identity_providers: [settingOf(provider, { name_claim: 'nick' })] })
  await isAlive(fry)
  await server.ok('PATCH /app', { identity_providers: [settingOf(provider, { user_id_claim: 'email' })] })
  expect(await fry.socket.nextError()).toMatchObject(ENDED)
  const token = await provider.token({ sub: 'fry', email: 'fry-planet' })
  await using back = await new Person(server, 'fry-planet', token).connect()
  expect(back.me?.id).toBe('fry-planet')
})

test('so does production mode, where keys may not come over http', async () => {
  await using lab = await DashboardLab.open()
  using provider = await OidcProvider.open()
  await lab.server.ok('PATCH /app', { identity_providers: [settingOf(provider)] })
  await using fry = await connected(lab.server, provider, { sub: 'fry' })
  const bob = await lab.server.connected('bob')
  await lab.ada.ok('PATCH /apps/test-key', { mode: 'production' })
  expect(await fry.socket.nextError()).toMatchObject(ENDED)
  expect((await fry.socket.whenClosed()).code).toBe(4002)
  await isAlive(bob)
})

test('a provider that the `parley` command takes away ends its connections on every node', async () => {
  await using lab = await openAuthLab()
  const { app } = await lab.createApp('Planet Express')
  const provider = { issuer: 'https://id.planet.example/', jwks_uri: 'https://id.planet.example/keys' }
  const settings = { identity_providers: [{ ...provider, algorithms: ['RS256'] }] }
  await lab.updateSettings(app, settings)
  const bus = new LocalBus()
  const controls: Control[] = []
  bus.subscribe(announcement => {
    if (announcement.to === 'nodes') controls.push(announcement.control)
  })
  const { clock, log } = lab.auth
  await using _ = await watchApps({ store: lab.store, bus, clock, log, everyMs: 5 })
  const [known] = (await lab.apps.get(app.id)).settings.identityProviders
  await changeApp(lab.appsDeps, app.key, { settings: { identity_providers: [] } })
  await eventually(() => controls.some(({ kind }) => kind === 'disconnect'), 'the end is announced')
  const ended = { kind: 'disconnect', appId: app.id, secretId: known?.id, closeCode: 4002 }
  expect(controls).toEqual([{ kind: 'app', appId: app.id }, expect.objectContaining(ended)])
})

test('who has a token provider comes back with a token that the app takes', async () => {
  await using server = await startServer()
  using provider = await OidcProvider.open()
  await server.ok('PATCH /app', { identity_providers: [settingOf(provider)] })
  let next = await provider.token({ sub: 'bender' })
  const client = new ChatClient(server.apiKey, { baseURL: server.url, guestStorage: false })
  await client.connectUser({ id: 'bender' }, () => next)
  const back = new Promise(resolve => client.on('connection.recovered', resolve))
  next = await provider.token({ sub: 'bender', aud: 'chat' })
  await server.ok('PATCH /app', { identity_providers: [settingOf(provider, { audience: 'chat' })] })
  await within(back, 'the client did not come back')
  expect(client.connectionState).toBe('connected')
  await client.disconnectUser()
})

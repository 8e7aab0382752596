import { expect, test } from 'bun:test'
import { type Frame, OidcProvider } from '@parley/testkit'
import { DashboardLab } from './dashboard-lab.ts'

const PROVIDERS = '/apps/test-key/identity_providers'

test('a provider is asked on the spot, added, and its tokens connect; removed, they do not', async () => {
  await using lab = await DashboardLab.open()
  using provider = await OidcProvider.open()
  await lab.confirm()
  const token = await provider.token({ sub: 'bender', aud: 'chat', nick: 'Bender' })
  const input = { issuer: provider.issuer.slice(0, -1), audience: 'chat', name_claim: 'nick' }
  const tested = await lab.ada.ok(`POST ${PROVIDERS}/test`, input)
  const expected = {
    issuer: provider.issuer,
    jwks_uri: `${provider.issuer}keys`,
    algorithms: ['ES256'],
    user_id_claim: 'sub',
    audience: 'chat',
    name_claim: 'nick',
  }
  expect(tested).toMatchObject({ provider: expected, keys: [{ id: 'one', type: 'EC' }] })
  const tryToken = async () => {
    const query = { payload: '{"filter_conditions":{}}' }
    const reply = await lab.server.call('GET /users', undefined, { token, query })
    return reply.body.code ?? reply.status
  }
  expect(await tryToken()).toBe(43)

  const { authentication } = await lab.ada.ok(`POST ${PROVIDERS}`, input)
  expect((authentication as Frame).identity_providers).toMatchObject([expected])
  expect(await tryToken()).toBe(200)
  expect(await lab.server.running.deps.store.read.findUser(1, 'bender')).toMatchObject({ name: 'Bender' })
  expect(await lab.ada.ok('POST /tokens/inspect', { token, app: 'test-key' })).toMatchObject({
    accepted: true,
  })
  expect((await lab.ada.call(`POST ${PROVIDERS}`, input)).status).toBe(403)

  const which = `issuer=${encodeURIComponent(provider.issuer)}`
  expect((await lab.ada.call(`DELETE ${PROVIDERS}?${which}`)).status).toBe(404)
  await lab.ada.ok(`DELETE ${PROVIDERS}?${which}&audience=chat`)
  expect(await tryToken()).toBe(43)
  expect(await lab.audited('?action=app.identity_provider')).toHaveLength(2)
})

test('what can not be used is refused with the reason', async () => {
  await using lab = await DashboardLab.open()
  using provider = await OidcProvider.open()
  const { issuer } = provider
  const tried = async (input: Frame) => {
    const reply = await lab.ada.call(`POST ${PROVIDERS}/test`, input)
    return `${reply.status} ${reply.body.message}`
  }
  expect(await tried({ issuer: 'auth.example' })).toStartWith('400 issuer must be an address')
  expect(await tried({ issuer: 'http://auth.example' })).toStartWith('400 issuer must be https')
  expect(await tried({ issuer: `${issuer}tenant` })).toContain('the answer was 404, not 200')
  provider.configure({ issuer: 'https://evil.example' })
  expect(await tried({ issuer })).toContain('is another one in the configuration')
  provider.configure({ jwks_uri: undefined })
  expect(await tried({ issuer })).toContain('names no jwks_uri')
  provider.configure({ jwks_uri: 'http://169.254.169.254/keys' })
  expect(await tried({ issuer })).toStartWith('400 jwks_uri must be https')
  provider.configure({ id_token_signing_alg_values_supported: ['HS256'] })
  expect(await tried({ issuer })).toContain('signs in no way that can be checked here')
  provider.configure({})
  provider.pages['/keys'] = { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }
  expect(await tried({ issuer })).toContain('lists no public key that signs')
  provider.pages['/keys'] = []
  expect(await tried({ issuer })).toContain('there is no JSON object')

  await lab.ada.ok('PATCH /apps/test-key', { mode: 'production' })
  expect(await tried({ issuer })).toStartWith('400 issuer must be https')
})

import { afterAll, expect, test } from 'bun:test'
import { ChatClient, type ChatError } from '@parley/client'
import { callHttp, type ReplyBody } from '@parley/testkit'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ADA } from '../src/dashboard-people.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import { TokenPages } from '../src/token-pages.ts'

const browser = await startBrowser()
const site = await DashboardSite.open()
afterAll(() => site[Symbol.asyncDispose]())
const { url, apiKey, secret } = site.server

/** Connects as the code on the page does, and says as whom. */
async function connects(userId: string, token: string): Promise<string> {
  const client = new ChatClient(apiKey, { baseURL: url })
  try {
    const { me } = await client.connectUser({ id: userId }, token)
    return me.id
  } finally {
    await client.disconnectUser()
  }
}

const refusal = (userId: string, token: string): Promise<ChatError> =>
  connects(userId, token).then(
    id => Promise.reject(new Error(`${id} was let in`)),
    (error: ChatError) => error,
  )

const ask = (endpoint: string, token: string) => callHttp(url, endpoint, { apiKey, token })

test('four steps lead to a token that connects through the SDK', async () => {
  await using tokens = await TokenPages.generator(browser, site)
  await tokens.usesOwnSecret()
  await tokens.isFor('bender')
  await tokens.expires('1 hour')
  const token = await tokens.copied()
  expect(token).toBe(await tokens.token({ user_id: 'bender' }))
  expect(await connects('bender', token)).toBe('bender')
  const says = await tokens.says()
  expect(says).toMatchObject({ User: 'bender', Issued: expect.any(String) })
  expect(says.Expires).toContain('in 1 hour')
  const [, payload = ''] = token.split('.')
  const { iat, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    iat: number
    exp: number
  }
  expect(exp - iat).toBe(3_600)
  expect(await tokens.barriers()).toEqual([])
})

test('the app’s own secret takes the password, is audited, and is shown to who asks only', async () => {
  const session = await site.signIn(ADA)
  await using tokens = await TokenPages.generator(browser, site, session)
  await tokens.page.getByRole('button', { name: 'Use this app’s secret' }).click()
  await tokens.window.confirmsPassword()
  await tokens.page.getByText('Signed with').waitFor()
  expect(await tokens.page.content()).not.toContain(secret)
  await becomes(() => tokens.secretField.getAttribute('type'), 'password')
  await tokens.page.getByRole('button', { name: 'Show the secret' }).click()
  await becomes(() => tokens.secretField.getAttribute('type'), 'text')
  await becomes(() => tokens.secretField.inputValue(), secret)
  const { entries } = (await site.ada.ok('GET /audit?action=app.secret.reveal&limit=1')) as {
    entries: readonly ReplyBody[]
  }
  expect(entries).toMatchObject([{ action: 'app.secret.reveal', app: apiKey }])
  // The server finds the secret by the id that the token names.
  await tokens.isFor('fry')
  const header = Buffer.from(
    (await tokens.token({ user_id: 'fry' })).split('.')[0] ?? '',
    'base64url',
  ).toString()
  const { secrets } = (await site.ada.ok(`GET /apps/${apiKey}/secrets`)) as { secrets: { id: string }[] }
  expect(JSON.parse(header)).toEqual({ alg: 'HS256', typ: 'JWT', kid: secrets[0]?.id })
})

test('no request carries the secret', async () => {
  await using tokens = await TokenPages.generator(browser, site)
  await tokens.hasSecret(secret)
  for (const id of ['b', 'be', 'bender']) await tokens.isFor(id)
  await tokens.expires('Never')
  await tokens.page.getByText('For your backend').click()
  await tokens.page.getByText('For a user').click()
  await tokens.page.getByRole('button', { name: 'Issue it anew, as of now' }).click()
  const token = await tokens.token({ user_id: 'bender', exp: undefined })
  await tokens.page.getByRole('button', { name: 'Inspect' }).click()
  await tokens.page.getByRole('heading', { name: 'Accepted: bender can connect' }).waitFor()
  // What it was looked for in has the token, which is meant to be sent.
  expect(tokens.requests.carrying(token).length).toBeGreaterThan(0)
  expect(tokens.requests.carrying(secret)).toEqual([])
})

test('a viewer makes tokens with a secret of their own only', async () => {
  const person = { email: 'vic@example.com', name: 'Vic', password: 'a horse, a battery, a staple' }
  const session = await site.join(person, 'viewer')
  await using tokens = await TokenPages.generator(browser, site, session)
  await tokens.page.getByText('Viewers can’t see the secrets of this app.').waitFor()
  await becomes(() => tokens.page.getByRole('button', { name: 'Use this app’s secret' }).count(), 0)
  await tokens.hasSecret(secret)
  await tokens.isFor('vic')
  expect(await connects('vic', await tokens.token({ user_id: 'vic' }))).toBe('vic')
})

test('an expired token is refused with 40, as the page says beforehand', async () => {
  await using tokens = await TokenPages.generator(browser, site)
  await tokens.hasSecret(secret)
  await tokens.isFor('leela')
  await tokens.expires('A date')
  await tokens.page.getByLabel('Expires at').fill('2026-01-01T12:00:00')
  await tokens.page.getByText('the token will be refused with error 40').waitFor()
  const token = await tokens.token({ user_id: 'leela', exp: Date.parse('2026-01-01T12:00:00Z') / 1000 })
  expect(await refusal('leela', token)).toMatchObject({ code: 40 })
  expect((await ask('GET /app', token)).body.code).toBe(40)
  expect((await tokens.says()).Expired).toContain('ago')
})

test('a token may begin later, and say more', async () => {
  await using tokens = await TokenPages.generator(browser, site)
  await tokens.hasSecret(`  ${secret}\n`)
  await tokens.page.getByText('White space around it was left out.').waitFor()
  await tokens.isFor('zoidberg')
  await tokens.page.getByText('Further claims').click()
  await tokens.page.getByLabel('Not before (nbf)').fill('2099-01-01T00:00:00')
  await tokens.page.getByLabel('Claims of your own').fill('{"plan": "pro"}')
  await tokens.page.getByText('of your own: not looked at').waitFor()
  const token = await tokens.token({
    user_id: 'zoidberg',
    plan: 'pro',
    nbf: Date.parse('2099-01-01T00:00:00Z') / 1000,
  })
  expect((await ask('GET /app', token)).body.code).toBe(41)
  await tokens.page.getByLabel('Claims of your own').fill('{"user_id": "ada"}')
  await tokens.page.getByText('“user_id” has a field of its own').waitFor()
  await tokens.tokenText.waitFor({ state: 'detached' })
  await tokens.page.getByLabel('Claims of your own').fill('{"plan": ')
  await tokens.page.getByText('not JSON').waitFor()
  await tokens.tokenText.waitFor({ state: 'detached' })
})

test('a server token works where servers call', async () => {
  await using tokens = await TokenPages.generator(browser, site)
  await tokens.hasSecret(secret)
  await tokens.page.getByText('For your backend').click()
  const token = await tokens.token({ server: true, user_id: undefined })
  const users = { users: { nibbler: { id: 'nibbler', name: 'Nibbler' } } }
  const reply = await callHttp(url, 'POST /users', { apiKey, token, body: users })
  expect([reply.status, Object.keys(reply.body.users as object)]).toEqual([200, ['nibbler']])
})

test('ids that can’t be one are said to be none, and known ones are offered', async () => {
  await site.server.upsertUsers({ id: 'amy-wong', name: 'Amy Wong' }, { id: 'amy-1', name: 'Amy' })
  await using tokens = await TokenPages.generator(browser, site)
  await tokens.hasSecret(secret)
  await tokens.isFor('amy wong')
  await tokens.page.getByText('the character " " (U+0020) is not allowed').waitFor()
  await tokens.tokenText.waitFor({ state: 'detached' })
  await tokens.isFor('amy')
  const offered = tokens.page.locator('datalist option')
  await offered.nth(1).waitFor({ state: 'attached' })
  const ids = await offered.evaluateAll(options => options.map(option => (option as HTMLOptionElement).value))
  expect(ids.sort()).toEqual(['amy-1', 'amy-wong'])
})

import { afterAll, expect, test } from 'bun:test'
import { callHttp, OidcProvider, Person, signToken } from '@parley/testkit'
import type { Locator } from 'playwright-core'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ADA, VERA } from '../src/dashboard-people.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import type { DashboardWindow } from '../src/dashboard-window.ts'
import { overflowX } from '../src/page-checks.ts'

const browser = await startBrowser()
const site = await DashboardSite.open()
afterAll(() => site[Symbol.asyncDispose]())

const CALM = { reducedMotion: 'reduce' } as const
const CLIPBOARD = { ...CALM, permissions: ['clipboard-read', 'clipboard-write'] }

/** An app of the test's own: nobody else ends its secrets. */
async function newApp(name: string): Promise<{ key: string; secret: string }> {
  const { app, secret } = await site.ada.ok('POST /apps', { name })
  return { key: (app as { api_key: string }).api_key, secret: String(secret) }
}

/** What a call with this token is answered with: 200, or the code of the error. */
async function codeFor(key: string, token: string): Promise<unknown> {
  const query = { payload: '{"filter_conditions":{}}' }
  const reply = await callHttp(site.server.url, 'GET /users', { apiKey: key, token, query })
  return reply.body.code ?? reply.status
}

/** The secret in the environment that is shown. */
async function secretShownIn(dialog: Locator): Promise<string> {
  const code = dialog.getByRole('region', { name: 'the environment of your backend' })
  return /PARLEY_API_SECRET=(\S+)/.exec(await code.innerText())?.[1] ?? ''
}

const clipboardOf = ({ page }: DashboardWindow) => page.evaluate(() => navigator.clipboard.readText())

test('an app is made, and its secret is shown and works', async () => {
  await using ada = await site.window(browser, CLIPBOARD, await site.signIn(ADA))
  const { page } = ada
  await ada.goto('/')
  await page.getByRole('button', { name: 'New app' }).click()
  const dialog = page.getByRole('dialog').last()
  await dialog.getByRole('button', { name: 'Create app' }).click()
  await dialog.getByText('Give the app a name').waitFor()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Web shop')
  await dialog.getByRole('button', { name: 'Create app' }).click()
  await ada.confirmsPassword()
  const ready = page.getByRole('dialog', { name: 'Web shop is ready' })
  await ready.waitFor()
  expect(await ada.barriers()).toEqual([])
  const secret = await secretShownIn(ready)
  await ready.getByRole('button', { name: 'Copy the secret' }).click()
  await ready.getByText('Copied').waitFor()
  await becomes(() => clipboardOf(ada), secret)
  await ready.getByRole('button', { name: 'Open Web shop' }).click()
  await page.getByRole('heading', { name: 'Chat Overview' }).waitFor()
  const key = /apps\/(\w+)\//.exec(page.url())?.[1] ?? ''
  expect(await codeFor(key, signToken(secret, { server: true }))).toBe(200)
  await page.getByRole('button', { name: 'Copy the API key' }).click()
  await page.getByText('Copied').first().waitFor()
  await becomes(() => clipboardOf(ada), key)
  await page.getByRole('link', { name: 'Apps', exact: true }).click()
  await page.getByRole('link', { name: 'Web shop' }).waitFor()
})

test('secrets are revealed, added, retired and revoked, and clients follow', async () => {
  const { key, secret } = await newApp('Keys')
  const doorway = { url: site.server.url, apiKey: key }
  await using bender = await new Person(doorway, 'bender', signToken(secret, { user_id: 'bender' })).connect()
  await using ada = await site.window(browser, CLIPBOARD, await site.signIn(ADA))
  const { page } = ada
  await ada.goto(`/apps/${key}/settings`)
  const rows = page.locator('app-secret-row')
  const old = rows.last()
  await old.getByText('The last active secret stays').waitFor()
  await becomes(() => old.getByRole('button', { name: /^Revoke/ }).isDisabled(), true)

  await old.getByRole('button', { name: /^Reveal/ }).click()
  await ada.confirmsPassword()
  await old.getByRole('button', { name: 'Copy the secret' }).click()
  await page.getByText('Copied').first().waitFor()
  await becomes(() => clipboardOf(ada), secret)
  await old.getByRole('button', { name: 'Hide' }).click()
  await page.getByText(secret).waitFor({ state: 'hidden' })

  await page.getByRole('button', { name: 'Add secret…' }).click()
  const adding = page.getByRole('dialog')
  await adding.getByRole('radio', { name: 'Retire the others in 24 hours' }).check()
  await adding.getByText('1 token signed with it was used, and 1 connection is open').waitFor()
  await adding.getByRole('radio', { name: 'Keep the others as they are' }).check()
  await adding.getByRole('button', { name: 'Add secret' }).click()
  const added = await secretShownIn(page.getByRole('dialog', { name: 'The new secret' }))
  await page.getByRole('button', { name: 'I have it' }).click()
  await rows.nth(1).waitFor()
  expect(await codeFor(key, signToken(added, { user_id: 'fry' }))).toBe(200)

  await old.getByRole('button', { name: /^Retire/ }).click()
  await page.getByRole('dialog').getByText('1 connection is open').waitFor()
  await page.getByRole('radio', { name: 'in 1 hour' }).check()
  await page.getByRole('button', { name: 'Retire secret', exact: true }).click()
  await old.getByText('retiring').waitFor()
  expect(await codeFor(key, bender.token ?? '')).toBe(200)

  const id = await old.getByRole('heading').getByText(/^s_/).innerText()
  await old.getByRole('button', { name: /^Revoke/ }).click()
  await ada.agrees('Revoke secret', id)
  await old.getByText('revoked').waitFor()
  expect((await bender.socket.whenClosed()).code).toBeGreaterThanOrEqual(4000)
  expect(await codeFor(key, bender.token ?? '')).toBe(43)
  expect(await codeFor(key, signToken(added, { user_id: 'fry' }))).toBe(200)
})

test('a name, a mode and a suspension are changed; what is deleted is typed', async () => {
  const { key } = await newApp('Staging')
  await using ada = await site.window(browser)
  const { page } = ada
  await ada.goto(`/apps/${key}/settings`)
  await page.getByRole('textbox', { name: 'Name' }).fill('Stage')
  await page.getByRole('button', { name: 'Save name' }).click()
  await ada.isTold('The app is called Stage now')

  await page.getByRole('button', { name: 'Switch to production…' }).click()
  await page.getByRole('alertdialog').getByText('can’t be disabled any more').waitFor()
  await ada.agrees('Switch to production')
  await page.getByText('An app in production mode can’t be deleted').waitFor()
  await becomes(() => page.getByRole('button', { name: 'Delete app…' }).isDisabled(), true)
  await ada.goto(`/apps/${key}/chat/overview`)
  await page.getByText('Only an app in development mode can disable auth checks').waitFor()
  await becomes(() => page.getByRole('switch', { name: 'Disable Auth Checks' }).isDisabled(), true)

  await ada.goto(`/apps/${key}/settings`)
  await page.getByRole('button', { name: 'Suspend app…' }).click()
  await ada.agrees('Suspend app')
  await page.getByText('This app is suspended').waitFor()
  expect(await codeFor(key, 'any')).toBe(99)
  await page.getByRole('button', { name: 'Resume app' }).click()
  await page.getByText('Suspend this app').waitFor()
  await page.getByRole('button', { name: 'Switch to development…' }).click()
  await ada.agrees('Switch to development')

  await page.getByRole('button', { name: 'Delete app…' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('textbox').fill('Staging')
  await becomes(() => dialog.getByRole('button', { name: 'Delete app' }).isDisabled(), true)
  await ada.agrees('Delete app', 'Stage')
  await page.getByRole('heading', { name: 'Apps', level: 1 }).waitFor()
  await ada.isTold('Stage is deleted')
  await becomes(() => page.getByRole('link', { name: 'Stage', exact: true }).count(), 0)
})

test('an identity provider is tested on the spot, added and removed', async () => {
  const { key } = await newApp('Providers')
  using provider = await OidcProvider.open()
  const token = await provider.token({ sub: 'bender', aud: 'chat' })
  await using ada = await site.window(browser, CALM, await site.signIn(ADA))
  const { page } = ada
  ada.problems.forgive(/status of 400/)
  await ada.goto(`/apps/${key}/chat/overview`)
  await page.getByRole('button', { name: 'Add provider…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add an identity provider' })
  await dialog.getByRole('textbox', { name: 'Issuer' }).fill(`${provider.issuer}tenant`)
  await dialog.getByRole('button', { name: 'Test' }).click()
  await dialog.getByText('the answer was 404, not 200').waitFor()
  await becomes(() => dialog.getByRole('button', { name: 'Add', exact: true }).isDisabled(), true)
  await dialog.getByRole('textbox', { name: 'Issuer' }).fill(provider.issuer)
  await dialog.getByText('More: audience and claims').click()
  await dialog.getByRole('textbox', { name: 'Audience' }).fill('chat')
  await dialog.getByRole('button', { name: 'Test' }).click()
  await dialog.getByText('its tokens can be verified').waitFor()
  await dialog.getByText(`${provider.issuer}keys`).waitFor()
  expect(await ada.barriers()).toEqual([])
  expect(await codeFor(key, token)).toBe(43)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await ada.confirmsPassword()
  await page.getByText('for audience chat, signed with ES256').waitFor()
  expect(await codeFor(key, token)).toBe(200)

  await page.getByRole('button', { name: `Remove ${provider.issuer}` }).click()
  await ada.agrees('Remove provider', provider.issuer)
  await page.getByText('None: only tokens that your secrets signed').waitFor()
  expect(await codeFor(key, token)).toBe(43)
})

test('all tokens are revoked, and that is taken back', async () => {
  const { key, secret } = await newApp('Leaked')
  const iat = Math.floor(Date.now() / 1000) - 3_600
  const token = signToken(secret, { user_id: 'bender', iat })
  const doorway = { url: site.server.url, apiKey: key }
  await using bender = await new Person(doorway, 'bender', token).connect()
  await using ada = await site.window(browser, { timezoneId: 'UTC' })
  const { page } = ada
  await ada.goto(`/apps/${key}/chat/overview`)
  await page.getByRole('button', { name: 'Revoke tokens…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Revoke user tokens?' })
  await dialog.getByText('connections open now: 1').waitFor()
  await dialog.getByRole('radio', { name: 'Issued before a time' }).check()
  await dialog.getByRole('button', { name: 'Revoke tokens' }).click()
  await dialog.getByText('Choose a day and a time').waitFor()
  const field = dialog.getByLabel('Issued before (your time)')
  await field.fill(new Date(Date.now() - 1_800_000).toISOString().slice(0, 19))
  await dialog.getByRole('button', { name: 'Revoke tokens' }).click()
  expect((await bender.socket.whenClosed()).code).toBe(4003)
  await page.getByText('are refused, for every user of this app').waitFor()
  expect(await codeFor(key, token)).toBe(40)
  await page.getByRole('button', { name: 'Take it back…' }).click()
  await ada.agrees('Take it back')
  await page.getByText('Refuse every user token that was issued before a moment').waitFor()
  expect(await codeFor(key, token)).toBe(200)
})

test('a viewer sees it all and can change nothing', async () => {
  await using vera = await site.window(browser, CALM, await site.join(VERA, 'viewer'))
  const { page } = vera
  await vera.goto('/')
  await page.getByRole('link', { name: 'Parley' }).first().waitFor()
  await becomes(() => page.getByRole('button', { name: 'New app' }).count(), 0)
  await vera.gotoApp('/settings')
  await page.getByText('your role is viewer').waitFor()
  await page.getByText('Tokens, last 24 h').first().waitFor()
  const pressed = /Save|Add|Reveal|Retire|Revoke|Switch to|Suspend|Delete/
  await becomes(() => page.getByRole('main').getByRole('button', { name: pressed }).count(), 0)
  expect(await vera.barriers()).toEqual([])
  await vera.gotoApp('/chat/overview')
  const switches = page.getByRole('switch')
  await becomes(() => switches.count(), 4)
  for (const each of await switches.all()) await becomes(() => each.isDisabled(), true)
  expect(
    await page
      .getByRole('main')
      .getByRole('button', { name: /Revoke|provider/ })
      .count(),
  ).toBe(0)
})

test('auth checks are reached by keyboard, and asked about before they are off', async () => {
  const { key } = await newApp('Keyboard')
  await using ada = await site.window(browser, CALM)
  const { page } = ada
  await ada.goto(`/apps/${key}/chat/overview`)
  const toggle = page.getByRole('switch', { name: 'Disable Auth Checks' })
  await toggle.focus()
  await page.keyboard.press('Space')
  const dialog = page.getByRole('alertdialog', { name: 'Disable auth checks?' })
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await becomes(() => toggle.isChecked(), false)
  expect(await toggle.evaluate(element => element === document.activeElement)).toBe(true)
  await page.keyboard.press('Space')
  await dialog.waitFor()
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await ada.keepsScreenshot(`asking to disable auth checks, ${scheme}`)
    expect(await ada.barriers()).toEqual([])
  }
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText(/Auth checks are off for Keyboard/).waitFor()
  await becomes(() => toggle.isChecked(), true)
  expect(await ada.barriers()).toEqual([])
})

test('dialogs fit a width of 320 pixels', async () => {
  const { key } = await newApp('Narrow')
  await using ada = await site.window(browser, {
    ...CALM,
    viewport: { width: 320, height: 640 },
  })
  const { page } = ada
  const opened = [
    ['/', 'New app'],
    [`/apps/${key}/settings`, 'Add secret…'],
    [`/apps/${key}/settings`, 'Switch to production…'],
    [`/apps/${key}/settings`, 'Delete app…'],
    [`/apps/${key}/chat/overview`, 'Revoke tokens…'],
    [`/apps/${key}/chat/overview`, 'Add provider…'],
  ] as const
  for (const [path, button] of opened) {
    await ada.goto(path)
    await page.getByRole('button', { name: button }).click()
    const dialog = page.locator('mat-dialog-container')
    await dialog.waitFor()
    const overflow = await dialog
      .locator('.mat-mdc-dialog-content')
      .evaluate(each => each.scrollWidth - each.clientWidth)
    expect([button, overflow, await overflowX(page)]).toEqual([button, 0, 0])
    expect([button, await ada.barriers()]).toEqual([button, []])
  }
})

import { afterAll, expect, test } from 'bun:test'
import type { DashboardBrowser } from '@parley/testkit'
import { totpCode, totpStep } from '../../packages/server/src/auth/totp.ts'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ADA, VERA } from '../src/dashboard-people.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import type { DashboardWindow } from '../src/dashboard-window.ts'

const browser = await startBrowser()

let aheadUs = 0
const clock = () => Date.now() * 1_000 + aheadUs
const site = await DashboardSite.open({ clock })
afterAll(() => site[Symbol.asyncDispose]())

/** The time at the server goes on, and so do sessions and throttles. */
function passes(seconds: number): void {
  aheadUs += seconds * 1e6
}

/** Of the authenticator app; no code is good twice, the next one is good early. */
function codeOf(secret: string, stepsLater = 0): string {
  return totpCode(secret, totpStep(Date.now() * 1_000) + stepsLater)
}

/** A password that was wrong, a page that one may not see: the browser notes what was refused. */
function forgiveRefusals(window: DashboardWindow): void {
  window.problems.forgive(/status of 40[13]/, /status of 429/)
}

async function takesSecondFactor(window: DashboardWindow): Promise<{ secret: string; codes: string[] }> {
  const { page } = window
  await page.getByRole('button', { name: 'Switch on' }).click()
  await window.confirmsPassword()
  const secret = (await page.locator('.key').innerText()).replace(/\s/g, '')
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  await window.keepsScreenshot('second factor, light')
  expect(await window.barriers()).toEqual([])
  await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret))
  await page.locator('app-enrol-second-factor').getByRole('button', { name: 'Switch on' }).click()
  const shown = page.getByRole('region', { name: 'Recovery codes' })
  await shown.waitFor()
  await window.keepsScreenshot('recovery codes, light')
  expect(await window.barriers()).toEqual([])
  const codes = await shown.locator('li').allInnerTexts()
  const download = page.waitForEvent('download')
  await shown.getByRole('button', { name: 'Download' }).click()
  const saved = await Bun.file(await (await download).path()).text()
  for (const code of codes) expect(saved).toContain(code)
  await shown.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('10 of 10 recovery codes left').waitFor()
  return { secret, codes }
}

test('from the set-up link to a second factor, out, and in with it', async () => {
  await using fresh = await DashboardSite.fresh()
  await using window = await fresh.window(browser, {}, null)
  forgiveRefusals(window)
  const { page } = window
  await window.goto('/')
  await window.isAt('Set Parley up')
  await window.goto(`/setup#${fresh.server.running.setupToken}`)
  await window.isAt('Welcome to Parley')
  await page.waitForURL(`${fresh.url}/setup`)
  await page.getByLabel('E-mail address').fill(ADA.email)
  await page.getByLabel('Your name').fill(ADA.name)
  await page.locator('input[name=password]').fill('too short')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByText('This one can’t be used yet.').waitFor()
  await page.locator('input[name=password]').fill(ADA.password)
  await becomes(() => page.locator('app-new-password li.kept').count(), 3)
  await page.getByRole('button', { name: 'Show: Password' }).click()
  await becomes(() => page.locator('input[name=password]').getAttribute('type'), 'text')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.waitForURL(`${fresh.url}/`)
  await window.goto('/account')
  const { secret, codes } = await takesSecondFactor(window)

  await window.signsOut()
  await window.signsIn(ADA)
  await window.isAt('One more step')
  await page.getByRole('textbox', { name: 'Code' }).fill('000 000')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('the code is wrong').waitFor()
  await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret, 1))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`${fresh.url}/`)

  await window.signsOut()
  await window.signsIn(ADA)
  await page.getByRole('button', { name: /Use a recovery code/ }).click()
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(codes[0] ?? '')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`${fresh.url}/`)
  await window.goto('/account')
  await page.getByText('9 of 10 recovery codes left').waitFor()
  await window.goto('/setup')
  await window.isAt('Parley is set up already')
})

test('whoever guesses waits, and sees for how long', async () => {
  await using guessed = await DashboardSite.open({ clock })
  await using window = await guessed.window(browser, {}, null)
  forgiveRefusals(window)
  const { page } = window
  await window.goto('/sign-in')
  await window.signsIn({ ...ADA, password: 'not the password' })
  await page.getByText('e-mail address or password is wrong').waitFor()
  const guess = () => guessed.ada.call('POST /sign_in', { email: ADA.email, password: 'nor this one' })
  for (let guesses = 0; guesses < 4; guesses++) expect((await guess()).status).toBe(401)
  for (const seconds of [1, 2]) {
    passes(seconds)
    expect((await guess()).status).toBe(401)
  }
  await window.signsIn(ADA)
  await page.getByText('too many failed attempts to sign in for this account').waitFor()
  const waiting = page.getByRole('button', { name: /^Try again in \d+ s$/ })
  await waiting.waitFor()
  await becomes(() => waiting.getAttribute('aria-disabled'), 'true')
  await window.keepsScreenshot('throttled sign-in, light')
  expect(await window.barriers()).toEqual([])
  passes(4)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`${guessed.url}/`)
})

/** Where an app can be changed, by those who may. */
const PAGES_OF_AN_APP = [
  '/chat/overview',
  '/settings',
  '/users',
  '/users/demo-sara',
  '/users/demo-sara?tab=connections',
  '/users/demo-sara?tab=belongings',
  '/channels',
  '/channels/team:demo-launch',
  '/channels/team:demo-launch?tab=members',
  '/channels/team:demo-launch?tab=data',
  '/channels/team:demo-launch?tab=actions',
  '/channel-types',
  '/channel-types/messaging',
  '/roles',
  '/logs/webhooks',
  '/moderation',
  '/moderation/bans',
  '/moderation/blocklists',
]

/** How the names of buttons begin that change something. */
const CHANGES =
  /^(add|ban|cancel|change|create|deactivate|delete|edit|freeze|invite|make|new|pause|remove|rename|restore|retire|reveal|revoke|save|send|suspend|switch|truncate|unban|write)\b/i

/** Names of the buttons in the page that can be pressed and say that they change something. */
async function changingButtons({ page }: DashboardWindow): Promise<string[]> {
  const buttons = page.getByRole('main').getByRole('button', { disabled: false })
  const names = await buttons.evaluateAll(all =>
    all.map(each => (each.getAttribute('aria-label') ?? each.textContent ?? '').replace(/\s+/g, ' ').trim()),
  )
  return names.filter(name => CHANGES.test(name))
}

test('an invited viewer joins, looks, and can change nothing', async () => {
  await using ada = await site.window(browser)
  forgiveRefusals(ada)
  await site.demo()
  await ada.goto('/admins')
  await ada.page.getByRole('button', { name: 'Invite' }).click()
  await ada.page.getByLabel('E-mail address').fill(VERA.email)
  await ada.page.getByLabel('Only these').check()
  await ada.page.getByRole('checkbox', { name: new RegExp(site.apiKey) }).check()
  await ada.keepsScreenshot('invite, light')
  expect(await ada.barriers()).toEqual([])
  await ada.page.getByRole('button', { name: 'Make the link' }).click()
  const link = await ada.page.getByRole('dialog').locator('.link .mono').innerText()
  await ada.keepsScreenshot('invitation link, light')
  await ada.page.getByRole('button', { name: 'Done' }).click()
  await ada.page.getByRole('table', { name: 'Invitations' }).getByText(VERA.email).waitFor()

  await using vera = await site.window(browser, {}, null)
  forgiveRefusals(vera)
  await vera.page.goto(link)
  await vera.isAt('You are invited to Parley')
  await vera.page.getByText('May look at everything but secrets').waitFor()
  await vera.keepsScreenshot('join, light')
  expect(await vera.barriers()).toEqual([])
  await vera.page.getByLabel('Your name').fill(VERA.name)
  await vera.page.locator('input[name=password]').fill(VERA.password)
  await vera.page.getByRole('button', { name: 'Join' }).click()
  await vera.page.waitForURL(`${site.url}/`)
  await vera.isQuiet()
  await becomes(() => vera.page.getByRole('link', { name: 'Admins' }).count(), 0)
  await becomes(() => vera.page.getByRole('link', { name: 'Audit log' }).count(), 0)
  const found: Record<string, string[]> = { '/': await changingButtons(vera) }
  for (const path of PAGES_OF_AN_APP) {
    await vera.gotoApp(path)
    await vera.isQuiet()
    expect(await vera.heading.innerText()).not.toContain('There is no such')
    found[path] = await changingButtons(vera)
  }
  expect(Object.entries(found).filter(([, names]) => names.length > 0)).toEqual([])
  for (const path of ['/admins', '/audit']) {
    await vera.goto(path)
    await vera.page
      .getByText(/viewer/i)
      .first()
      .waitFor()
    expect(await changingButtons(vera)).toEqual([])
  }
  const app = `/apps/${site.apiKey}`
  const statuses = await Promise.all([
    vera.callsApi(`PATCH ${app}`, { name: 'Mine' }),
    vera.callsApi(`PATCH ${app}/authentication`, { disable_auth_checks: true }),
    vera.callsApi('POST /apps', { name: 'Mine' }),
    vera.callsApi('POST /invitations', { email: 'eve@example.com', role: 'owner' }),
    vera.callsApi('GET /admins'),
    vera.callsApi('GET /audit'),
    vera.callsApi(`POST ${app}/chat/users`, { users: { eve: { id: 'eve', role: 'admin' } } }),
  ])
  expect(new Set(statuses)).toEqual(new Set([403]))
  await vera.page.goto(link)
  await vera.isAt('This invitation is good no more')
})

test('an owner changes what somebody may do, removes them, and the log tells it', async () => {
  const bob = { email: 'bob@example.com', name: 'Bob Ross', password: 'happy little accidents' }
  const bobs = await site.join(bob, 'viewer')
  await using ada = await site.window(browser)
  await using window = await site.window(browser, {}, bobs)
  for (const each of [ada, window]) forgiveRefusals(each)
  await window.goto('/audit')
  await window.page.getByText('Viewers don’t see the audit log').waitFor()

  await ada.goto('/admins')
  await ada.page.getByRole('button', { name: `Change the access of ${bob.email}` }).click()
  await ada.page
    .getByRole('dialog')
    .getByRole('radio', { name: /^Admin/ })
    .check()
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await ada.isTold(`The access of ${bob.email} was changed.`)
  await window.page.reload()
  await window.page
    .getByRole('list', { name: 'Changes, the newest first' })
    .or(window.page.getByText('Nothing was changed yet'))
    .waitFor()

  await ada.page.getByRole('button', { name: `Remove ${bob.email}` }).click()
  await ada.agrees('Remove', bob.email)
  await ada.isTold(`${bob.email} was removed.`)
  await window.page.getByRole('link', { name: 'Apps' }).click()
  await window.isAt('Sign in')

  await ada.goto('/audit')
  const log = ada.page.getByRole('list', { name: 'Changes, the newest first' })
  await log.getByRole('button', { name: `removed admin ${bob.email}` }).waitFor()
  await log.getByRole('button', { name: `changed the access of admin ${bob.email}` }).click()
  const role = log.getByRole('row', { name: /^role/ })
  expect(await role.innerText()).toMatch(/^role\s+viewer\s+admin$/)
  await log.getByRole('button', { name: 'Only this kind' }).click()
  await ada.page.waitForURL(/action=admin\.access/)
  await log.getByRole('button', { name: 'joined' }).first().waitFor({ state: 'detached' })
  await becomes(() => log.getByRole('listitem').count(), 1)
  await ada.page.getByRole('combobox', { name: 'What' }).click()
  await ada.page.getByRole('option', { name: 'Exports' }).click()
  await ada.page.getByText('Nothing fits these filters').waitFor()
  await ada.page.getByRole('button', { name: 'Show everything' }).click()
  await log.getByRole('button', { name: 'joined' }).first().waitFor()
})

test('an invitation that was cancelled says so', async () => {
  const { token } = await site.ada.ok('POST /invitations', { email: 'carl@example.com', role: 'admin' })
  await using ada = await site.window(browser)
  await ada.goto('/admins')
  await ada.page.getByRole('button', { name: 'Cancel the invitation of carl@example.com' }).click()
  await ada.isTold('The invitation of carl@example.com is good no more.')
  await using carl = await site.window(browser, {}, null)
  forgiveRefusals(carl)
  await carl.goto(`/join#${token}`)
  await carl.isAt('This invitation is good no more')
})

test('the session is in a cookie that no script and no other site gets', async () => {
  await using window = await site.window(browser, {}, null)
  forgiveRefusals(window)
  const { page } = window
  await window.goto('/sign-in')
  await window.signsIn(ADA)
  await page.waitForURL(`${site.url}/`)
  expect(await page.context().cookies()).toEqual([
    expect.objectContaining({ path: '/dashboard', httpOnly: true, sameSite: 'Strict', domain: '127.0.0.1' }),
  ])
  expect(await page.evaluate(() => document.cookie)).toBe('')

  const evil = await page.context().newPage()
  const form = `<form method="post" action="${site.url}/api/sign_out_everywhere"><button>Win</button></form>`
  await evil.route('http://evil.example/', route => route.fulfill({ contentType: 'text/html', body: form }))
  await evil.goto('http://evil.example/')
  const answered = evil.waitForResponse(/sign_out_everywhere/)
  await evil.getByRole('button', { name: 'Win' }).click()
  const response = await answered
  expect(response.status()).toBe(403)
  expect(await response.request().headerValue('cookie')).toBeNull()
  await page.bringToFront()
  expect(await window.callsApi('GET /session')).toBe(200)
})

test('one signs in without a mouse, and sees where one is', async () => {
  await using window = await site.window(browser, {}, null)
  forgiveRefusals(window)
  const { page } = window
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document
      const name = activeElement?.getAttribute('name') ?? activeElement?.getAttribute('aria-label')
      return name ?? activeElement?.textContent?.trim() ?? ''
    })
  await window.goto('/sign-in?next=%2Faccount')
  await page.keyboard.press('Tab')
  await becomes(() => focused(), 'username')
  await page.keyboard.press('Enter')
  await page.getByText('Type your e-mail address.').waitFor()
  await becomes(() => focused(), 'username')
  await page.keyboard.type(ADA.email)
  await page.keyboard.press('Tab')
  await becomes(() => focused(), 'password')
  await page.keyboard.type(ADA.password)
  await page.keyboard.press('Tab')
  await becomes(() => focused(), 'Show: Password')
  await page.keyboard.press('Tab')
  await becomes(() => focused(), 'Sign in')
  await page.keyboard.press('Enter')
  await window.isAt('Your account')
  await page.keyboard.press('Tab')
  await becomes(() => focused(), 'Skip to the page')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await becomes(() => focused(), 'name')
})

/** Does something that asks the server, and finds out that nobody is signed in. */
async function isLedOut(window: DashboardWindow): Promise<void> {
  await window.page.getByRole('button', { name: 'Refresh' }).click()
  await window.isAt('Sign in')
  await window.page.getByText('Your session has ended.').waitFor()
}

async function isRead({ page }: DashboardWindow): Promise<void> {
  await page
    .getByRole('button', { name: /signed in/ })
    .first()
    .waitFor()
}

async function openLog(session: DashboardBrowser): Promise<DashboardWindow> {
  const window = await site.window(browser, {}, session)
  forgiveRefusals(window)
  await window.goto('/audit?action=session')
  await isRead(window)
  return window
}

test('a session that ends leads to the sign-in, and back to where one was', async () => {
  await using window = await openLog(await site.signIn(ADA))
  await (await site.signIn(ADA)).ok('POST /sign_out_everywhere')
  await isLedOut(window)
  await window.signsIn(ADA)
  await window.page.waitForURL(/\/audit\?action=session$/)
  await isRead(window)

  passes(8 * 3_600 + 60)
  await isLedOut(window)
  await window.page.goto(`${site.url}/sign-in?next=https:%2F%2Fevil.example`)
  await window.signsIn(ADA)
  await window.page.waitForURL(`${site.url}/`)
})

test('one ends sessions and changes the password', async () => {
  const dora = { email: 'dora@example.com', name: 'Dora', password: 'maps and a backpack' }
  await site.ada.ok('POST /sign_in', ADA)
  await site.ada.ok('POST /session/confirm', ADA)
  const doras = await site.join(dora, 'admin')
  const other = await site.signIn(dora)
  await using window = await site.window(browser, {}, doras)
  forgiveRefusals(window)
  const { page } = window
  await window.goto('/account')
  await page.getByRole('button', { name: 'End Bun' }).click()
  await window.isTold('The session has ended.')
  expect((await other.call('GET /session')).status).toBe(401)
  const another = await site.signIn(dora)

  await page.getByRole('button', { name: 'Change password' }).click()
  await page.locator('input[name=password]').fill('wrong of course')
  await page.locator('input[name=new-password]').fill('a map and two backpacks')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('password is wrong').waitFor()
  await page.locator('input[name=password]').fill(dora.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await window.isTold('Your password was changed; your other sessions have ended.')
  expect((await another.call('GET /session')).status).toBe(401)

  await page.getByLabel('Your name').fill('Dora Marquez')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('complementary').getByText('Dora Marquez').waitFor()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await window.agrees('Sign out everywhere')
  await window.isAt('Sign in')
  await window.signsIn({ ...dora, password: 'a map and two backpacks' })
  await page.waitForURL(`${site.url}/`)
})

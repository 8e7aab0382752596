import { afterAll, expect, test } from 'bun:test'
import type { ReplyBody } from '@parley/testkit'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ADA, VERA } from '../src/dashboard-people.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import type { DashboardWindow } from '../src/dashboard-window.ts'

const browser = await startBrowser()
const site = await DashboardSite.open()
afterAll(() => site[Symbol.asyncDispose]())

const open = (path: string): Promise<DashboardWindow> =>
  site.window(browser, { reducedMotion: 'reduce' }).then(async window => {
    await window.gotoApp(path)
    return window
  })

const find = async (id: string): Promise<ReplyBody> => {
  const { user, custom } = await site.ada.ok(`GET /apps/${site.apiKey}/users/${id}`)
  return { ...(user as ReplyBody), custom }
}

test('where nobody is yet, the page says how they come', async () => {
  await using window = await open('/users')
  const { page } = window
  await page.getByRole('heading', { name: 'Nobody is here yet' }).waitFor()
  expect(await page.getByRole('region', { name: /snippet/ }).textContent()).toContain(site.apiKey)
  expect(await window.barriers()).toEqual([])
})

test('a user is made by keyboard alone', async () => {
  await using window = await open('/users')
  const { page } = window
  await page.getByRole('button', { name: 'New user' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New user' })
  await dialog.waitFor()
  expect(await window.barriers()).toEqual([])
  // The id has the focus already.
  await page.keyboard.type('bender rodriguez')
  await page.keyboard.press('Enter')
  await dialog.getByText('can’t be in an ID').waitFor()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('bender')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Bender')
  await page.keyboard.press('Enter')
  await window.heading.filter({ hasText: 'Bender' }).waitFor()
  expect(new URL(page.url()).pathname).toEndWith('/users/bender')
  expect(await find('bender')).toMatchObject({ id: 'bender', name: 'Bender', role: 'user' })

  await window.gotoApp('/users')
  await page.getByRole('button', { name: 'New user' }).click()
  await dialog.getByLabel('User ID').fill('bender')
  await dialog.getByRole('button', { name: 'Create user' }).click()
  await dialog.getByText('There is a user with this ID already.').waitFor()
})

test('a user is edited, and only what was changed is written', async () => {
  await site.server.upsertUsers({ id: 'leela', name: 'Leela', ship: 'Nimbus', rank: 1 })
  await using window = await open('/users/leela')
  const { page } = window
  const save = page.getByRole('button', { name: 'Save changes' })
  await becomes(() => save.isDisabled(), true)
  const custom = page.getByLabel('Custom data')
  await custom.fill('{"ship": ')
  await page.getByText(/not JSON/).waitFor()
  await becomes(() => save.isDisabled(), true)
  await custom.fill('{"ship": "Planet Express", "pets": ["Nibbler"]}')
  await page.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: 'admin', exact: true }).click()
  await page.getByLabel('Teams').fill('red, blue, red')
  await save.click()
  await window.isTold('Saved')
  expect(await find('leela')).toMatchObject({
    name: 'Leela',
    role: 'admin',
    teams: ['red', 'blue'],
    custom: { ship: 'Planet Express', pets: ['Nibbler'] },
  })
  const { entries } = await site.ada.ok('GET /audit?action=user.update&limit=1')
  expect(entries).toMatchObject([{ target: 'user leela', before: { rank: 1 }, after: { role: 'admin' } }])
})

test('a user is banned with a reason, and the ban is lifted', async () => {
  await site.server.upsertUsers({ id: 'zapp', name: 'Zapp' })
  await using window = await open('/users/zapp')
  const { page } = window
  await page.getByRole('button', { name: 'Ban', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Ban zapp' })
  await dialog.getByRole('combobox', { name: 'For how long' }).click()
  await page.getByRole('option', { name: 'An hour' }).click()
  await dialog.getByLabel('Reason').fill('Velour')
  expect(await window.barriers()).toEqual([])
  await dialog.getByRole('button', { name: 'Ban', exact: true }).click()
  await window.isTold('Banned: zapp')
  await page.getByText('banned', { exact: true }).waitFor()
  expect(await find('zapp')).toMatchObject({ banned: true })
  await page.getByRole('link', { name: 'Bans, mutes & devices' }).click()
  await page.getByText('“Velour”').waitFor()
  await page.getByRole('button', { name: 'Lift', exact: true }).click()
  await window.isTold('The ban is lifted')
  await page.getByText('Not banned from the app').waitFor()
})

test('a connection is seen and closed; revoked tokens are refused', async () => {
  const fry = await site.server.connected('fry')
  await using window = await open('/users/fry?tab=connections')
  const { page } = window
  await page.getByRole('table', { name: 'Open connections' }).waitFor()
  await becomes(() => page.getByRole('row').count(), 2)
  await page.getByText('WebSocket').waitFor()
  await page.getByRole('button', { name: /^Disconnect 127/ }).click()
  await window.agrees('Close')
  expect((await fry.socket.closed).code).toBe(4003)
  await page.getByRole('heading', { name: 'Not connected' }).waitFor()

  const again = await site.server.connected('fry')
  await page.getByRole('table', { name: 'Open connections' }).waitFor()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Revoke tokens' }).click()
  await window.agrees('Revoke tokens')
  await window.isTold('Their tokens are revoked')
  expect((await again.socket.closed).code).toBe(4003)
})

test('a token is made after the password, shown once, and good', async () => {
  await site.server.upsertUsers({ id: 'amy', name: 'Amy' })
  const fresh = await site.signIn(ADA)
  await using window = await site.window(browser, { reducedMotion: 'reduce' }, fresh)
  await window.gotoApp('/users/amy')
  const { page } = window
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Make a token' }).click()
  await page.getByRole('button', { name: 'Make token' }).click()
  await window.confirmsPassword()
  const code = page.getByRole('region', { name: 'the token' })
  const token = (await code.textContent())?.trim() ?? ''
  expect((await site.server.call('GET /app', undefined, { token })).status).toBe(200)
  await page.getByRole('button', { name: 'Done' }).click()
  expect(await page.content()).not.toContain(token)
})

test('a user is deactivated, deleted by their typed id, and restored', async () => {
  await site.server.upsertUsers({ id: 'kif', name: 'Kif Kroker' })
  await using window = await open('/users/kif')
  const { page } = window
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Deactivate' }).click()
  await window.agrees('Deactivate')
  await window.isTold('Deactivated: kif')
  await page.getByRole('button', { name: 'Reactivate' }).click()
  await window.isTold('Reactivated: kif')

  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Delete kif' })
  const confirm = dialog.getByRole('button', { name: 'Delete user' })
  await becomes(() => confirm.isDisabled(), true)
  await dialog.getByLabel('User ID').fill('KIF')
  await becomes(() => confirm.isDisabled(), true)
  await dialog.getByLabel('User ID').fill('kif')
  expect(await window.barriers()).toEqual([])
  await confirm.click()
  await window.isTold('Deleted: kif')
  await page.getByText('Deleted: they can’t connect').waitFor()
  expect(await find('kif')).toMatchObject({ deleted_at: expect.any(String) })

  await window.gotoApp('/users?standing=deleted')
  await page.getByRole('link', { name: 'Kif Kroker' }).click()
  await page.getByRole('button', { name: 'Restore' }).click()
  await window.isTold('Restored: kif')
  expect(await find('kif')).not.toHaveProperty('deleted_at')
})

test('users are found, filtered and paged', async () => {
  await site.server.upsertUsers({ id: 'farnsworth', name: 'Hubert', role: 'moderator' })
  for (let from = 0; from < 120; from += 60) {
    const some = Array.from({ length: 60 }, (_, n) => ({
      id: `robot-${from + n}`,
      name: `Robot ${from + n}`,
    }))
    await site.server.upsertUsers(...some)
  }
  await using window = await open('/users')
  const { page } = window
  const rows = page.getByRole('table', { name: 'Users' }).locator('tbody tr')
  await page.getByRole('searchbox').fill('robot-11')
  await rows.nth(11).waitFor({ state: 'detached' })
  await becomes(() => rows.count(), 11)
  await page.getByRole('searchbox').fill('robot')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('Page 2').waitFor()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('Page 3').waitFor()
  await page.getByText('robot-0', { exact: true }).waitFor()
  await becomes(() => rows.count(), 20)
  await becomes(() => page.getByRole('button', { name: 'Next' }).isDisabled(), true)
  await page.getByRole('searchbox').fill('nobody at all')
  await page.getByRole('heading', { name: 'Nobody matches' }).waitFor()
  await page.getByRole('button', { name: 'Show everybody' }).click()
  await page.getByRole('button', { name: 'Banned' }).click()
  await page.getByRole('heading', { name: 'Nobody is banned' }).waitFor()
  await page.getByRole('button', { name: 'All', exact: true }).click()
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('button', { name: 'Moderators' }).click()
  await page.getByText('farnsworth', { exact: true }).waitFor()
  await becomes(() => rows.count(), 1)
  expect(await window.barriers()).toEqual([])
})

test('who may only look is offered nothing that they may not do', async () => {
  const vera = await site.join(VERA, 'viewer')
  await site.server.upsertUsers({ id: 'hermes', name: 'Hermes' })
  await using window = await site.window(browser, { reducedMotion: 'reduce' }, vera)
  await window.gotoApp('/users')
  const { page } = window
  await page.getByRole('link', { name: 'Hermes' }).click()
  await window.heading.filter({ hasText: 'Hermes' }).waitFor()
  for (const name of ['Ban', 'More', 'Save changes']) {
    await becomes(() => page.getByRole('button', { name, exact: true }).count(), 0)
  }
  await becomes(() => page.getByLabel('Name').isDisabled(), true)
})

import { afterAll, expect, test } from 'bun:test'
import { eventually, type Person } from '@parley/testkit'
import type { Page } from 'playwright-core'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import type { DashboardWindow } from '../src/dashboard-window.ts'

const browser = await startBrowser()
const site = await DashboardSite.open()
afterAll(() => site[Symbol.asyncDispose]())

const HALL = 'livestream/hall'
const PHONE = { width: 360, height: 740 }

interface Report {
  readonly months: readonly { readonly regular: number; readonly guest: number; readonly total: number }[]
  readonly totals: {
    readonly messages: { readonly regular: number; readonly guest: number; readonly total: number }
    readonly connections: Readonly<Record<'regular' | 'guest' | 'anonymous' | 'total', number>>
  }
}

const send = (author: Person) => author.ok(`POST /channels/${HALL}/message`, { message: { text: 'hi' } })
const card = (page: Page, label: string | RegExp) =>
  page.locator('app-stat').filter({ hasText: label }).locator('.value')

/** The cells of the row of today, below what their columns are called. */
async function today(page: Page): Promise<string[]> {
  const cells = await page.locator('app-usage-table tbody tr').first().locator('td').allTextContents()
  return cells.map(cell => cell.trim())
}

async function pictures(window: DashboardWindow, name: string): Promise<void> {
  const { page } = window
  await window.isQuiet()
  await window.keepsScreenshot(`${name}, light`)
  expect(await window.barriers()).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await window.keepsScreenshot(`${name}, dark`)
  expect(await window.barriers()).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(PHONE)
  await window.keepsScreenshot(`${name}, phone`)
  expect(await window.barriers()).toEqual([])
}

/** As a browser does with a tab that goes to the background or comes back. */
async function seen(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate(value => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
}

/** Until the server has counted some seconds more: longer than the page waits between two questions. */
async function secondsPass(): Promise<void> {
  const since = async () => {
    const { samples } = await site.ada.ok('GET /apps/test-key/live')
    return (samples as { second: number }[]).at(-1)?.second ?? 0
  }
  const before = await since()
  await eventually(async () => (await since()) >= before + 4, 'four seconds passed')
}

test('before anybody came, the page says when numbers appear', async () => {
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  await window.gotoApp('/usage')
  await window.page.getByRole('heading', { name: 'Nobody has been here yet' }).waitFor()
  await window.page.getByRole('link', { name: 'Make a token to connect with' }).waitFor()
  await pictures(window, 'usage of nobody')
})

test('the page has the numbers of what a population did', async () => {
  const { server } = site
  const { grants } = (await server.ok('GET /channeltypes/livestream')) as { grants: Record<string, string[]> }
  const guestMay = [...(grants.guest ?? []), 'create-message']
  await server.ok('PUT /channeltypes/livestream', { grants: { ...grants, guest: guestMay } })
  await server.upsertUsers({ id: 'ann' })
  await server.ok(`POST /channels/${HALL}/query`, { data: { created_by_id: 'ann', members: ['ann'] } })

  // Four regular users, one of them on two clients; two guests; three who stay anonymous.
  const regular = await Promise.all(['ann', 'ben', 'cid', 'dot', 'ann'].map(id => server.connected(id)))
  const guests = [await server.guest('gil'), await server.guest('hal')]
  for (const guest of guests) await guest.connect()
  for (let i = 0; i < 3; i++) await server.anonymous().connect()
  const [ann, ben] = regular as [Person, Person]
  const [gil] = guests as [Person]
  for (let i = 0; i < 5; i++) await send(ann)
  for (let i = 0; i < 2; i++) await send(gil)
  // One goes and comes back: the same user, and no more at once than before.
  await ben[Symbol.asyncDispose]()
  await server.connected('ben')
  await server.running.deps.hub.usage.flush()

  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/usage')
  await card(page, /Active users in/).waitFor()
  const report = (await site.ada.ok('GET /apps/test-key/usage?by=day')) as unknown as Report
  expect(report.months.at(-1)).toMatchObject({ regular: 4, guest: 2, total: 6 })
  expect(report.totals).toEqual({
    messages: { regular: 5, guest: 2, total: 7 },
    connections: { regular: 5, guest: 2, anonymous: 3, total: 10 },
  })
  await becomes(() => card(page, /Active users in/).textContent(), String(report.months.at(-1)?.total))
  await becomes(() => card(page, 'Messages sent').textContent(), String(report.totals.messages.total))
  expect(await card(page, 'Most connections at once').textContent()).toBe(
    String(report.totals.connections.total),
  )
  // Messages, active users, connections: all, regular, guests; connections also anonymous.
  expect(await today(page)).toEqual(['7', '5', '2', '6', '4', '2', '10', '5', '2', '3'])

  await page
    .getByRole('img', { name: /^Most connections at once by day/ })
    .locator('canvas')
    .first()
    .waitFor()
  await pictures(window, 'usage')
})

test('another range is in the address, and in the file', async () => {
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/usage')
  await page.getByRole('button', { name: '24 hours' }).click()
  await page.waitForURL(/range=24h/)
  await page.getByRole('columnheader', { name: 'Hour' }).waitFor()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  const file = await downloading
  expect(file.suggestedFilename()).toMatch(/^usage-test-key-by-hour-.*\.csv$/)
  const lines = (await Bun.file(await file.path()).text()).trim().split('\r\n')
  expect(lines).toHaveLength(25)
  // An hour may have struck since.
  const rows = lines.slice(1).map(line => line.split(',').map(Number))
  const column = (at: number) => rows.map(row => row[at] ?? 0)
  const sent = [2, 3, 4].map(at => column(at).reduce((sum, count) => sum + count, 0))
  expect(sent).toEqual([7, 5, 2])
  expect([8, 9, 10, 11].map(at => Math.max(...column(at)))).toEqual([10, 5, 2, 3])
  const shown = await page.locator('app-usage-table tbody tr td:nth-child(2)').allTextContents()
  expect(shown.map(Number).reduce((sum, count) => sum + count, 0)).toBe(7)

  await page.getByRole('button', { name: 'Hour', exact: true }).click()
  await page.getByRole('columnheader', { name: 'Minute' }).waitFor()
  await page.getByRole('button', { name: 'Days …' }).click()
  await page.getByLabel('From', { exact: true }).fill('2026-02-01')
  await page.getByLabel('to', { exact: true }).fill('2026-01-01')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.getByText('The first day must not be after the last.').waitFor()
  await page.getByLabel('to', { exact: true }).fill('2026-02-03')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.waitForURL(/from=2026-02-01&to=2026-02-03/)
  await page.getByRole('button', { name: 'Show all 72 rows' }).waitFor()
})

test('live: the numbers move when messages are sent, stop when paused, and say when they are lost', async () => {
  const { server } = site
  const [ann, ben] = [await server.connected('ann'), await server.connected('ben')]
  await ben.ok(`POST /channels/${HALL}/query?connection_id=${ben.connectionId}`, { watch: true, state: true })
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/live')
  const figure = (id: string) => page.locator(`[data-figure=${id}]`)
  const line = (id: string) => figure(id).locator('path.line').getAttribute('d')
  await page.getByRole('status').getByText('Live').waitFor()
  const open = server.running.deps.hub.liveCounts(server.running.app.id).total
  await becomes(() => figure('connections').locator('.number').textContent(), String(open))
  const before = await line('messages')
  for (let i = 0; i < 30; i++) await send(ann)
  await page.waitForFunction(
    () => Number(document.querySelector('[data-figure=messages] .number')?.textContent) > 0,
  )
  await page.waitForFunction(
    () => Number(document.querySelector('[data-figure=deliveries] .number')?.textContent) > 0,
  )
  await figure('times')
    .getByText(/^half of \d+ within/)
    .waitFor()
  await page.waitForFunction(
    was => document.querySelector('[data-figure=messages] path.line')?.getAttribute('d') !== was,
    before,
  )
  await pictures(window, 'live')

  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('status').getByText('Paused').waitFor()
  let asked = 0
  page.on('request', request => {
    if (request.url().includes('/live?')) asked += 1
  })
  await secondsPass()
  expect(asked).toBe(0)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.waitForRequest(/\/live\?since=\d+/)

  // Nobody looks: the tab is in the background.
  await seen(page, 'hidden')
  await secondsPass()
  const whileHidden = asked
  await secondsPass()
  expect(asked).toBe(whileHidden)
  const coming = page.waitForRequest(/\/live\?since=\d+/)
  await seen(page, 'visible')
  await coming

  window.problems.forgive(/ERR_INTERNET_DISCONNECTED|Failed to load resource/)
  await page.context().setOffline(true)
  await page.getByRole('status').getByText('Connection lost').waitFor()
  await page.getByText(/^.*Trying again in \d+ s\./).waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('status').getByText('Live').waitFor()
})

test('teams: all of them in a table, and one alone', async () => {
  const { server } = site
  await server.ok('PATCH /app', { multi_tenant_enabled: true })
  await server.upsertUsers({ id: 'eva', teams: ['blue'] }, { id: 'fox', teams: ['red'] })
  for (const [team, user_id] of [
    ['blue', 'eva'],
    ['red', 'fox'],
  ] as const) {
    await server.ok(`POST /channels/messaging/${team}/query`, { data: { created_by_id: user_id, team } })
    await server.ok(`POST /channels/messaging/${team}/message`, { message: { text: 'hi', user_id } })
  }
  await server.ok('POST /channels/messaging/blue/message', { message: { text: 'hi', user_id: 'eva' } })
  await server.connected('eva')
  await server.running.deps.hub.usage.flush()
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/usage')
  const row = page.locator('app-team-table tbody tr').filter({ hasText: 'blue' })
  await row.waitFor()
  const cells = (await row.locator('td').allTextContents()).map(cell => cell.trim())
  expect(cells).toEqual(['2', '1', '1'])
  await row.getByRole('button', { name: 'blue' }).click()
  await page.waitForURL(/team=blue/)
  await page.getByRole('heading', { name: 'Teams' }).waitFor({ state: 'hidden' })
  // Those of all teams stay until the team's are there.
  const isOfBlue = async () => (await today(page)).slice(0, 4).join(' ') === '2 2 0 1'
  await eventually(isOfBlue, 'the numbers of team blue', 10_000)
  await card(page, /Active users in/)
    .getByText('1', { exact: true })
    .waitFor()
  await pictures(window, 'usage of a team')
})

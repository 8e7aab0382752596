import { expect, test } from 'bun:test'
import { eventually, type Frame } from '@parley/testkit'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { VERA } from '../src/dashboard-people.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import type { DashboardWindow } from '../src/dashboard-window.ts'
import { overflowX } from '../src/page-checks.ts'

const browser = await startBrowser()

const CID = 'messaging:hall'
const PHONE = { width: 360, height: 740 }

/** A hall in which Mallory advertises, and Bob does not like it. Answers the id of what she said. */
async function flagged({ server }: DashboardSite): Promise<string> {
  await server.upsertUsers(
    { id: 'alice', name: 'Alice' },
    { id: 'bob', name: 'Bob' },
    { id: 'mallory', name: 'Mallory' },
  )
  const members = ['alice', 'bob', 'mallory']
  await server.ok('POST /channels/messaging/hall/query', { data: { created_by_id: 'alice', members } })
  await server.person('alice').send(CID, 'Has anybody seen the notes?')
  const { id } = await server.person('mallory').send(CID, 'Cheap hats, only today!')
  await server.person('alice').send(CID, 'Please not here.')
  await server.ok('POST /moderation/flag', { target_message_id: id, reason: 'spam', user_id: 'bob' })
  return String(id)
}

const mallorySays = ({ server }: DashboardSite) =>
  server.person('mallory').call('POST /channels/messaging/hall/message', { message: { text: 'More hats!' } })

async function typeOf({ server }: DashboardSite, id: string): Promise<unknown> {
  return ((await server.ok(`GET /messages/${id}`)).message as Frame).type
}

async function looksGood(window: DashboardWindow, name: string): Promise<void> {
  const { page } = window
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await window.keepsScreenshot(`${name}, ${colorScheme}`)
    expect(await window.barriers()).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

test('flagged, deleted and banned by keyboard: the user is refused, and all of it is taken back', async () => {
  await using site = await DashboardSite.open()
  const id = await flagged(site)
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/moderation')
  const report = page.getByRole('region', { name: 'The report' })
  await report.getByText('“spam”').waitFor()
  const context = report.getByRole('list', { name: 'The conversation' }).getByRole('listitem')
  await report.getByText('Please not here.').waitFor()
  await becomes(() => context.count(), 3)
  await becomes(() => context.nth(1).getAttribute('aria-current'), 'true')
  await looksGood(window, 'moderation queue with a report')

  await page.getByRole('region', { name: 'Reports' }).getByRole('button').first().focus()
  await page.keyboard.press('b')
  const dialog = page.getByRole('dialog', { name: 'Ban mallory' })
  await dialog.getByLabel('Reason').fill('hats')
  await dialog
    .getByRole('combobox', { name: 'What they wrote' })
    .getByText('This message is deleted')
    .waitFor()
  await window.keepsScreenshot('ban from the queue')
  expect(await window.barriers()).toEqual([])
  await dialog.getByRole('button', { name: 'Ban', exact: true }).press('Enter')
  await window.isTold('mallory banned, message deleted')
  await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor()
  expect(await typeOf(site, id)).toBe('deleted')
  const refusal = await mallorySays(site)
  expect([refusal.status, refusal.body.code]).toEqual([403, 17])

  await page.getByRole('button', { name: 'Undo' }).click()
  await window.isTold('Taken back')
  await report.getByText('“spam”').waitFor()
  expect(await typeOf(site, id)).toBe('regular')
  expect((await mallorySays(site)).status).toBe(200)
  const { entries } = await site.ada.ok('GET /audit?limit=20')
  const actions = (entries as { action: string }[]).map(({ action }) => action)
  for (const action of [
    'user.ban',
    'message.delete',
    'flag.review',
    'user.unban',
    'message.undelete',
    'flag.reopen',
  ]) {
    expect(actions).toContain(action)
  }
})

test('what was dismissed is among what was decided, and is opened again', async () => {
  await using site = await DashboardSite.open()
  await flagged(site)
  await site.server.ok('POST /moderation/flag', { target_user_id: 'mallory', reason: 'rude', user_id: 'bob' })
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/moderation')
  const reports = page.getByRole('region', { name: 'Reports' }).getByRole('listitem').getByRole('button')
  await reports.first().focus()
  await page.keyboard.press('j')
  await eventually(
    () => reports.nth(1).evaluate(each => each === document.activeElement),
    'the second has the focus',
  )
  await page.keyboard.press('d')
  await window.isTold('Dismissed')
  await eventually(async () => (await reports.count()) === 1, 'one is left')
  await page.getByRole('radio', { name: 'Decided' }).click()
  const report = page.getByRole('region', { name: 'The report' })
  await report.getByText('by ada@example.com').waitFor()
  await looksGood(window, 'moderation queue, decided')
  await report.getByRole('button', { name: 'Open again' }).click()
  await page.getByRole('heading', { name: 'Nothing was decided yet' }).waitFor()
  await page.getByRole('radio', { name: 'Open', exact: true }).click()
  await eventually(async () => (await reports.count()) === 2, 'both are open')
  await page.setViewportSize(PHONE)
  await report.waitFor({ state: 'hidden' })
  await reports.first().click()
  await report.getByRole('button', { name: 'All reports' }).waitFor()
  await window.keepsScreenshot('a report, phone')
  expect(await window.barriers()).toEqual([])
})

test('a ban that deletes what somebody wrote for good asks for their name', async () => {
  await using site = await DashboardSite.open()
  const id = await flagged(site)
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/moderation')
  await page.getByRole('region', { name: 'The report' }).getByText('“spam”').waitFor()
  await page.getByRole('region', { name: 'Reports' }).getByRole('button').first().focus()
  await page.keyboard.press('b')
  const dialog = page.getByRole('dialog', { name: 'Ban mallory' })
  await dialog.getByRole('combobox', { name: 'What they wrote' }).click()
  await page.getByRole('option', { name: 'All of it is deleted for good' }).click()
  await dialog.getByRole('button', { name: 'Ban', exact: true }).click()
  const asked = page.getByRole('alertdialog')
  await asked.getByText('mallory wrote').waitFor()
  await becomes(() => asked.getByRole('button', { name: 'Ban and delete' }).isEnabled(), false)
  expect(await window.barriers()).toEqual([])
  await window.agrees('Ban and delete', 'mallory')
  await window.isTold('mallory banned, what they wrote deleted for good')
  await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor()
  expect((await mallorySays(site)).status).toBe(403)
  const isGone = async () => (await site.server.call(`GET /messages/${id}`)).status === 404
  await eventually(isGone, 'the message is gone', 20_000)
})

test('what is flagged meanwhile comes by itself, and what is read stays', async () => {
  await using site = await DashboardSite.open()
  await flagged(site)
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/moderation')
  const report = page.getByRole('region', { name: 'The report' })
  await report.getByText('“spam”').waitFor()
  await site.server.ok('POST /moderation/flag', { target_user_id: 'mallory', reason: 'rude', user_id: 'bob' })
  await page.getByText('Flagged as a person').waitFor()
  await report.getByText('“spam”').waitFor()
  const reports = page.getByRole('region', { name: 'Reports' }).getByRole('listitem').getByRole('button')
  await becomes(() => reports.nth(1).getAttribute('aria-current'), 'true')
  await report.getByRole('button', { name: 'Dismiss' }).click()
  await report.getByText('“rude”').waitFor()
})

test('bans are made, found and lifted', async () => {
  await using site = await DashboardSite.open()
  await flagged(site)
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/moderation/bans')
  await page.getByRole('heading', { name: 'Nobody is banned' }).waitFor()
  await page.getByRole('button', { name: 'Ban somebody' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ban somebody' })
  await dialog.getByRole('combobox', { name: 'User' }).pressSequentially('Mal')
  await page.getByRole('option', { name: 'Mallory' }).click()
  await dialog.getByRole('radio', { name: 'One channel' }).check()
  await dialog.getByRole('button', { name: 'Ban', exact: true }).click()
  await dialog.getByText('A channel’s cid').waitFor()
  await dialog.getByRole('textbox', { name: 'Channel' }).fill(CID)
  await dialog.getByLabel('Reason').fill('hats')
  await dialog.getByRole('button', { name: 'Ban', exact: true }).click()
  await window.isTold('mallory is banned')
  const row = page.getByRole('row').filter({ hasText: 'Mallory' })
  await row.getByText(CID).waitFor()
  expect((await mallorySays(site)).status).toBe(403)
  await looksGood(window, 'bans with one')
  await page.getByRole('searchbox', { name: 'User ID' }).fill('alice')
  await page.getByRole('heading', { name: 'No ban fits' }).waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByRole('button', { name: 'Lift the ban of mallory' }).click()
  await window.isTold('The ban of mallory is lifted')
  await page.getByRole('heading', { name: 'Nobody is banned' }).waitFor()
  expect((await mallorySays(site)).status).toBe(200)
  await page.getByRole('button', { name: 'Undo' }).click()
  await row.getByText('hats').waitFor()
})

/** Alice bans Mallory from the hall, and from every channel that she will make. */
async function bannedByAlice({ server }: DashboardSite): Promise<void> {
  await server.ok('POST /moderation/ban', {
    target_user_id: 'mallory',
    type: 'messaging',
    id: 'hall',
    reason: 'hats again',
    ban_from_future_channels: true,
    banned_by_id: 'alice',
  })
}

/** Whether Mallory is banned from a channel that Alice makes now. */
async function isBannedFromNext({ server }: DashboardSite, id: string): Promise<unknown> {
  const data = { members: ['alice', 'mallory'] }
  await server.person('alice').ok(`POST /channels/messaging/${id}/query`, { data })
  const { members } = await server.ok(`POST /channels/messaging/${id}/query`, { state: true })
  return (members as Frame[]).find(({ user_id }) => user_id === 'mallory')?.banned
}

test('bans from channels yet to be made are listed, and lifted once it is agreed', async () => {
  await using site = await DashboardSite.open()
  await flagged(site)
  await bannedByAlice(site)
  expect(await isBannedFromNext(site, 'before')).toBe(true)
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/moderation/bans')
  const table = page.getByRole('region', { name: 'From channels yet to be made' }).last()
  const row = table.getByRole('row').filter({ hasText: 'Mallory' })
  await row.getByText('hats again').waitFor()
  await row.getByRole('link', { name: 'Alice' }).waitFor()
  await looksGood(window, 'bans from channels yet to be made')
  await page.setViewportSize({ width: 320, height: 700 })
  await window.keepsScreenshot('bans from channels yet to be made, 320 px')
  expect(await window.barriers()).toEqual([])
  await becomes(() => overflowX(page), 0)
  await page.setViewportSize({ width: 1280, height: 800 })
  const lift = row.getByRole('button', { name: 'Lift the ban of mallory from channels of alice' })
  await lift.press('Enter')
  const question = page.getByRole('alertdialog')
  await question.getByText('Bans from channels that are there already stay').waitFor()
  await becomes(() => question.getByText('the whole app').count(), 0)
  await looksGood(window, 'lift a ban from channels yet to be made')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await question.waitFor({ state: 'hidden' })
  await row.waitFor()
  await lift.click()
  await window.agrees('Lift the ban')
  await window.isTold('Mallory may be in channels that Alice makes')
  await page.getByRole('heading', { name: 'From channels yet to be made' }).waitFor({ state: 'detached' })
  expect(await isBannedFromNext(site, 'after')).toBe(false)
  // The ban from the hall is another one.
  const hall = page.getByRole('row').filter({ hasText: CID })
  await hall.getByRole('button', { name: 'Lift the ban of mallory' }).waitFor()
  await window.goto('/audit')
  await page.getByText('lifted the ban of user mallory').first().waitFor()
})

test('what is lifted along with a ban from channels yet to be made is said before', async () => {
  await using site = await DashboardSite.open()
  await flagged(site)
  await bannedByAlice(site)
  await site.server.ok('POST /moderation/ban', { target_user_id: 'mallory' })
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/moderation/bans')
  const everywhere = page.getByRole('row').filter({ hasText: 'the whole app' })
  await everywhere.waitFor()
  await page.getByRole('button', { name: 'Lift the ban of mallory from channels of alice' }).click()
  await page.getByText('that ban is lifted with it').waitFor()
  expect(await window.barriers()).toEqual([])
  await window.agrees('Lift both bans')
  await everywhere.waitFor({ state: 'detached' })
  const mayWrite = await site.server
    .person('mallory')
    .call('POST /channels/messaging/after/query', { data: { members: ['mallory'] } })
  expect(mayWrite.status).toBeLessThan(300)
})

test('who may look only sees bans from channels yet to be made, and can’t lift them', async () => {
  await using site = await DashboardSite.open()
  await flagged(site)
  await bannedByAlice(site)
  const vera = await site.join(VERA, 'viewer')
  await using window = await site.window(browser, { reducedMotion: 'reduce' }, vera)
  await window.gotoApp('/moderation/bans')
  await window.page.getByRole('heading', { name: 'From channels yet to be made' }).waitFor()
  await becomes(() => window.page.getByRole('button', { name: /^Lift the ban/ }).count(), 0)
})

test('more bans than fit on a page come page by page', async () => {
  await using site = await DashboardSite.open()
  const ids = Array.from({ length: 60 }, (_, n) => `troll-${n}`)
  await site.server.upsertUsers(...ids.map(id => ({ id })))
  for (const target_user_id of ids) await site.server.ok('POST /moderation/ban', { target_user_id })
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/moderation/bans')
  await page.getByRole('link', { name: 'troll-59' }).waitFor()
  await becomes(() => page.getByRole('link', { name: /^troll-/ }).count(), 50)
  await page.getByRole('button', { name: 'Show more' }).click()
  await page.getByRole('link', { name: 'troll-0', exact: true }).waitFor()
  await becomes(() => page.getByRole('link', { name: /^troll-/ }).count(), 60)
  await becomes(() => page.getByRole('button', { name: 'Show more' }).count(), 0)
})

test('blocklists are made, changed, and deleted by name; the page says who uses them', async () => {
  await using site = await DashboardSite.open()
  await flagged(site)
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/moderation/blocklists')
  await page.getByRole('button', { name: 'Make a blocklist' }).click()
  const making = page.getByRole('dialog', { name: 'Make a blocklist' })
  await making.getByLabel('Name').fill('hats')
  await making.getByLabel('Words').fill(`fedora, ${'x'.repeat(41)}`)
  await making.getByText('too long').waitFor()
  await making.getByLabel('Words').fill('fedora, trilby\nfedora\nbowler hat')
  await making.getByText('3 of 10,000 words').waitFor()
  expect(await window.barriers()).toEqual([])
  await making.getByRole('button', { name: 'Make blocklist' }).click()
  await page.getByText('1 of 15 lists').waitFor()
  await site.server.ok('PUT /channeltypes/messaging', { blocklist: 'hats', blocklist_behavior: 'block' })
  await page.reload()
  const item = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'hats' }) })
  await item.getByRole('link', { name: 'messaging' }).waitFor()
  await looksGood(window, 'blocklists with one in use')
  await item.getByRole('button', { name: 'Edit hats' }).click()
  const editing = page.getByRole('dialog', { name: 'hats' })
  await editing.getByLabel('Words').fill('fedora\nberet')
  await editing.getByText('1 added, 2 removed').waitFor()
  await editing.getByRole('button', { name: 'Save' }).click()
  await item.getByText('2 words').waitFor()
  const { blocklist } = await site.server.ok('GET /blocklists/hats')
  expect((blocklist as Frame).words).toEqual(['fedora', 'beret'])
  await item.getByRole('button', { name: 'Delete hats' }).click()
  await page.getByText('Channel types that use it stop looking for them: messaging.').waitFor()
  await window.agrees('Delete blocklist', 'hats')
  await page.getByText('0 of 15 lists').waitFor()
})

test('who may look only sees reports and bans, and decides nothing', async () => {
  await using site = await DashboardSite.open()
  await flagged(site)
  const vera = await site.join(VERA, 'viewer')
  await using window = await site.window(browser, { reducedMotion: 'reduce' }, vera)
  const { page } = window
  await window.gotoApp('/moderation')
  await page.getByText('You may look only').waitFor()
  await page.getByRole('region', { name: 'Reports' }).getByRole('button').first().press('d')
  await becomes(() => page.getByRole('button', { name: 'Dismiss' }).count(), 0)
  const { flag_reports } = await site.server.ok('POST /moderation/reports', {
    filter_conditions: { is_reviewed: false },
  })
  expect(flag_reports).toHaveLength(1)
})

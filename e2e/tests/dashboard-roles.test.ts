import { afterAll, expect, test } from 'bun:test'
import { ChatClient, ChatError } from '@parley/client'
import { eventually } from '@parley/testkit'
import type { Locator } from 'playwright-core'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { VERA } from '../src/dashboard-people.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import type { DashboardWindow } from '../src/dashboard-window.ts'
import { overflowX } from '../src/page-checks.ts'

const browser = await startBrowser()
const site = await DashboardSite.open()
afterAll(() => site[Symbol.asyncDispose]())
const { server } = site
await server.upsertUsers({ id: 'ada', name: 'Ada' }, { id: 'bender', name: 'Bender' })
await server.ok('POST /channeltypes', { name: 'support' })
await server.ok('POST /channels/support/order-17/query', {
  data: { name: 'Order 17', created_by_id: 'ada', members: ['ada', 'bender'] },
})

const cellOf = ({ page }: DashboardWindow, role: string, permission: string): Locator =>
  page.locator(`[data-grant="${role} ${permission}"]`)

async function saves(window: DashboardWindow, line: RegExp): Promise<void> {
  await window.page.getByRole('button', { name: 'Review and save' }).click()
  const dialog = window.page.getByRole('dialog')
  await dialog.getByRole('row', { name: line }).waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await window.isTold(/Saved/)
}

async function choosesFrom(
  window: DashboardWindow,
  field: string,
  text: string,
  option: RegExp,
): Promise<void> {
  await window.page.getByRole('combobox', { name: field }).fill(text)
  await window.page.getByRole('option', { name: option }).click()
}

test('what is taken away in the matrix is refused to a real client, explained, and given back by the keyboard', async () => {
  const client = new ChatClient(server.apiKey, { baseURL: server.url })
  await client.connectUser({ id: 'bender' }, server.token('bender'))
  const channel = client.channel('support', 'order-17')
  await channel.watch()
  await channel.sendMessage({ text: 'before' })

  await using window = await site.window(browser)
  const { page } = window
  await window.gotoApp('/roles?scope=support')
  const cell = cellOf(window, 'channel_member', 'create-message')
  await cell.click()
  await cell.getByText('–').waitFor()
  await saves(window, /channel_member · send messages/)
  const refused = await channel.sendMessage({ text: 'now' }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ChatError)
  expect((refused as ChatError).code).toBe(17)

  await page.getByRole('link', { name: 'Why may somebody not' }).click()
  await choosesFrom(window, 'User', 'Bend', /Bender/)
  await choosesFrom(window, 'Channel', 'Order', /Order 17/)
  await page.getByRole('heading', { name: 'Bender may not write in support:order-17.' }).waitFor()
  const verdict = page.getByRole('region', { name: 'Bender may not write in support:order-17.' })
  await verdict.getByText('nor their role “channel_member” in this channel has “create-message”').waitFor()
  const way = 'Grant “create-message” to the role “channel_member” in channel type “support”.'
  await verdict.getByRole('link', { name: way }).click()

  const isThere = () => cell.evaluate(element => element === document.activeElement)
  await eventually(isThere, 'the cell that the link leads to', 10_000)
  await page.keyboard.press('Space')
  await cell.getByText('Own').waitFor()
  await page.keyboard.press('Space')
  await cell.getByText('All').waitFor()
  await saves(window, /channel_member · send messages/)
  await channel.sendMessage({ text: 'after' })
  const { messages } = await server.ok('POST /channels/support/order-17/query', { state: true })
  expect((messages as { text: string }[]).map(each => each.text)).toEqual(['before', 'after'])
  await client.disconnectUser()
}, 120_000)

test('one channel takes away what its type grants, and keeps what else it has of its own', async () => {
  const typing_events = false
  await server.ok('PATCH /channels/support/order-17', { set: { config_overrides: { typing_events } } })
  await using window = await site.window(browser)
  await window.gotoApp('/roles?scope=support:order-17')
  const cell = cellOf(window, 'channel_member', 'create-reaction')
  await cell.click()
  await window.page.getByText('Set for this channel; type support says: yes.').waitFor()
  await saves(window, /channel_member · react to messages/)
  const { config_overrides } = await site.ada.ok('GET /apps/test-key/config_overrides?cid=support:order-17')
  expect(config_overrides).toEqual({ typing_events, grants: { channel_member: ['!create-reaction'] } })
  // There and back leaves nothing behind.
  await cell.click()
  await cell.click()
  await cell.getByText('All').waitFor()
  await saves(window, /channel_member · react to messages/)
  const after = await site.ada.ok('GET /apps/test-key/config_overrides?cid=support:order-17')
  expect(after.config_overrides).toEqual({ typing_events })
}, 60_000)

test('arrow keys go through the grid, words narrow it down, and a phone shows one role', async () => {
  await using window = await site.window(browser)
  const { page } = window
  await window.gotoApp('/roles?scope=messaging')
  await cellOf(window, 'channel_member', 'read-channel').focus()
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowUp', 'ArrowLeft'])
    await page.keyboard.press(key)
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.grant)
  await becomes(() => focused(), 'channel_moderator read-channel')
  await page.keyboard.press('Control+End')
  expect(await focused()).toContain('join-call')
  await page.getByRole('searchbox', { name: 'Filter permissions' }).fill('pin-mess')
  await cellOf(window, 'user', 'read-channel').waitFor({ state: 'detached' })
  await becomes(() => page.getByRole('grid').getByRole('rowheader').count(), 2)
  await page.getByRole('searchbox', { name: 'Filter permissions' }).fill('')
  await page.setViewportSize({ width: 320, height: 640 })
  await cellOf(window, 'guest', 'read-channel').waitFor({ state: 'detached' })
  await becomes(() => overflowX(page), 0)
  await page.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: 'guest', exact: true }).click()
  await cellOf(window, 'guest', 'read-channel').waitFor()
}, 60_000)

test('a role of one’s own is made, granted something, and goes when nothing holds it', async () => {
  await using window = await site.window(browser)
  const { page } = window
  await window.gotoApp('/roles?scope=support')
  // What is not saved is still there when the new role comes.
  await cellOf(window, 'guest', 'read-channel').click()
  await page.getByRole('button', { name: 'New role' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('user')
  await page.getByText('There is such a role already.').waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('agent')
  await page.getByRole('button', { name: 'Create' }).click()
  await window.isTold(/Made role agent/)
  const cell = cellOf(window, 'agent', 'read-channel')
  await cell.click()
  await cell.click()
  await page.getByText('2 unsaved changes').waitFor()
  await saves(window, /agent · read the channel/)
  await page.getByRole('button', { name: 'Delete role agent' }).click()
  window.problems.forgive(/status of 400/)
  await window.agrees('Delete role', 'agent')
  await window.isTold(/it has grants in support; take them back first/)
  await page.getByRole('button', { name: 'Close' }).click()
  await cell.click()
  await saves(window, /agent · read the channel/)
  await page.getByRole('button', { name: 'Delete role agent' }).click()
  await window.agrees('Delete role', 'agent')
  await window.isTold('Deleted role agent.')
}, 60_000)

test('a permission of one’s own is made with a condition, granted, and goes when nothing holds it', async () => {
  await using window = await site.window(browser)
  const { page } = window
  await window.gotoApp('/roles?scope=support')
  await page.getByRole('button', { name: 'New permission' }).click()
  const dialog = page.getByRole('dialog', { name: 'New permission' })
  await dialog.getByRole('textbox', { name: 'ID' }).fill('pin-drafts')
  await dialog.getByRole('combobox', { name: 'Allows to' }).click()
  await page.getByRole('option', { name: 'pin messages', exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Condition' }).fill('{"moon": "blue"}')
  expect(await window.barriers()).toEqual([])
  window.problems.forgive(/status of 400/)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByRole('textbox', { name: 'Condition' }).fill('{"$target.type": "support"}')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await window.isTold(/Made permission pin-drafts/)
  const cell = cellOf(window, 'guest', 'pin-drafts')
  await cell.click()
  await saves(window, /guest · pin-drafts/)
  await page.getByRole('button', { name: 'Delete permission pin-drafts' }).click()
  await window.agrees('Delete permission', 'pin-drafts')
  await window.isTold(/it is granted in support; take it back first/)
  await page.getByRole('button', { name: 'Close' }).click()
  await cell.click()
  await saves(window, /guest · pin-drafts/)
  await page.getByRole('button', { name: 'Delete permission pin-drafts' }).click()
  await window.agrees('Delete permission', 'pin-drafts')
  await window.isTold('Deleted permission pin-drafts.')
}, 60_000)

/** Light, dark and on the smallest phone: no barriers, and nothing that sticks out. */
async function looksGood(window: DashboardWindow, name: string): Promise<void> {
  const { page } = window
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await window.keepsScreenshot(`${name}, ${colorScheme}`)
    expect(await window.barriers()).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const before = page.viewportSize()
  for (const width of [360, 320]) {
    await page.setViewportSize({ width, height: 740 })
    await window.keepsScreenshot(`${name}, ${width} px`)
    expect(await window.barriers()).toEqual([])
    await becomes(() => overflowX(page), 0)
  }
  if (before) await page.setViewportSize(before)
}

test('a permission of one’s own is edited: who is granted it may do the new thing, nothing else is lost', async () => {
  const made = {
    id: 'tidy-up',
    name: 'Tidy up',
    description: 'For caretakers',
    action: 'PinMessage',
    owner: true,
    same_team: false,
    condition: { '$target.type': 'support' },
  }
  await server.ok('POST /permissions', made)
  const saved = async () => (await server.ok('GET /permissions/tidy-up')).permission
  await using window = await site.window(browser)
  const { page } = window
  await window.gotoApp('/roles?scope=support')
  const edit = page.getByRole('button', { name: 'Edit permission tidy-up' })
  await edit.waitFor()
  await looksGood(window, 'roles with a permission of one’s own')
  // On a phone each is a card: nothing to press lies beyond the edge.
  await page.setViewportSize({ width: 320, height: 740 })
  await becomes(async () => {
    const box = await edit.boundingBox()
    return box !== null && box.x >= 0 && box.x + box.width <= 320
  }, true)
  await page.setViewportSize({ width: 1280, height: 800 })
  await edit.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Edit tidy-up' })
  await becomes(() => dialog.getByRole('textbox', { name: 'Name' }).inputValue(), 'Tidy up')
  await becomes(() => dialog.getByRole('textbox', { name: 'Description' }).inputValue(), 'For caretakers')
  await dialog.getByRole('combobox', { name: 'Allows to' }).getByText('pin messages').waitFor()
  await becomes(() => dialog.getByRole('checkbox', { name: 'Only for what is their own' }).isChecked(), true)
  await becomes(
    () => dialog.getByRole('checkbox', { name: 'Also for what is of other teams' }).isChecked(),
    true,
  )
  await becomes(() => dialog.getByRole('textbox', { name: 'ID' }).count(), 0)
  await looksGood(window, 'edit a permission')
  // Saved as it was found, it is what it was.
  await dialog.getByRole('button', { name: 'Save' }).click()
  await window.isTold('Saved permission tidy-up.')
  expect(await saved()).toMatchObject(made)
  await page.getByRole('button', { name: 'Edit permission tidy-up' }).click()
  await dialog.getByRole('textbox', { name: 'Condition' }).fill('{"moon": "blue"}')
  window.problems.forgive(/status of 400/)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByRole('alert').waitFor()
  expect(await saved()).toMatchObject(made)
  await dialog.getByRole('textbox', { name: 'Condition' }).fill('{}')
  await dialog.getByRole('checkbox', { name: 'Only for what is their own' }).uncheck()
  await dialog.getByRole('combobox', { name: 'Allows to' }).click()
  await page.getByRole('option', { name: 'delete messages', exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Sweep')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('row').filter({ hasText: 'tidy-up' }).getByText('DeleteMessage').waitFor()
  expect(await saved()).toMatchObject({ name: 'Sweep', owner: false, same_team: false, condition: null })
  const { entries } = await site.ada.ok('GET /audit?action=permission.update')
  expect(entries).toMatchObject([
    {
      target: 'permission tidy-up',
      before: { name: 'Tidy up', owner: true },
      after: { name: 'Sweep', owner: false },
    },
    { target: 'permission tidy-up' },
  ])
  await page.getByRole('button', { name: 'Delete permission tidy-up' }).click()
  await window.agrees('Delete permission', 'tidy-up')
  await window.isTold('Deleted permission tidy-up.')
}, 180_000)

test('a channel type begins as another one, is changed field by field, and goes by its name', async () => {
  await using window = await site.window(browser)
  const { page } = window
  await window.gotoApp('/channel-types')
  await page.getByRole('button', { name: 'New channel type' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('stage')
  await page.getByRole('combobox', { name: 'Begins as' }).click()
  await page.getByRole('option', { name: 'livestream' }).click()
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { level: 1, name: 'stage' }).waitFor()
  await becomes(() => page.getByRole('switch', { name: 'Link previews' }).isChecked(), false)

  await page.getByRole('switch', { name: 'Reactions' }).click()
  await page.getByRole('textbox', { name: 'Longest message' }).fill('30000')
  await page.getByText('A whole number from 1 to 20,000.').waitFor()
  await becomes(() => page.getByRole('button', { name: 'Review and save' }).isDisabled(), true)
  await page.getByRole('textbox', { name: 'Longest message' }).fill('300')
  await page.getByRole('checkbox', { name: '/giphy' }).click()
  await saves(window, /Longest message 5000 300/)
  const type = await server.ok('GET /channeltypes/stage')
  expect(type).toMatchObject({ reactions: false, max_message_length: 300, url_enrichment: false })
  const { entries } = await site.ada.ok('GET /audit?action=channel_type.update')
  expect((entries as { target: string }[])[0]?.target).toBe('channel type stage')

  await page.getByRole('button', { name: 'Delete type' }).click()
  await window.agrees('Delete channel type', 'stage')
  await window.isTold('Deleted channel type stage.')
  expect((await server.call('GET /channeltypes/stage')).status).toBe(404)
}, 60_000)

test('who may look only, changes nothing', async () => {
  const vera = await site.join(VERA, 'viewer')
  await server.ok('POST /permissions', { id: 'look-around', name: 'Look around', action: 'ReadChannel' })
  await using window = await site.window(browser, {}, vera)
  const { page } = window
  await window.gotoApp('/roles?scope=support')
  const cell = cellOf(window, 'channel_member', 'create-message')
  await cell.click()
  await page.keyboard.press('Space')
  // Once the page shows the next cell, it would show a change, too.
  await page.keyboard.press('ArrowDown')
  await page.getByText('channel_member may put links into messages.').waitFor()
  expect(await cell.textContent()).toContain('All')
  await becomes(() => page.getByRole('button', { name: 'New role' }).count(), 0)
  await page.getByRole('row').filter({ hasText: 'look-around' }).waitFor()
  await becomes(() => page.getByRole('button', { name: /^(Edit|Delete) permission/ }).count(), 0)
  await server.ok('DELETE /permissions/look-around')
  await window.gotoApp('/channel-types/support')
  await page.getByRole('switch', { name: 'Reactions' }).waitFor()
  await becomes(() => page.getByRole('switch', { name: 'Reactions' }).isDisabled(), true)
  await becomes(() => page.getByRole('button', { name: 'Delete type' }).count(), 0)
}, 60_000)

test('what somebody may do with one message is told of that message, also when it is another’s', async () => {
  await server.upsertUsers({ id: 'fry', name: 'Fry' })
  const members = ['bender', 'fry']
  await server.ok('POST /channels/messaging/pub/query', { data: { created_by_id: 'fry', members } })
  const said = async (user_id: string) => {
    const message = { text: 'Cheers', user_id }
    const reply = await server.ok('POST /channels/messaging/pub/message', { message })
    return String((reply.message as { id: string }).id)
  }
  const [own, other] = [await said('bender'), await said('fry')]
  await using window = await site.window(browser)
  const { page } = window
  const deleting = page.getByRole('row').filter({ hasText: 'delete-message' }).first()
  await window.gotoApp(`/roles/explain?user=bender&message=${own}`)
  await page.getByText(`Asked about their own message, ${own}, in messaging:pub.`).waitFor()
  await deleting.getByText('yes', { exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'Message ID' }).fill(other)
  await page.getByRole('textbox', { name: 'Message ID' }).press('Enter')
  await page.getByText(`Asked about a message of fry, ${other}, in messaging:pub.`).waitFor()
  await deleting.getByText('no', { exact: true }).waitFor()
  expect(new URL(page.url()).searchParams.get('message')).toBe(other)
  await page.getByRole('textbox', { name: 'Message ID' }).fill('none')
  await page.getByRole('textbox', { name: 'Message ID' }).press('Enter')
  window.problems.forgive(/status of 404/)
  await page.getByText('there is no message with the id "none"').waitFor()
}, 60_000)

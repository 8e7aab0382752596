import { afterAll, expect, test } from 'bun:test'
import { eventually, type Frame, type Person } from '@parley/testkit'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { VERA } from '../src/dashboard-people.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import type { DashboardWindow } from '../src/dashboard-window.ts'
import { AWKWARD_TEXTS, HOSTILE_ADDRESSES, HOSTILE_TEXTS } from '../src/hostile.ts'
import { dangerousAddresses, eventAttributes, overflowX } from '../src/page-checks.ts'

const browser = await startBrowser()
const site = await DashboardSite.open()
afterAll(() => site[Symbol.asyncDispose]())
const { server } = site

await server.upsertUsers({ id: 'leela', name: 'Turanga Leela' }, { id: 'fry', name: 'Philip J. Fry' })

/** A channel of Leela and Fry with so many messages of hers; its cid. */
async function makeChannel(id: string, messages = 0, data: object = {}): Promise<string> {
  await server.ok(`POST /channels/messaging/${id}/query`, {
    data: { created_by_id: 'leela', members: ['leela', 'fry'], ...data },
  })
  for (let n = 1; n <= messages; n += 1) await says(id, `Message ${n}`)
  return `messaging:${id}`
}

async function says(id: string, text: string, extra: object = {}): Promise<Frame> {
  const body = { message: { text, user_id: 'leela', ...extra } }
  return (await server.ok(`POST /channels/messaging/${id}/message`, body)).message as Frame
}

const isNew = (text: string) => (frame: Frame) =>
  frame.type === 'message.new' && (frame.message as Frame).text === text

/** Fry, looking at a channel. */
async function watching(cid: string): Promise<Person> {
  const fry = await server.connected('fry')
  await fry.watch(cid)
  return fry
}

const messages = ({ page }: DashboardWindow) => page.getByRole('log', { name: 'Messages' })
const message = (window: DashboardWindow, text: string) =>
  messages(window).getByRole('article').filter({ hasText: text })

/** Opens the menu of a message and chooses from it. */
async function chooses(window: DashboardWindow, text: string, item: string): Promise<void> {
  await message(window, text)
    .getByRole('button', { name: /^More on/ })
    .click()
  await window.page.getByRole('menuitem', { name: item, exact: true }).click()
}

test('an operator finds a channel by its own data, reads back, steps in, and ends it', async () => {
  const cid = await makeChannel('nimbus', 120, { name: 'The Nimbus', ship: 'Nimbus', crew: 40 })
  await makeChannel('express', 0, { name: 'Planet Express', ship: 'Old Bessie', crew: 7 })
  await using ada = await site.window(browser)
  const { page } = ada

  await ada.gotoApp('/channels')
  await page.getByRole('link', { name: 'Planet Express' }).waitFor()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('button', { name: 'Add a condition' }).click()
  await page.getByRole('combobox', { name: 'Field' }).fill('ship')
  await page.getByRole('textbox', { name: 'Value' }).fill('Nimbus')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.getByRole('link', { name: 'Planet Express' }).waitFor({ state: 'hidden' })
  expect(JSON.parse(new URL(page.url()).searchParams.get('filter') ?? '')).toEqual({ ship: 'Nimbus' })
  await page.getByRole('link', { name: 'The Nimbus' }).click()
  await ada.heading.getByText('The Nimbus').waitFor()

  // Three pages back to the first message.
  await message(ada, 'Message 120').waitFor()
  await becomes(() => message(ada, 'Message 1').getByText('Message 1', { exact: true }).count(), 0)
  await page.getByRole('button', { name: 'Older messages' }).click()
  await message(ada, 'Message 21').first().waitFor()
  await page.getByRole('button', { name: 'Older messages' }).click()
  await messages(ada).getByText('The first message of this channel.').waitFor()
  await becomes(() => messages(ada).getByRole('article').count(), 120)

  await using fry = await watching(cid)
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('The ship leaves at nine.')
  await page.getByRole('button', { name: 'Send' }).click()
  const { message: notice } = await fry.next(isNew('The ship leaves at nine.'))
  expect(notice).toMatchObject({ type: 'system', user: { id: 'system' } })
  await message(ada, 'The ship leaves at nine.').waitFor()

  await chooses(ada, 'Message 120', 'Delete')
  await ada.agrees('Delete message')
  const deleted = await fry.next('message.deleted')
  await messages(ada).getByText('This message was deleted.').waitFor()
  await messages(ada).getByRole('button', { name: 'Show what it said' }).click()
  await message(ada, 'Message 120').waitFor()
  await chooses(ada, 'Message 120', 'Restore')
  const restored = await fry.next(
    frame =>
      frame.type === 'message.updated' && (frame.message as Frame).id === (deleted.message as Frame).id,
  )
  expect(restored.message).toMatchObject({ text: 'Message 120', type: 'regular' })
  await messages(ada).getByText('deleted', { exact: true }).waitFor({ state: 'hidden' })

  await chooses(ada, 'Message 120', 'Edit')
  await page.getByRole('dialog').getByLabel('Text').fill('Corrected')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await fry.next(frame => frame.type === 'message.updated' && (frame.message as Frame).text === 'Corrected')
  await message(ada, 'Corrected').getByText('edited', { exact: true }).waitFor()
  await chooses(ada, 'Corrected', 'What it said before')
  await page.getByRole('dialog').getByText('Message 120').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()

  await page.getByRole('link', { name: 'Actions' }).click()
  await page.getByRole('button', { name: 'Freeze channel' }).click()
  await page.getByRole('button', { name: 'Unfreeze channel' }).waitFor()
  const refused = await fry.call('POST /channels/messaging/nimbus/message', { message: { text: 'hello?' } })
  expect(refused.status).toBe(403)
  await page.getByRole('button', { name: 'Unfreeze channel' }).click()
  await page.getByRole('button', { name: 'Freeze channel' }).waitFor()
  await fry.send(cid, 'Thank you')

  await page.getByRole('button', { name: 'Truncate channel' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByLabel('Notice to the members').fill('Swept.')
  await becomes(() => dialog.getByRole('button', { name: 'Truncate channel' }).isEnabled(), false)
  await dialog.getByLabel('Channel ID').fill(cid)
  await dialog.getByRole('button', { name: 'Truncate channel' }).click()
  await fry.next('channel.truncated')
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('link', { name: 'Messages' }).click()
  await message(ada, 'Swept.').waitFor()
  await becomes(() => messages(ada).getByRole('article').count(), 1)

  await page.getByRole('link', { name: 'Actions' }).click()
  await page.getByRole('button', { name: 'Delete for good' }).click()
  await ada.agrees('Delete for good', cid)
  await ada.heading.getByText('Channels').waitFor()
  await fry.next('channel.deleted')
  const { channels } = await server.ok('POST /channels', { filter_conditions: { cid } })
  expect(channels).toEqual([])

  const { entries } = await site.ada.ok('GET /audit?limit=200')
  const actions = (entries as Frame[]).map(({ action }) => action)
  for (const action of [
    'message.send',
    'message.delete',
    'message.undelete',
    'channel.truncate',
    'channel.delete',
  ])
    expect(actions).toContain(action)
})

test('new messages appear by themselves, and others are found by word, by time and by id', async () => {
  const cid = await makeChannel('lunch', 60)
  const early = await says('lunch', 'A reply is under me')
  await says('lunch', 'Under it', { parent_id: early.id })
  await using ada = await site.window(browser)
  const { page } = ada
  await ada.gotoApp(`/channels/${cid}`)
  await message(ada, 'Message 60').waitFor()
  await says('lunch', 'Good news, everyone!')
  await message(ada, 'Good news, everyone!').waitFor()

  await message(ada, 'A reply is under me').getByRole('button', { name: '1 reply' }).click()
  await message(ada, 'Under it').waitFor()

  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByRole('searchbox', { name: 'Words in messages' }).fill('7')
  await page.getByRole('searchbox', { name: 'Words in messages' }).press('Enter')
  await page.getByRole('button', { name: /Message 7$/ }).click()
  await messages(ada).locator('.is-target').getByText('Message 7', { exact: true }).waitFor()
  expect(new URL(page.url()).searchParams.get('message')).toBeTruthy()
  await page.getByRole('button', { name: 'Newer messages' }).click()
  await message(ada, 'Message 60').waitFor()

  await page.getByRole('textbox', { name: 'Message ID' }).fill(String(early.id))
  await page.getByRole('textbox', { name: 'Message ID' }).press('Enter')
  await messages(ada).locator('.is-target').getByText('A reply is under me').waitFor()
})

test('what was flagged is marked as far back as one reads, until it is decided about', async () => {
  const cid = await makeChannel('complaints', 120)
  const { messages: page } = await server.ok('POST /channels/messaging/complaints/query', {
    state: true,
    messages: { limit: 120 },
  })
  const said = page as { id: string; text: string }[]
  await server.upsertUsers({ id: 'nixon' })
  for (const { id } of said)
    await server.ok('POST /moderation/flag', { target_message_id: id, reason: 'rude', user_id: 'nixon' })
  const second = said.find(({ text }) => text === 'Message 2')?.id
  const { flag_reports: reports } = await server.ok('POST /moderation/reports', {
    filter_conditions: { message_id: second },
  })
  const [report] = reports as { id: string }[]
  await server.ok(`PATCH /moderation/reports/${report?.id}`, {
    review_result: 'rejected',
    user_id: 'nixon',
  })

  await using ada = await site.window(browser)
  await ada.gotoApp(`/channels/${cid}`)
  const marks = messages(ada).getByText('flagged', { exact: true })
  const areMarked = (count: number) =>
    eventually(async () => (await marks.count()) === count, `${count} flagged messages`, 20_000)
  await areMarked(50)
  await ada.page.getByRole('button', { name: 'Older messages' }).click()
  await areMarked(100)
  await ada.page.getByRole('button', { name: 'Older messages' }).click()
  await areMarked(119)
}, 120_000)

test('members are added, given a role, banned and removed', async () => {
  const cid = await makeChannel('engine-room')
  await server.upsertUsers({ id: 'zoidberg', name: 'Dr. Zoidberg' })
  await using ada = await site.window(browser)
  const { page } = ada
  await ada.gotoApp(`/channels/${cid}?tab=members`)
  await page.getByRole('button', { name: 'Add members' }).click()
  await page.getByRole('dialog').getByLabel('User IDs').fill('zoidberg')
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
  const row = page.getByRole('row').filter({ hasText: 'Dr. Zoidberg' })
  const more = row.getByRole('button', { name: 'More on Dr. Zoidberg' })
  await more.click()
  await page.getByRole('menuitem', { name: 'Make moderator' }).click()
  await row.getByText('channel_moderator').waitFor()
  await more.click()
  await page.getByRole('menuitem', { name: 'Ban here …' }).click()
  await page
    .getByRole('dialog', { name: 'Ban zoidberg' })
    .getByRole('button', { name: 'Ban', exact: true })
    .click()
  await row.getByText('banned here').waitFor()
  await using zoidberg = server.person('zoidberg')
  const refused = await zoidberg.call('POST /channels/messaging/engine-room/message', {
    message: { text: 'woop' },
  })
  expect(refused.status).toBe(403)
  await more.click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await ada.agrees('Remove member')
  await row.waitFor({ state: 'hidden' })
})

test('data and settings of one channel are changed', async () => {
  const cid = await makeChannel('museum', 0, { name: 'Head museum', visitors: 3 })
  await using ada = await site.window(browser)
  const { page } = ada
  await ada.gotoApp(`/channels/${cid}?tab=data`)
  const json = page.getByRole('textbox', { name: 'Custom data' })
  await json.fill('{"name": "Head Museum", ')
  await becomes(() => page.getByRole('button', { name: 'Save data' }).isEnabled(), false)
  await json.fill('{"name": "Head Museum", "heads": ["Nixon", "Nimoy"]}')
  await page.getByRole('button', { name: 'Save data' }).click()
  await ada.heading.getByText('Head Museum').waitFor()
  await page.getByRole('combobox', { name: 'Reactions' }).click()
  await page.getByRole('option', { name: 'Off', exact: true }).click()
  await page.getByRole('button', { name: 'Save settings' }).click()
  await ada.isTold('Saved')
  const { channels } = await server.ok('POST /channels', { filter_conditions: { cid } })
  const { channel } = (channels as { channel: Frame }[])[0] ?? {}
  expect(channel).toMatchObject({ heads: ['Nixon', 'Nimoy'], config: { reactions: false, replies: true } })
  expect(channel).not.toHaveProperty('visitors')
})

test('a bad filter is explained where it is wrong, before the server is asked and after', async () => {
  await using ada = await site.window(browser)
  const { page } = ada
  await ada.gotoApp('/channels')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  const json = page.getByRole('textbox', { name: 'Filter of channels as JSON' })
  await json.fill('{\n  "member_count": {"$contains": 3}\n}')
  await page.getByText('$contains is no operator of member_count (number); it takes $eq').waitFor()
  await page.getByRole('button', { name: 'line 2, column 20' }).click()
  const selected = await json.evaluate((area: HTMLTextAreaElement) =>
    area.value.slice(area.selectionStart, area.selectionEnd),
  )
  expect(selected).toBe('"$contains"')
  await json.fill('{"frozen": true')
  await page.getByText('{ is never closed: } is missing').waitFor()
  // Only the server knows how many values are too many.
  ada.problems.forgive(/status of 400/)
  const many = Array.from({ length: 300 }, (_, n) => `user-${n}`)
  await json.fill(JSON.stringify({ members: { $in: many } }))
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.getByRole('alert').filter({ hasText: 'takes at most' }).waitFor()
})

test('names and operators are proposed, and taken by the keyboard alone', async () => {
  await makeChannel('frozen-one', 0, { name: 'The cold one', frozen: true })
  await makeChannel('doors-open')
  await using ada = await site.window(browser)
  const { page } = ada
  await ada.gotoApp('/channels')
  await page.getByRole('link', { name: 'doors-open' }).waitFor()
  await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'JSON', exact: true }).press('Enter')
  const json = page.getByRole('textbox', { name: 'Filter of channels as JSON' })
  await json.pressSequentially('{"froz')
  await page.getByRole('option', { name: /^frozen/ }).waitFor()
  await json.press('Enter')
  await json.pressSequentially('tr')
  await json.press('Tab')
  await json.pressSequentially('}')
  await becomes(() => json.inputValue(), '{"frozen": true}')
  await json.press('Control+Enter')
  await page.getByRole('link', { name: 'doors-open' }).waitFor({ state: 'hidden' })
  await becomes(() => page.getByRole('table').getByRole('link').allTextContents(), ['The cold one'])
  // Kept for the next time.
  await ada.gotoApp('/channels')
  await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter')
  await page.getByRole('button', { name: '{"frozen": true}' }).press('Enter')
  await page.getByRole('link', { name: 'The cold one' }).waitFor()
  expect(await ada.barriers()).toEqual([])
})

test('pages of channels follow on each other without a gap, in any order', async () => {
  for (let n = 0; n < 60; n += 1) await makeChannel(`paged-${n}`, 0, { paged: true })
  await using ada = await site.window(browser)
  const { page } = ada
  for (const sort of ['', '&sort=created_at', '&sort=-created_at', '&sort=cid']) {
    await ada.gotoApp(`/channels?filter=${encodeURIComponent('{"paged":true}')}${sort}`)
    const seen: string[] = []
    for (let number = 1; number <= 3; number += 1) {
      if (number > 1) await page.getByText(`Page ${number}`).waitFor()
      await ada.isQuiet()
      seen.push(...(await page.locator('td.channel .mono').allTextContents()))
      if (number < 3) await page.getByRole('button', { name: 'Next' }).click()
    }
    expect(seen).toHaveLength(60)
    expect(new Set(seen).size).toBe(60)
    await becomes(() => page.getByRole('button', { name: 'Next' }).isEnabled(), false)
  }
})

test('a channel is made, and one that is there already is not taken for new', async () => {
  await using ada = await site.window(browser)
  const { page } = ada
  await ada.gotoApp('/channels')
  await page.getByRole('button', { name: 'New channel' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Channel ID').fill('doop')
  await dialog.getByLabel('Name').fill('Democratic Order of Planets')
  await dialog.getByLabel('Created by').fill('leela')
  await dialog.getByLabel('Members').fill('leela, fry')
  await dialog.getByRole('button', { name: 'Create channel' }).click()
  await ada.heading.getByText('Democratic Order of Planets').waitFor()
  await ada.gotoApp('/channels')
  await page.getByRole('button', { name: 'New channel' }).click()
  await dialog.getByLabel('Channel ID').fill('doop')
  await dialog.getByLabel('Created by').fill('leela')
  await dialog.getByRole('button', { name: 'Create channel' }).click()
  await dialog.getByRole('alert').getByText('There is a channel messaging:doop already').waitFor()
})

test('a viewer looks, and is offered nothing that changes anything', async () => {
  const cid = await makeChannel('museum-shop', 2)
  const vera = await site.join(VERA, 'viewer')
  await using window = await site.window(browser, {}, vera)
  const { page } = window
  await window.gotoApp('/channels')
  await page.getByRole('link', { name: 'museum-shop' }).click()
  await message(window, 'Message 2').waitFor()
  await becomes(() => page.getByRole('button', { name: 'Send' }).count(), 0)
  await message(window, 'Message 2')
    .getByRole('button', { name: /^More on/ })
    .click()
  await becomes(() => page.getByRole('menuitem', { name: 'Delete', exact: true }).count(), 0)
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Actions' }).click()
  const enabled = page.locator('app-channel-actions button:enabled')
  await page.getByRole('heading', { name: 'Freeze' }).waitFor()
  await becomes(() => enabled.count(), 0)
  const refused = await vera.call(
    `POST /apps/${site.apiKey}/chat/channels/messaging/museum-shop/truncate`,
    {},
  )
  expect([refused.status, cid]).toEqual([403, 'messaging:museum-shop'])
})

test('hostile names and texts are text, at any width', async () => {
  const [script = ''] = HOSTILE_TEXTS
  await server.upsertUsers({ id: 'evil', name: script })
  const cid = await makeChannel('hostile', 0, { name: script, members: ['evil'], motd: script })
  for (const text of [...HOSTILE_TEXTS, ...AWKWARD_TEXTS]) {
    const attachments = HOSTILE_ADDRESSES.slice(0, 4).map(asset_url => ({
      type: text,
      title: text.slice(0, 100),
      asset_url,
    }))
    await says('hostile', text, { user_id: 'evil', attachments: text.length < 100 ? attachments : [] })
  }
  await says('hostile', 'the last of them', { user_id: 'evil' })
  await using ada = await site.window(browser)
  const { page } = ada
  const harmless = async () => {
    expect(await dangerousAddresses(page)).toEqual([])
    expect(await eventAttributes(page)).toEqual([])
    await becomes(() => overflowX(page), 0)
  }
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 700 })
    await ada.gotoApp('/channels')
    await page.getByRole('link', { name: script }).waitFor()
    await harmless()
    await ada.gotoApp(`/channels/${cid}`)
    await message(ada, 'the last of them').waitFor()
    await harmless()
    expect(await ada.barriers()).toEqual([])
    for (const tab of ['members', 'data']) {
      await ada.gotoApp(`/channels/${cid}?tab=${tab}`)
      await ada.isQuiet()
      await harmless()
    }
  }
})

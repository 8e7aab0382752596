import { afterAll, expect, test } from 'bun:test'
import type { Locator } from 'playwright-core'
import { barriersIn } from '../src/accessibility.ts'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { keepScreenshot } from '../src/screenshots.ts'
import { PEOPLE, type Room, Site } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

interface ChannelType {
  readonly grants: Record<string, string[]>
}

/** Members of channels may vote. */
async function letMembersVote(): Promise<void> {
  const { grants } = (await site.ok('GET /channeltypes/messaging')) as unknown as ChannelType
  const member = [...(grants.channel_member ?? []), 'cast-vote']
  await site.ok('PUT /channeltypes/messaging', { polls: true, grants: { channel_member: member } })
}

await letMembersVote()

/** Has Amir ask something in a room; returns the id of the poll. */
async function asks(room: Room, name: string, settings: object = {}): Promise<string> {
  const options = [{ text: 'Pizza' }, { text: 'Soup' }]
  const { poll } = await site.ok('POST /polls', { name, options, user_id: PEOPLE.amir.id, ...settings })
  const { id } = poll as { id: string }
  await site.says('amir', room, '', { poll_id: id })
  return id
}

/** An option of a poll, in somebody’s window. */
function option(window: ChatWindow, poll: string, text: string): Locator {
  const shown = window.list.locator('parley-poll').filter({ hasText: poll })
  return shown.getByRole('button', { name: text })
}

/** Waits until an option says how many chose it, and whether one did oneself. */
async function stands(option: Locator, votes: RegExp, isOwn: boolean): Promise<void> {
  await option
    .filter({ hasText: votes })
    .and(option.page().locator(`[aria-pressed="${isOwn}"]`))
    .waitFor()
}

test('a poll is voted in, and everybody sees at once how it stands', async () => {
  const room = await site.room('Lunch club', ['amir', 'sara', 'lucia'])
  await asks(room, 'What do we eat?', { enforce_unique_vote: true })
  await using sara = await ChatWindow.as('sara', browser, site, { channel: room })
  await using lucia = await ChatWindow.as('lucia', browser, site, { channel: room })
  await option(sara, 'What do we eat?', 'Pizza').click()
  await stands(option(sara, 'What do we eat?', 'Pizza'), /1 vote/, true)
  await stands(option(lucia, 'What do we eat?', 'Pizza'), /1 vote/, false)
  await option(lucia, 'What do we eat?', 'Pizza').press('Enter')
  await stands(option(sara, 'What do we eat?', 'Pizza'), /2 votes/, true)
  // one vote each: another one moves it
  await option(sara, 'What do we eat?', 'Soup').press('Space')
  await stands(option(lucia, 'What do we eat?', 'Soup'), /1 vote/, false)
  await stands(option(lucia, 'What do we eat?', 'Pizza'), /1 vote/, true)
  await stands(option(sara, 'What do we eat?', 'Pizza'), /1 vote/, false)
  await stands(option(sara, 'What do we eat?', 'Soup'), /1 vote/, true)
  // and the same one again takes it back
  await option(sara, 'What do we eat?', 'Soup').click()
  await stands(option(lucia, 'What do we eat?', 'Soup'), /0 votes/, false)
  expect(await barriersIn(sara.page)).toEqual([])
  await keepScreenshot(sara.page, 'poll')
})

test('a poll that is closed can only be read', async () => {
  const room = await site.room('Quiet club', ['amir', 'sara'])
  const id = await asks(room, 'Too late?')
  await using sara = await ChatWindow.as('sara', browser, site, { channel: room })
  const pizza = option(sara, 'Too late?', 'Pizza')
  await pizza.click()
  await stands(pizza, /1 vote/, true)
  await site.ok(`PATCH /polls/${id}`, { set: { is_closed: true }, user_id: PEOPLE.amir.id })
  await sara.list.locator('parley-poll').getByText('This poll is closed').waitFor()
  await sara.waitsFor(() => pizza.isDisabled(), 'a poll without buttons to press')
  await stands(pizza, /1 vote/, true)
})

import { afterAll, expect, test } from 'bun:test'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { type Room, Site } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

/** As many messages as may be in the page at a time, however many there are. */
const MOST_IN_PAGE = 150

const inPage = ({ list }: ChatWindow): Promise<number> => list.locator('parley-message').count()

/** Everything that was shown while one scrolled up to the beginning. */
async function readUp(window: ChatWindow, until: string): Promise<Set<string>> {
  const seen = new Set<string>()
  await window.list.hover()
  await window.waitsFor(
    async () => {
      await window.page.mouse.wheel(0, -600)
      const texts = await window.list.locator('parley-message-text').allInnerTexts()
      for (const text of texts) seen.add(text.trim())
      expect(await inPage(window)).toBeLessThanOrEqual(MOST_IN_PAGE)
      return seen.has(until)
    },
    `${until}, while scrolling up`,
    90_000,
  )
  return seen
}

test('ten thousand messages: up, down, to one of them and back to the newest, with a page that stays small', async () => {
  const room = await site.room('Long history', ['sara', 'amir'])
  await site.fill(room, ['sara', 'amir'], 5000)
  const middle = await site.says('amir', room, 'In the very middle')
  await site.fill(room, ['sara', 'amir'], 4998)
  await site.says('amir', room, 'The newest one', { quoted_message_id: middle.id })
  await using sara = await ChatWindow.as('sara', browser, site)
  await sara.enters(room)
  await sara.sees('The newest one')
  expect(await inPage(sara)).toBeLessThanOrEqual(MOST_IN_PAGE)
  await scrollsFar(sara, -1)
  await becomes(() => sara.list.getByText('The newest one').count(), 0)
  await sara.page.getByRole('button', { name: /^Jump to the (latest|newest) message/ }).click()
  await sara.sees('The newest one')
  await sara
    .message('The newest one')
    .locator('parley-quoted-message')
    .getByText('In the very middle')
    .click()
  await sara.list
    .locator('parley-message-text')
    .getByText('In the very middle', { exact: true })
    .first()
    .waitFor()
  await scrollsFar(sara, 1)
  await sara.page.getByRole('button', { name: /^Jump to the (latest|newest) message/ }).click()
  await sara.sees('The newest one')
  expect(await inPage(sara)).toBeLessThanOrEqual(MOST_IN_PAGE)
}, 240_000)

/** So far that pages have to be loaded. */
async function scrollsFar(window: ChatWindow, direction: 1 | -1): Promise<void> {
  await window.list.hover()
  for (let step = 0; step < 40; step += 1) {
    await window.page.mouse.wheel(0, direction * 1500)
    expect(await inPage(window)).toBeLessThanOrEqual(MOST_IN_PAGE)
  }
}

test('of a burst of two hundred messages none is dropped', async () => {
  const room = await site.room('Burst', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  await sara.enters(room)
  await burst(room, 200)
  await sara.sees('The end of it')
  const seen = await readUp(sara, 'The start of it')
  const missing = Array.from({ length: 200 }, (_, n) => `Message ${n + 1}`).filter(text => !seen.has(text))
  expect(missing).toEqual([])
})

async function burst(room: Room, count: number): Promise<void> {
  await site.says('amir', room, 'The start of it')
  await site.fill(room, ['amir'], count)
  await site.says('amir', room, 'The end of it')
}

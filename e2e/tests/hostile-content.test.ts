import { afterAll, expect, test } from 'bun:test'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { AWKWARD_TEXTS, HOSTILE_ADDRESSES, HOSTILE_TEXTS } from '../src/hostile.ts'
import { dangerousAddresses, eventAttributes, overflowX } from '../src/page-checks.ts'
import { PEOPLE, type Room, Site } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

/** Addresses that lead nowhere are asked for; that they fail is what they are for. */
const UNREACHABLE = /Failed to load resource|net::ERR_|Not allowed to load local resource/

async function opened(room: Room): Promise<ChatWindow> {
  const window = await ChatWindow.as('sara', browser, site)
  window.problems.forgive(UNREACHABLE)
  await window.enters(room)
  return window
}

async function expectHarmless({ page }: ChatWindow): Promise<void> {
  expect(await dangerousAddresses(page)).toEqual([])
  expect(await eventAttributes(page)).toEqual([])
  await becomes(() => overflowX(page), 0)
}

test('hostile texts are shown as text and run nothing', async () => {
  const room = await site.room('Hostile texts', ['sara', 'amir'])
  for (const text of HOSTILE_TEXTS) await site.says('amir', room, text)
  await site.says('amir', room, 'the last of them')
  await using sara = await opened(room)
  await sara.sees('the last of them')
  await expectHarmless(sara)
  await sara.scrollsToTop()
  await expectHarmless(sara)
})

test('what is typed is as harmless as what comes', async () => {
  const room = await site.room('Typed texts', ['sara', 'amir'])
  await using sara = await opened(room)
  for (const text of HOSTILE_TEXTS.slice(0, 12)) {
    await sara.field.fill(text)
    await sara.field.press('Enter')
  }
  await sara.says('and that was it')
  await expectHarmless(sara)
})

test('names of people and channels run nothing, and whoever has no name is shown', async () => {
  const name = '<img src=x onerror=alert(1)>'
  const users = {
    evil: { id: 'evil', name, image: 'javascript:alert(1)' },
    nameless: { id: 'nameless' },
    blank: { id: 'blank', name: ' ', image: 'https://example.invalid/gone.png' },
  }
  await site.ok('POST /users', { users })
  const more = { members: [PEOPLE.sara.id, 'evil', 'nameless', 'blank'] }
  const room = await site.room('Odd people', ['sara'], 'messaging', more)
  await site.room('<script>alert(1)</script>', ['sara', 'amir'])
  await site.says('evil', room, 'I have an evil name')
  await site.says('nameless', room, 'I have no name')
  await site.says('blank', room, 'Mine is a blank')
  await using sara = await opened(room)
  await sara.sees('Mine is a blank')
  await sara.message('I have an evil name').getByText(name).first().waitFor({ state: 'attached' })
  await expectHarmless(sara)
})

test('attachments with hostile titles and addresses lead nowhere', async () => {
  const room = await site.room('Attachments', ['sara', 'amir'])
  const title = '<img src=x onerror=alert(1)>'
  for (const url of HOSTILE_ADDRESSES) {
    const attachments = [
      { type: 'image', image_url: url, title },
      { type: 'file', asset_url: url, title },
      { type: 'video', asset_url: url, thumb_url: url, title },
      { og_scrape_url: url, title_link: url, image_url: url, title, text: title, author_name: title },
      { type: 'hologram', asset_url: url, title, custom: { deep: [title] } },
    ]
    await site.says('amir', room, `see ${url}`, { attachments })
  }
  await site.says('amir', room, 'thirty pictures', {
    attachments: Array.from({ length: 30 }, (_, n) => ({
      type: 'image',
      image_url: `https://example.invalid/${n}.png`,
    })),
  })
  await using sara = await opened(room)
  await sara.sees('thirty pictures')
  await expectHarmless(sara)
  await sara.scrollsToTop()
  await expectHarmless(sara)
})

test('awkward texts neither break the page nor make it wider', async () => {
  const room = await site.room('Awkward texts', ['sara', 'amir'])
  for (const text of AWKWARD_TEXTS) await site.says('amir', room, text)
  await site.says('amir', room, 'still here')
  for (const width of [1280, 320]) {
    await using sara = await opened(room)
    await sara.page.setViewportSize({ width, height: 700 })
    await sara.sees('still here')
    await expectHarmless(sara)
    await sara.scrollsToTop()
    await expectHarmless(sara)
  }
})

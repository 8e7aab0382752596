import { afterAll, test } from 'bun:test'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { overflowX, reversedTexts } from '../src/page-checks.ts'
import { keepScreenshot } from '../src/screenshots.ts'
import { Site } from '../src/site.ts'
import { VIEWS } from '../src/views.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

const NARROW = { viewport: { width: 320, height: 640 } }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

/** Views that need a mouse to be reached. */
const BY_MOUSE = ['message menu', 'quote']

const narrow = VIEWS.filter(({ name }) => !BY_MOUSE.includes(name))

test.each(narrow.map(view => [view.name, view] as const))(
  '%s fits a width of 320 pixels',
  async (name, view) => {
    await using window = await view.open(browser, site, NARROW)
    await keepScreenshot(window.page, `${name}, 320 px`)
    await becomes(() => overflowX(window.page), 0)
  },
)

test.each(narrow.map(view => [view.name, view] as const))(
  '%s fits from right to left',
  async (name, view) => {
    await using window = await view.open(browser, site, NARROW)
    await window.page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
    await keepScreenshot(window.page, `${name}, right to left`)
    await becomes(() => overflowX(window.page), 0)
    await becomes(() => reversedTexts(window.page), [])
  },
)

test('on a phone one goes from the list to a channel and back', async () => {
  await using window = await ChatWindow.as('sara', browser, site, PHONE)
  await keepScreenshot(window.page, 'channel list, phone')
  await window.channels
    .getByRole('button', { name: /^Launch week/ })
    .first()
    .tap()
  await window.field.waitFor()
  await keepScreenshot(window.page, 'channel, phone')
  await window.says('From my phone')
  await window.page.getByRole('button', { name: 'Back to the channels' }).tap()
  await window.channels
    .getByRole('button', { name: /^Launch week/ })
    .first()
    .waitFor()
})

import type { Browser, BrowserContextOptions } from 'playwright-core'
import { ChatWindow } from './chat-window.ts'
import type { Site } from './site.ts'

/** One of the playground's main views: how a visitor gets there. */
export interface View {
  readonly name: string
  open(browser: Browser, site: Site, options?: BrowserContextOptions): Promise<ChatWindow>
}

const LAUNCH = { cid: 'team:demo-launch', name: 'Launch week' }
const HIKE = { cid: 'messaging:demo-hike', name: 'Saturday hike' }
const STAGE = { cid: 'livestream:demo-open-stage', name: 'Open stage' }

/** A view inside of a channel of the demo, and what is done there. */
function inside(name: string, room: typeof LAUNCH, act: (window: ChatWindow) => Promise<unknown>): View {
  return {
    name,
    async open(browser, site, options) {
      const window = await ChatWindow.as('sara', browser, site, { ...options, channel: room })
      await window.list.locator('parley-message').first().waitFor()
      await act(window)
      return window
    },
  }
}

const pictures = 'Does it have to load both pictures?'
const ready = 'Then we are ready for Thursday'

export const VIEWS: readonly View[] = [
  { name: 'welcome', open: (browser, site, options) => ChatWindow.open(browser, site, options) },
  {
    name: 'guest',
    async open(browser, site, options) {
      const window = await ChatWindow.open(browser, site, options)
      await window.page.getByRole('radio', { name: /^A guest/ }).check({ force: true })
      return window
    },
  },
  { name: 'channel list', open: (browser, site, options) => ChatWindow.as('sara', browser, site, options) },
  inside('channel', LAUNCH, window => window.field.waitFor()),
  inside('pictures', HIKE, window => window.field.waitFor()),
  inside('thread', LAUNCH, async window => {
    await window.scrollsUpTo(pictures)
    await window.opensReplies(pictures)
  }),
  inside('lightbox', HIKE, async window => {
    await window.list.locator('parley-image-gallery button').first().click()
    await window.page.getByRole('dialog').locator('img').waitFor()
  }),
  inside('message menu', LAUNCH, async window => {
    const message = await window.pointsAt(ready)
    await message.getByRole('button', { name: 'More actions' }).click()
    await window.page.getByRole('menu').waitFor()
  }),
  inside('emoji', LAUNCH, async window => {
    await window.page.locator('parley-message-input').getByRole('button', { name: 'Emoji' }).click()
    await window.page.getByRole('searchbox', { name: 'Search emoji' }).waitFor()
  }),
  inside('inspector', LAUNCH, window => window.opensInspector()),
  inside('quote', LAUNCH, async window => {
    await window.chooses(ready, 'Quote')
    await window.page.getByText('Replying to Lucía Fernández').waitFor()
  }),
  {
    name: 'anonymous',
    async open(browser, site, options) {
      const window = await ChatWindow.anonymous(browser, site, { ...options, channel: STAGE })
      await window.page.getByText('You are reading as a visitor. Enter to write.').waitFor()
      return window
    },
  },
]

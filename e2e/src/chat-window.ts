import { eventually } from '@parley/testkit'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Problems } from './problems.ts'
import { PEOPLE, type Room, type Site, type Who } from './site.ts'
import { PATIENCE_MS, Visitor } from './visitor.ts'

/** A file as it is picked from a disk. */
export interface PickedFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

export interface EnterOptions extends BrowserContextOptions {
  /** Opened from the start. */
  readonly channel?: Room
}

/** The playground in somebody's browser, in terms of what one does and sees there. */
export class ChatWindow implements AsyncDisposable {
  readonly page: Page
  readonly #visitor: Visitor

  private constructor(visitor: Visitor) {
    this.#visitor = visitor
    this.page = visitor.page
  }

  /** A new browser window on the first page, where one says who one is. */
  static async open(browser: Browser, site: Site, options: BrowserContextOptions = {}): Promise<ChatWindow> {
    const window = new ChatWindow(await Visitor.arrive(browser, options))
    await window.page.goto(site.url)
    return window
  }

  /** A new browser window in which one of the demo's people is in the chat already. */
  static async as(who: Who, browser: Browser, site: Site, options: EnterOptions = {}): Promise<ChatWindow> {
    const window = await ChatWindow.#enter(PEOPLE[who].id, browser, site, options)
    if (!options.channel) await window.channels.getByRole('button').first().waitFor()
    return window
  }

  /** A new browser window in which nobody reads along. */
  static anonymous(browser: Browser, site: Site, options: EnterOptions = {}): Promise<ChatWindow> {
    return ChatWindow.#enter('anonymous', browser, site, options)
  }

  static async #enter(as: string, browser: Browser, site: Site, options: EnterOptions): Promise<ChatWindow> {
    const { channel, ...context } = options
    const window = new ChatWindow(await Visitor.arrive(browser, context))
    const query = new URLSearchParams({ as, ...(channel && { channel: channel.cid }) })
    await window.page.goto(`${site.url}/?${query}`)
    return window
  }

  get problems(): Problems {
    return this.#visitor.problems
  }

  setOffline(offline: boolean): Promise<void> {
    return this.#visitor.setOffline(offline)
  }

  get channels(): Locator {
    return this.page.getByRole('region', { name: 'Channels', exact: true })
  }

  /** The messages of the open channel. */
  get list(): Locator {
    return this.page.locator('parley-message-list').first()
  }

  /** What scrolls in it. */
  get scroller(): Locator {
    return this.list.locator('.scroller')
  }

  get thread(): Locator {
    return this.page.locator('parley-thread')
  }

  /** Where messages of the channel are written, and what is said there. */
  get input(): Locator {
    return this.page.locator('parley-message-input').first()
  }

  get field(): Locator {
    return this.page.getByRole('textbox', { name: 'Write a message' })
  }

  get banner(): Locator {
    return this.page.locator('parley-connection-banner')
  }

  async opensInspector(): Promise<void> {
    await this.page.getByRole('button', { name: 'Inspector' }).click()
    await this.page.getByText('Connection id').first().waitFor()
  }

  async enters(room: Room): Promise<void> {
    await this.channels.getByRole('button', { name: room.name }).first().click()
    await this.page.locator('parley-channel-header').getByText(room.name).first().waitFor()
    await this.field.waitFor()
  }

  async says(text: string): Promise<void> {
    await this.field.fill(text)
    await this.field.press('Enter')
    await this.sees(text)
  }

  /** Waits for a message in the open channel. */
  async sees(text: string): Promise<void> {
    await this.list.getByText(text, { exact: true }).first().waitFor()
  }

  async seesNoMore(text: string): Promise<void> {
    await this.list.getByText(text, { exact: true }).waitFor({ state: 'hidden' })
  }

  /** The newest message with this text, or a longer one; not those that quote it. */
  message(text: string, within: Locator = this.list): Locator {
    const has = this.page.locator('parley-message-text', { hasText: text })
    return within.locator('parley-message').filter({ has }).last()
  }

  /** Brings up the tools of a message, as a mouse does. */
  async pointsAt(text: string, within: Locator = this.list): Promise<Locator> {
    const message = this.message(text, within)
    await message.hover()
    return message
  }

  async reacts(text: string, name: string): Promise<void> {
    const message = await this.pointsAt(text)
    await message.getByRole('button', { name: 'React', exact: true }).click()
    await this.page.getByRole('button', { name, exact: true }).click()
  }

  /** Chooses from the menu of a message. */
  async chooses(text: string, action: string): Promise<void> {
    const message = await this.pointsAt(text)
    await message.getByRole('button', { name: 'More actions' }).click()
    await this.page.getByRole('menuitem', { name: action }).click()
  }

  async opensThread(text: string): Promise<void> {
    const message = await this.pointsAt(text)
    await message.getByRole('button', { name: 'Reply in thread' }).click()
    await this.thread.getByRole('textbox').waitFor()
  }

  /** Waits for a notification. */
  async isTold(text: string | RegExp): Promise<void> {
    await this.page.locator('parley-notification-list').getByText(text).first().waitFor()
  }

  /** Waits until something that no locator can wait for is true. */
  waitsFor(isTrue: () => Promise<boolean>, what: string, ms = PATIENCE_MS): Promise<void> {
    return eventually(isTrue, what, ms)
  }

  /** Scrolls up until a message is in the page. */
  async scrollsUpTo(text: string): Promise<void> {
    await this.list.locator('parley-message').last().waitFor()
    await this.scroller.hover()
    await this.waitsFor(async () => {
      if ((await this.message(text).count()) > 0) return true
      await this.page.mouse.wheel(0, -300)
      return false
    }, `${text}, above`)
    await this.message(text).scrollIntoViewIfNeeded()
  }

  /** Scrolls up until nothing older comes. */
  async scrollsToTop(): Promise<void> {
    await this.list.hover()
    await this.waitsFor(async () => {
      await this.page.mouse.wheel(0, -4000)
      return (await this.scroller.evaluate(element => element.scrollTop)) === 0
    }, 'the top of the list')
  }

  /** Sends what is in the input, once its files are uploaded. */
  async sendsWhenUploaded(): Promise<void> {
    await this.page.getByRole('button', { name: 'Send message' }).click()
    await this.page.getByRole('list', { name: 'Attached files' }).waitFor({ state: 'hidden' })
  }

  /** Pastes or drops files into the input. */
  async brings(how: 'paste' | 'drop', files: readonly PickedFile[]): Promise<void> {
    const given = files.map(({ name, mimeType, buffer }) => ({
      name,
      mimeType,
      base64: buffer.toString('base64'),
    }))
    await this.field.evaluate(
      (field, [how, given]) => {
        const transfer = new DataTransfer()
        for (const { name, mimeType, base64 } of given) {
          const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
          transfer.items.add(new File([bytes], name, { type: mimeType }))
        }
        const init = { bubbles: true, cancelable: true }
        if (how === 'paste')
          field.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: transfer }))
        else
          for (const type of ['dragenter', 'dragover', 'drop'])
            field.dispatchEvent(new DragEvent(type, { ...init, dataTransfer: transfer }))
      },
      [how, given] as const,
    )
  }

  /** Opens the thread of a message that has replies. */
  async opensReplies(text: string): Promise<void> {
    await this.message(text)
      .getByRole('button', { name: /repl(y|ies)$/ })
      .click()
    await this.thread.locator('parley-message').first().waitFor()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#visitor[Symbol.asyncDispose]()
  }
}

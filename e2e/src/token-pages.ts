import { type DashboardBrowser, eventually } from '@parley/testkit'
import type { Browser, Locator, Page } from 'playwright-core'
import type { DashboardSite } from './dashboard-site.ts'
import type { DashboardWindow } from './dashboard-window.ts'
import { Requests } from './requests.ts'

/** The token generator and the inspector in somebody's browser, and everything that it sent. */
export class TokenPages implements AsyncDisposable {
  readonly window: DashboardWindow
  readonly requests: Requests

  private constructor(window: DashboardWindow) {
    this.window = window
    this.requests = new Requests(window.page)
  }

  static async generator(
    browser: Browser,
    site: DashboardSite,
    session: DashboardBrowser = site.ada,
  ): Promise<TokenPages> {
    const pages = new TokenPages(await site.window(browser, OPTIONS, session))
    await pages.window.gotoApp('/tokens')
    return pages
  }

  static async inspector(browser: Browser, site: DashboardSite): Promise<TokenPages> {
    const pages = new TokenPages(await site.window(browser, OPTIONS))
    await pages.window.gotoApp('/tokens/inspect')
    return pages
  }

  get page(): Page {
    return this.window.page
  }

  get secretField(): Locator {
    return this.page.getByLabel('API secret', { exact: true })
  }

  get tokenText(): Locator {
    return this.page.getByLabel('The token', { exact: true })
  }

  async usesOwnSecret(): Promise<void> {
    await this.page.getByRole('button', { name: 'Use this app’s secret' }).click()
    await this.page.getByText('Signed with').waitFor()
  }

  hasSecret(secret: string): Promise<void> {
    return this.secretField.fill(secret)
  }

  isFor(userId: string): Promise<void> {
    return this.page.getByLabel('User ID').fill(userId)
  }

  expires(choice: string): Promise<void> {
    return this.page.getByText(choice, { exact: true }).click()
  }

  /** What stands there, as soon as it has these claims: signing takes a moment. */
  async token(claims: Readonly<Record<string, unknown>>): Promise<string> {
    let token = ''
    await this.tokenText.waitFor()
    await eventually(
      async () => {
        token = (await this.tokenText.innerText()).replace(/\s/g, '')
        const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
        return Object.entries(claims).every(([name, value]) => payload[name] === value)
      },
      `a token with ${JSON.stringify(claims)}`,
    )
    return token
  }

  /** As it is in the clipboard after a click. */
  async copied(): Promise<string> {
    await this.tokenText.waitFor()
    await this.page.getByRole('button', { name: 'Copy the token' }).click()
    await this.page.getByText('Copied', { exact: true }).first().waitFor()
    return this.page.evaluate(() => navigator.clipboard.readText())
  }

  /** The claims in words, by their names on the page. */
  async says(): Promise<Record<string, string>> {
    const texts = (of: string) => this.page.locator(`app-decoded-token ${of}`).allInnerTexts()
    const [labels, words] = await Promise.all([texts('dt'), texts('dd')])
    return Object.fromEntries(labels.map((label, at) => [label, words[at] ?? '']))
  }

  /** Pastes a token and waits for the verdict that is expected of it. */
  async inspects(token: string, verdict: string): Promise<void> {
    const field = this.page.getByLabel('Token', { exact: true })
    await field.fill('')
    await this.page.locator('app-inspection').waitFor({ state: 'detached' })
    await field.fill(token)
    await this.page.getByRole('heading', { name: verdict, exact: true }).waitFor()
  }

  /** The error that the verdict names; null when it is accepted. */
  async verdictCode(): Promise<number | null> {
    const link = this.page.getByRole('link', { name: /^Error \d+/ })
    return (await link.count()) === 0 ? null : Number((await link.innerText()).replace(/\D/g, ''))
  }

  whatToDo(): Promise<string> {
    return this.page.getByText('What to do.').locator('..').innerText()
  }

  /** Everything that was found, a line each. */
  async found(only = ''): Promise<readonly string[]> {
    const texts = await this.page.locator(`app-inspection li${only} :is(.label, .value)`).allInnerTexts()
    const lines = texts.map(text => text.replace(/\s+/g, ' ').trim())
    return lines.filter((_, at) => at % 2 === 0).map((label, at) => `${label} ${lines[at * 2 + 1]}`)
  }

  wrong(): Promise<readonly string[]> {
    return this.found('.wrong')
  }

  barriers(): Promise<string[]> {
    return this.window.barriers()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.window[Symbol.asyncDispose]()
  }
}

/** Dates are filled in in the time zone of the browser. */
const OPTIONS = { permissions: ['clipboard-read', 'clipboard-write'], timezoneId: 'UTC' }

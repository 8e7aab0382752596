import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { barriersIn } from './accessibility.ts'
import { ADA, type AdminPerson } from './dashboard-people.ts'
import type { Problems } from './problems.ts'
import { keepScreenshot } from './screenshots.ts'
import { Visitor } from './visitor.ts'

/** How long a page may go on asking the server for things before it is looked at as it is: live ones never stop. */
const QUIET_WITHIN_MS = 4_000

/** Where a window opens pages. */
interface Place {
  /** Of the dashboard. */
  readonly url: string
  readonly apiKey: string
}

/** The dashboard in somebody's browser. Errors on its console, exceptions and violations of its CSP fail the test at its end. */
export class DashboardWindow implements AsyncDisposable {
  readonly page: Page
  readonly #visitor: Visitor
  readonly #place: Place

  private constructor(visitor: Visitor, place: Place) {
    this.#visitor = visitor
    this.#place = place
    this.page = visitor.page
  }

  /** A new browser window; nothing is opened yet. `cookie` is that of a session. */
  static async open(
    browser: Browser,
    place: Place,
    cookie: string | undefined,
    options: BrowserContextOptions = {},
  ): Promise<DashboardWindow> {
    // A dialog takes the focus when it has moved in; until then, what is typed goes elsewhere.
    const visitor = await Visitor.arrive(browser, { reducedMotion: 'reduce', ...options })
    const window = new DashboardWindow(visitor, place)
    if (cookie !== undefined) await window.#keep(cookie)
    return window
  }

  get problems(): Problems {
    return this.#visitor.problems
  }

  get url(): string {
    return this.#place.url
  }

  /** The API key of the test's app. */
  get apiKey(): string {
    return this.#place.apiKey
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 })
  }

  /** Opens a page of the dashboard: `/audit`; `APP` in it stands for the API key. */
  async goto(path: string): Promise<void> {
    await this.page.goto(this.url + path.replaceAll('APP', this.apiKey))
    await this.heading.first().waitFor()
  }

  /** Opens a page of the test's app: `/chat/overview`. */
  gotoApp(path: string): Promise<void> {
    return this.goto(`/apps/APP${path}`)
  }

  /** Waits until the page asks the server for nothing, for a moment at most where it always does. */
  async isQuiet(): Promise<void> {
    await this.page.waitForLoadState('networkidle', { timeout: QUIET_WITHIN_MS }).catch(() => undefined)
    await this.page.evaluate(() => document.fonts.ready.then(() => undefined))
  }

  /** Fills the form of the sign-in page, and sends it. */
  async signsIn({ email, password }: Pick<AdminPerson, 'email' | 'password'>): Promise<void> {
    await this.page.getByLabel('E-mail address').fill(email)
    await this.page.locator('input[name=password]').fill(password)
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }

  /** By the menu of the account. */
  async signsOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Your account' }).click()
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await this.isAt('Sign in')
  }

  /** Waits until the page with this heading is there. */
  async isAt(heading: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor()
  }

  /** What the API answers to this very page when it calls it, as a script of ours would: the status. */
  callsApi(endpoint: string, body?: unknown): Promise<number> {
    const [method = 'GET', path = '/'] = endpoint.split(' ')
    const headers = { 'x-parley-dashboard': '1', 'content-type': 'application/json' }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    return this.page.evaluate(async ([url, init]) => (await fetch(url, init)).status, [
      `/dashboard/api${path}`,
      { method, headers, ...sent },
    ] as const)
  }

  /**
   * Gives the password in the dialog that asks for it once more. The call that was refused before is on
   * the console of any browser.
   */
  async confirmsPassword(password = ADA.password): Promise<void> {
    this.problems.forgive(/status of 403/)
    const dialog = this.page.getByRole('dialog', { name: 'Your password, once more' })
    await dialog.getByLabel('Password').fill(password)
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  /** Agrees in the dialog that asks before something is done; types what must be typed. */
  async agrees(action: string, typed?: string): Promise<void> {
    const dialog = this.page.getByRole('alertdialog')
    if (typed !== undefined) await dialog.getByRole('textbox').fill(typed)
    await dialog.getByRole('button', { name: action }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  /** Waits for the few words at the edge that say what was done. */
  async isTold(text: string | RegExp): Promise<void> {
    await this.page.locator('mat-snack-bar-container').getByText(text).first().waitFor()
  }

  /** What axe-core calls serious in the page as it is now. */
  barriers(): Promise<string[]> {
    return barriersIn(this.page)
  }

  /** Keeps a picture of the whole page among the results of the tests. */
  keepsScreenshot(name: string): Promise<void> {
    return keepScreenshot(this.page, `dashboard ${name}`, { fullPage: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#visitor[Symbol.asyncDispose]()
  }

  async #keep(cookie: string): Promise<void> {
    const [name = '', value = ''] = cookie.split('=')
    const { hostname: domain } = new URL(this.url)
    const attributes = { path: '/dashboard', httpOnly: true, sameSite: 'Strict' } as const
    await this.page.context().addCookies([{ name, value, domain, ...attributes }])
  }
}

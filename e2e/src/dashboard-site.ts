import { DashboardBrowser, startServer, type TestServer, type TestServerOptions } from '@parley/testkit'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { ADA, type AdminPerson } from './dashboard-people.ts'
import { DashboardWindow } from './dashboard-window.ts'
import { WEB_APPS } from './site.ts'

/** A real server that serves the built dashboard, and what its admins do there without a page. */
export class DashboardSite implements AsyncDisposable {
  readonly server: TestServer
  /** Ada's, an owner, signed in; it may do what takes a confirmation. */
  readonly ada: DashboardBrowser

  private constructor(server: TestServer) {
    this.server = server
    this.ada = new DashboardBrowser(server)
  }

  /** Set up by Ada. */
  static async open(options: TestServerOptions = {}): Promise<DashboardSite> {
    const site = await DashboardSite.fresh(options)
    await site.ada.ok('POST /setup', { ...ADA, token: site.server.running.setupToken })
    await site.ada.ok('POST /session/confirm', { password: ADA.password })
    return site
  }

  /** Nobody can sign in yet. */
  static async fresh(options: TestServerOptions = {}): Promise<DashboardSite> {
    return new DashboardSite(await startServer({ webApps: WEB_APPS, ...options }))
  }

  get url(): string {
    return `${this.server.url}/dashboard`
  }

  get apiKey(): string {
    return this.server.apiKey
  }

  /** Lets somebody else in: their browser, signed in. `apps` are API keys; null for all. */
  async join(
    person: AdminPerson,
    role: 'owner' | 'admin' | 'viewer',
    apps: readonly string[] | null = null,
  ): Promise<DashboardBrowser> {
    const { email, name, password } = person
    const { token } = await this.ada.ok('POST /invitations', { email, role, apps })
    const browser = new DashboardBrowser(this.server)
    await browser.ok('POST /invitations/accept', { token, name, password })
    return browser
  }

  /** Signs somebody in once more: another session. */
  async signIn({ email, password }: AdminPerson): Promise<DashboardBrowser> {
    const browser = new DashboardBrowser(this.server)
    await browser.ok('POST /sign_in', { email, password })
    return browser
  }

  /** The dashboard in Ada's browser, or in that of whose session is given; in nobody's, with null. */
  window(
    browser: Browser,
    options: BrowserContextOptions = {},
    session: DashboardBrowser | null = this.ada,
  ): Promise<DashboardWindow> {
    return DashboardWindow.open(browser, this, session?.cookie, options)
  }

  /** People, channels and messages in the test's app: those of the playground's demo. */
  async demo(): Promise<void> {
    const reply = await fetch(`${this.server.url}/playground/config`)
    if (!reply.ok) throw new Error(`the demo was not made: ${reply.status} ${await reply.text()}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]()
  }
}

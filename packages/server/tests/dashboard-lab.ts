import { DashboardBrowser, startServer, type TestServer, type TestServerOptions } from '@parley/testkit'
import { totpCode, totpStep } from '../src/auth/totp.ts'
import type { Clock } from '../src/util/time.ts'
import { systemClock } from '../src/util/time.ts'

export const ADA = { email: 'ada@example.com', name: 'Ada', password: 'a horse, a battery, a staple' }

/** A clock that can be moved on, over the system's, and stopped: then a slow machine changes nothing about what is due. */
export class MovingClock {
  #system = systemClock()
  #aheadUs = 0

  read: Clock = () => this.#system() + this.#aheadUs

  /** From here on only `advance` moves it, beside a microsecond each time it is read. */
  stop(): void {
    let stoppedUs = this.#system()
    this.#system = () => ++stoppedUs
  }

  advance(seconds: number): void {
    this.#aheadUs += seconds * 1e6
  }
}

export type Options = Omit<TestServerOptions, 'clock'>

/** A server whose dashboard Ada has set up, and her browser. */
export class DashboardLab implements AsyncDisposable {
  readonly server: TestServer
  readonly clock: MovingClock
  readonly ada: DashboardBrowser

  private constructor(server: TestServer, clock: MovingClock) {
    this.server = server
    this.clock = clock
    this.ada = new DashboardBrowser(server)
  }

  static async open(options: Options = {}): Promise<DashboardLab> {
    const clock = new MovingClock()
    const server = await startServer({ ...options, clock: clock.read })
    const lab = new DashboardLab(server, clock)
    await lab.ada.ok('POST /setup', { ...ADA, token: server.running.setupToken })
    return lab
  }

  browser(): DashboardBrowser {
    return new DashboardBrowser(this.server)
  }

  /** Ada gives her password again. */
  async confirm(): Promise<void> {
    await this.ada.ok('POST /session/confirm', { password: ADA.password })
  }

  /** Ada invites somebody, who comes. */
  async invite(email: string, role: string, apps?: readonly string[]): Promise<DashboardBrowser> {
    await this.confirm()
    const invited = await this.ada.ok('POST /invitations', { email, role, apps })
    const browser = this.browser()
    await browser.ok('POST /invitations/accept', {
      token: invited.token,
      name: email,
      password: ADA.password,
    })
    return browser
  }

  /** What an authenticator app shows now; `later` steps of 30 s from now. */
  codeOf(secret: string, later = 0): string {
    return totpCode(secret, totpStep(this.clock.read()) + later)
  }

  /** The audit log in short, the newest first. */
  async audited(query = ''): Promise<string[]> {
    const { entries } = await this.ada.ok(`GET /audit${query}`)
    return (entries as { action: string; admin: string; target: string }[]).map(
      ({ admin, action, target }) => `${admin} ${action} ${target}`,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]()
  }
}

import { DashboardBrowser, startServer, type TestServer, type TestServerOptions } from '@parley/testkit'
import { totpCode, totpStep } from '../src/auth/totp.ts'
import type { Clock } from '../src/util/time.ts'
import { systemClock } from '../src/util/time.ts'

export const ADA = { email: 'ada@example.com', name: 'Ada', password: 'a horse, a battery, a staple' }

/** A clock that can be moved on, over the system's. */
export class MovingClock {
  #system = systemClock()
  #aheadUs = 0

  read: Clock = () => this.#system() + this.#aheadUs

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

  /** What an authenticator app shows now; `later` steps of 30 s from now. */
  codeOf(secret: string, later = 0): string {
    return totpCode(secret, totpStep(this.clock.read()) + later)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]()
  }
}

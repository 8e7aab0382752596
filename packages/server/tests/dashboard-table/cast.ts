import type { DashboardBrowser, DashboardReply } from '@parley/testkit'
import { createApp } from '../../src/auth/apps.ts'
import { createSecretBox } from '../../src/auth/secret-box.ts'
import { ADA, DashboardLab } from '../dashboard-lab.ts'

/** Who tries. `appAdmin` is an admin of the app that is tried alone, `otherAdmin` of another one. */
export const ACTORS = ['nobody', 'viewer', 'appViewer', 'admin', 'appAdmin', 'otherAdmin', 'owner'] as const

export type Actor = (typeof ACTORS)[number]

/** One request: `{name}` of the path filled in. */
export interface Attempt {
  readonly path: string
  readonly body?: unknown
}

/** A dashboard with people of every role, all of whom gave their password a moment ago. */
export class Cast implements AsyncDisposable {
  readonly lab: DashboardLab
  readonly appKey = 'test-key'
  readonly otherKey = 'other-key'
  readonly #browsers: ReadonlyMap<Actor, DashboardBrowser>
  #made = 0

  private constructor(lab: DashboardLab, browsers: ReadonlyMap<Actor, DashboardBrowser>) {
    this.lab = lab
    this.#browsers = browsers
  }

  static async open(): Promise<Cast> {
    const lab = await DashboardLab.open()
    const { store, clock } = lab.server.running.deps
    const box = createSecretBox(undefined)
    await createApp({ store, clock, box }, { name: 'Other', mode: 'development', key: 'other-key' })
    const browsers = new Map<Actor, DashboardBrowser>([
      ['nobody', lab.browser()],
      ['viewer', await lab.invite('viewer@example.com', 'viewer')],
      ['appViewer', await lab.invite('app-viewer@example.com', 'viewer', ['test-key'])],
      ['admin', await lab.invite('admin@example.com', 'admin')],
      ['appAdmin', await lab.invite('app-admin@example.com', 'admin', ['test-key'])],
      ['otherAdmin', await lab.invite('other-admin@example.com', 'admin', ['other-key'])],
      ['owner', lab.ada],
    ])
    const cast = new Cast(lab, browsers)
    await cast.confirmAll()
    return cast
  }

  of(actor: Actor): DashboardBrowser {
    const browser = this.#browsers.get(actor)
    if (!browser) throw new Error(`nobody plays ${actor}`)
    return browser
  }

  /** A word that was not there before. */
  fresh(word: string): string {
    this.#made += 1
    return `${word}-${this.#made}`
  }

  async call(actor: Actor, method: string, { path, body }: Attempt): Promise<DashboardReply> {
    return this.of(actor).call(`${method} ${path}`, body)
  }

  /** Everybody who is signed in gives their password again. */
  async confirmAll(): Promise<void> {
    for (const [actor, browser] of this.#browsers) {
      if (actor !== 'nobody') await browser.ok('POST /session/confirm', { password: ADA.password })
    }
  }

  /** Somebody to be changed: their id. */
  async makeAdmin(): Promise<string> {
    const email = `${this.fresh('target')}@example.com`
    const { token } = await this.lab.ada.ok('POST /invitations', { email, role: 'viewer' })
    const body = { token, name: '', password: ADA.password }
    const { admin } = await this.lab.browser().ok('POST /invitations/accept', body)
    return (admin as { id: string }).id
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lab[Symbol.asyncDispose]()
  }
}

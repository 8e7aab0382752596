import type { Logger } from 'pino'
import type { AppRecord } from '../domain/records.ts'
import { endsOf, isOpenToAll } from './app-ends.ts'
import { SecretWatch, type SecretWatchOptions } from './secret-watch.ts'
import { APP_TTL_MS } from './store-app-registry.ts'

const WARN_EVERY_MS = 3_600_000

export interface AppWatchOptions extends SecretWatchOptions {
  readonly log: Logger
  /** How often it looks: one small read each time. */
  readonly everyMs?: number
  readonly warnEveryMs?: number
}

/**
 * Looks every two seconds what the `parley` command changed in the database, and tells the nodes:
 * a suspension, a revocation, the end of a secret, an identity provider, or of disabled auth checks, closes sockets, also when no
 * request comes that would notice it.
 * Warns at start and every hour of apps whose auth checks are off.
 */
export async function watchApps(options: AppWatchOptions): Promise<AsyncDisposable> {
  const watch = new AppWatch(options)
  await watch.look()
  watch.schedule()
  return watch
}

class AppWatch implements AsyncDisposable {
  readonly #options: AppWatchOptions
  readonly #secrets: SecretWatch
  /** Undefined until the first look: what is so already has no sockets yet. */
  #known: ReadonlyMap<number, AppRecord> | undefined
  #warnedAtMs = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined
  #looking: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(options: AppWatchOptions) {
    this.#options = options
    this.#secrets = new SecretWatch(options)
  }

  async look(): Promise<void> {
    const apps = await this.#options.store.read.listApps()
    const known = this.#known
    this.#known = new Map(apps.map(app => [app.id, app]))
    for (const app of apps) {
      const before = known?.get(app.id)
      if (known) this.#compare(before ?? asMade(app), app)
      // Afterwards: nobody must come back with a secret that nodes still believe in.
      if (isNews(before, app)) await this.#secrets.read(app)
    }
    this.#secrets.beat()
    this.#warn(apps)
  }

  schedule(): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#looking = this.look()
        .catch((error: unknown) => this.#options.log.warn({ err: error }, 'the apps can’t be read'))
        .then(() => this.schedule())
    }, this.#options.everyMs ?? APP_TTL_MS)
    this.#timer.unref()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#looking
  }

  #compare(before: AppRecord, app: AppRecord): void {
    if (!isNews(before, app)) return
    this.#options.bus.publish({ to: 'nodes', control: { kind: 'app', appId: app.id } })
    for (const control of endsOf(before, app)) this.#options.bus.publish({ to: 'nodes', control })
  }

  #warn(apps: readonly AppRecord[]): void {
    const nowMs = performance.now()
    if (nowMs < this.#warnedAtMs + (this.#options.warnEveryMs ?? WARN_EVERY_MS)) return
    this.#warnedAtMs = nowMs
    for (const app of apps) {
      if (!isOpenToAll(app)) continue
      this.#options.log.warn(
        { api_key: app.key },
        'auth checks are off for this app: anybody can be anybody; `parley app set disable_auth_checks=false` ends it',
      )
    }
  }
}

function isNews(before: AppRecord | undefined, app: AppRecord): boolean {
  return JSON.stringify(before) !== JSON.stringify(app)
}

/** An app may be made, connected to and suspended between two looks. */
function asMade(app: AppRecord): AppRecord {
  return { ...app, suspended: false, settings: {} }
}

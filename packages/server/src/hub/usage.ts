import type { Logger } from 'pino'
import type { UserKind } from '../domain/records.ts'
import type { Store } from '../store/store.ts'

/** Written together at most; more wait for the next transaction, so that nobody waits for us. */
const CHUNK = 500
const FLUSH_SECONDS = 5

interface Touch {
  readonly atUs: number
  readonly address: string | undefined
}

/** What is to be written for one app. */
interface AppUsage {
  /** Open connections now. */
  open: number
  /** Epoch minute → most connections open at once. */
  readonly peaks: Map<number, number>
  /** User id → last activity. */
  readonly touched: Map<string, Touch>
  /** Month → user id → whether a guest. */
  readonly active: Map<string, Map<string, boolean>>
}

/**
 * Monthly active users, the peak of open connections per minute and `last_active`: remembered here,
 * written every few seconds. A crash forgets a few seconds of them, no more.
 */
export class Usage {
  readonly #store: Store
  readonly #log: Logger
  readonly #apps = new Map<number, AppUsage>()
  #minute = 0
  #flushing: Promise<void> = Promise.resolve()
  #lastFlushS = 0

  constructor(store: Store, log: Logger) {
    this.#store = store
    this.#log = log
  }

  /** A connection became ready. */
  opened(appId: number, atUs: number): void {
    const app = this.#app(appId)
    app.open++
    this.#notePeak(app, Math.floor(atUs / 60_000_000))
  }

  closed(appId: number): void {
    this.#app(appId).open--
  }

  /** A user is active this month. The anonymous one counts for connections only. */
  active(appId: number, userId: string, kind: UserKind, atUs: number): void {
    if (kind === 'anonymous') return
    const app = this.#app(appId)
    const month = new Date(atUs / 1000).toISOString().slice(0, 7)
    const users = app.active.get(month)
    if (users) users.set(userId, kind === 'guest')
    else app.active.set(month, new Map([[userId, kind === 'guest']]))
  }

  /** Moves `last_active`; with `address` also where the user was last seen. */
  touch(appId: number, userId: string, atUs: number, address?: string): void {
    const { touched } = this.#app(appId)
    touched.set(userId, { atUs, address: address ?? touched.get(userId)?.address })
  }

  openConnections(appId: number): number {
    return this.#apps.get(appId)?.open ?? 0
  }

  /** Called every second. */
  beat(nowS: number): void {
    const minute = Math.floor(nowS / 60)
    if (minute !== this.#minute) {
      this.#minute = minute
      // Who stays connected counts in every minute, not only in the one of their coming.
      for (const app of this.#apps.values()) if (app.open > 0) this.#notePeak(app, minute)
    }
    if (nowS - this.#lastFlushS < FLUSH_SECONDS) return
    this.#lastFlushS = nowS
    void this.flush()
  }

  /** Writes everything that waits; one writer at a time. Never rejects: what failed is tried again. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#flushAll())
    return this.#flushing
  }

  async #flushAll(): Promise<void> {
    for (const [appId, app] of this.#apps) {
      try {
        while (await this.#flushChunk(appId, app));
      } catch (error) {
        this.#log.error({ err: error, appId }, 'usage could not be written; it will be tried again')
      }
      if (app.open === 0 && isEmpty(app)) this.#apps.delete(appId)
    }
  }

  /** Writes up to a chunk of each kind; true when there may be more. */
  async #flushChunk(appId: number, app: AppUsage): Promise<boolean> {
    if (isEmpty(app)) return false
    const touched = firstOf(app.touched)
    const peaks = firstOf(app.peaks)
    const [month, users] = app.active.entries().next().value ?? ['', new Map<string, boolean>()]
    const active = firstOf(users)
    await this.#store.transaction(async tx => {
      if (touched.length > 0)
        await tx.touchUsers(
          appId,
          touched.map(([userId, touch]) => ({ userId, ...touch })),
        )
      if (active.length > 0) {
        await tx.recordActiveUsers(
          appId,
          month,
          active.map(([userId, guest]) => ({ userId, guest })),
        )
      }
      for (const [minute, peak] of peaks) await tx.recordConnectionPeak(appId, minute, peak)
    })
    forget(app.touched, touched)
    forget(app.peaks, peaks)
    forget(users, active)
    if (users.size === 0) app.active.delete(month)
    return true
  }

  #notePeak(app: AppUsage, minute: number): void {
    app.peaks.set(minute, Math.max(app.open, app.peaks.get(minute) ?? 0))
  }

  #app(appId: number): AppUsage {
    let app = this.#apps.get(appId)
    if (!app) {
      app = { open: 0, peaks: new Map(), touched: new Map(), active: new Map() }
      this.#apps.set(appId, app)
    }
    return app
  }
}

function isEmpty(app: AppUsage): boolean {
  return app.touched.size === 0 && app.active.size === 0 && app.peaks.size === 0
}

/** Removes what was written, unless it changed meanwhile. */
function forget<K, V>(from: Map<K, V>, written: readonly (readonly [K, V])[]): void {
  for (const [key, value] of written) if (from.get(key) === value) from.delete(key)
}

function firstOf<K, V>(map: ReadonlyMap<K, V>): (readonly [K, V])[] {
  const entries: (readonly [K, V])[] = []
  for (const entry of map) {
    if (entries.length === CHUNK) break
    entries.push(entry)
  }
  return entries
}

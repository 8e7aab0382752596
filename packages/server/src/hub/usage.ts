import type { Logger } from 'pino'
import type { UserKind } from '../domain/records.ts'
import { bucketOf } from '../domain/usage.ts'
import type { Store } from '../store/store.ts'
import type { Clock } from '../util/time.ts'
import { AppUsage, type Counted } from './app-usage.ts'

/** Written together at most; more wait for the next transaction, so that nobody waits for us. */
const CHUNK = 500
const FLUSH_SECONDS = 5

export interface UsageOptions {
  readonly store: Store
  readonly log: Logger
  readonly clock: Clock
}

/**
 * Active users, the most connections open at once, and `last_active`: remembered here, written every
 * few seconds. A crash forgets a few seconds of them, no more.
 */
export class Usage {
  readonly #store: Store
  readonly #log: Logger
  readonly #clock: Clock
  readonly #apps = new Map<number, AppUsage>()
  #minute = 0
  #flushing: Promise<void> = Promise.resolve()
  #lastFlushS = 0

  constructor({ store, log, clock }: UsageOptions) {
    this.#store = store
    this.#log = log
    this.#clock = clock
  }

  /** A connection became ready. */
  opened(connection: Counted): void {
    this.#app(connection.appId).enter(connection, bucketOf(this.#clock(), 'minute'))
  }

  /** Of somebody: they were there until now, so they count today. */
  closed(connection: Counted & { readonly userId: string }): void {
    const atUs = this.#clock()
    this.#app(connection.appId).leave(connection, bucketOf(atUs, 'minute'))
    this.active(connection.appId, connection.userId, connection.kind, atUs)
  }

  /** It is another user's from now on. */
  became(connection: Counted, before: Counted): void {
    const app = this.#app(connection.appId)
    const minute = bucketOf(this.#clock(), 'minute')
    app.leave(before, minute)
    app.enter(connection, minute)
  }

  /** A user is active on that day and in its month. The anonymous one counts for connections only. */
  active(appId: number, userId: string, kind: UserKind, atUs: number): void {
    if (kind === 'anonymous') return
    const { active } = this.#app(appId)
    const day = bucketOf(atUs, 'day')
    const users = active.get(day)
    if (users) users.set(userId, kind === 'guest')
    else active.set(day, new Map([[userId, kind === 'guest']]))
  }

  /** Moves `last_active`; with `address` also where the user was last seen. */
  touch(appId: number, userId: string, atUs: number, address?: string): void {
    const { touched } = this.#app(appId)
    touched.set(userId, { atUs, address: address ?? touched.get(userId)?.address })
  }

  openConnections(appId: number): number {
    return this.#apps.get(appId)?.all.open ?? 0
  }

  /** What is open now; undefined for an app of which nothing is. */
  find(appId: number): Pick<AppUsage, 'all' | 'polling'> | undefined {
    return this.#apps.get(appId)
  }

  /** Called every second. */
  beat(nowS: number): void {
    const minute = bucketOf(this.#clock(), 'minute')
    if (minute !== this.#minute) {
      this.#minute = minute
      for (const app of this.#apps.values()) app.pass(minute)
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
      if (app.all.open === 0 && app.isEmpty && app.news(1).peaks.length === 0) this.#apps.delete(appId)
    }
  }

  /** Writes up to a chunk of each kind; true when there may be more. */
  async #flushChunk(appId: number, app: AppUsage): Promise<boolean> {
    const news = app.news(CHUNK)
    if (app.isEmpty && news.peaks.length === 0) {
      news.wrote()
      return false
    }
    const touched = firstOf(app.touched)
    const peaks = firstOf(app.peaks)
    const [day, users] = app.active.entries().next().value ?? [0, new Map<string, boolean>()]
    const active = firstOf(users)
    await this.#store.transaction(async tx => {
      // Of an app that was erased meanwhile nothing may stay.
      if (!(await tx.hasApp(appId))) return
      if (touched.length > 0)
        await tx.touchUsers(
          appId,
          touched.map(([userId, touch]) => ({ userId, ...touch })),
        )
      if (active.length > 0) {
        await tx.recordActiveUsers(
          appId,
          day,
          active.map(([userId, guest]) => ({ userId, guest })),
        )
      }
      for (const [minute, peak] of peaks) await tx.recordConnectionPeak(appId, minute, peak)
      await tx.recordPeaks(appId, news.peaks)
    })
    news.wrote()
    forget(app.touched, touched)
    forget(app.peaks, peaks)
    forget(users, active)
    if (users.size === 0) app.active.delete(day)
    return true
  }

  #app(appId: number): AppUsage {
    let app = this.#apps.get(appId)
    if (!app) {
      app = new AppUsage()
      this.#apps.set(appId, app)
    }
    return app
  }
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

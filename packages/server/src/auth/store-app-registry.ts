import type { Bus } from '../bus/bus.ts'
import type { App } from '../domain/app.ts'
import { parseAppSettings } from '../domain/app-settings.ts'
import type { AppRecord, ChannelTypeRecord } from '../domain/records.ts'
import { type AppRules, compileRules } from '../domain/rules.ts'
import type { Store } from '../store/store.ts'
import { type AppKeys, NO_KEYS, openKeys } from './app-keys.ts'
import type { AppRegistry } from './app-registry.ts'
import type { SecretBox } from './secret-box.ts'

/**
 * How long an app is believed without looking: the `parley` command writes to the database
 * beside a running server, and other nodes' hints may get lost. Three small reads per app.
 */
export const APP_TTL_MS = 2_000

interface Entry {
  readonly app: App
  readonly keys: AppKeys
  /** What `app` was made of: times alone may repeat when two processes write. */
  readonly record: AppRecord
  readonly readAtMs: number
}

/** The apps of a store, read again when a node says that one changed, and every two seconds. */
export class StoreAppRegistry implements AppRegistry {
  readonly #store: Store
  readonly #box: SecretBox
  readonly #nowMs: () => number
  readonly #entries = new Map<string, Entry>()
  readonly #keyById = new Map<number, string>()
  readonly #loading = new Map<string, Promise<Entry | undefined>>()

  constructor(options: { store: Store; box: SecretBox; nowMs?: () => number }) {
    this.#store = options.store
    this.#box = options.box
    this.#nowMs = options.nowMs ?? (() => performance.now())
  }

  /** Forgets what a node says has changed. */
  listen(bus: Bus): () => void {
    return bus.subscribe(announcement => {
      if (announcement.to === 'nodes' && announcement.control.kind === 'app') {
        this.forget(announcement.control.appId)
      }
    })
  }

  async find(key: string): Promise<App | undefined> {
    return (await this.#entry(key))?.app
  }

  async get(appId: number): Promise<App> {
    return (await this.#entryOf(appId)).app
  }

  async keysOf(appId: number): Promise<AppKeys> {
    return (await this.#entryOf(appId)).keys
  }

  forget(appId: number): void {
    const key = this.#keyById.get(appId)
    // A load under way may have read from before the change; which app a first one loads is not known yet.
    if (key === undefined) this.#loading.clear()
    else {
      this.#loading.delete(key)
      this.#expire(key)
    }
  }

  /** The entry stays, stale, so that what did not change keeps its identity. */
  #expire(key: string): void {
    const entry = this.#entries.get(key)
    if (entry) this.#entries.set(key, { ...entry, readAtMs: Number.NEGATIVE_INFINITY })
  }

  async #entryOf(appId: number): Promise<Entry> {
    const known = this.#keyById.get(appId)
    const key = known ?? (await this.#store.read.listApps()).find(app => app.id === appId)?.key
    const entry = key === undefined ? undefined : await this.#entry(key)
    if (!entry) throw new Error(`there is no app with the number ${appId}`)
    return entry
  }

  #entry(key: string): Entry | Promise<Entry | undefined> {
    const entry = this.#entries.get(key)
    if (entry && this.#nowMs() < entry.readAtMs + APP_TTL_MS) return entry
    return this.#loading.get(key) ?? this.#load(key, entry)
  }

  #load(key: string, earlier: Entry | undefined): Promise<Entry | undefined> {
    const loading: Promise<Entry | undefined> = this.#read(key, earlier)
      .then(entry => {
        // Forgotten meanwhile: good enough for who waits, not for who comes later.
        if (this.#loading.get(key) === loading) this.#remember(key, entry)
        return entry
      })
      .finally(() => {
        if (this.#loading.get(key) === loading) this.#loading.delete(key)
      })
    this.#loading.set(key, loading)
    return loading
  }

  #remember(key: string, entry: Entry | undefined): void {
    if (!entry) {
      this.#entries.delete(key)
      return
    }
    this.#entries.set(key, entry)
    this.#keyById.set(entry.app.id, key)
  }

  async #read(key: string, earlier: Entry | undefined): Promise<Entry | undefined> {
    const readAtMs = this.#nowMs()
    const record = await this.#store.read.findApp(key)
    if (!record) return undefined
    const [types, secrets] = await Promise.all([
      this.#store.read.listChannelTypes(record.id),
      this.#store.read.listSecrets(record.id),
    ])
    const keys = await openKeys(this.#box, secrets, earlier?.keys ?? NO_KEYS)
    const sameApp = earlier !== undefined && sameRecord(earlier.record, record)
    const rules = sameApp ? earlier.app.rules : await readRules(this.#store, record.id)
    const app =
      sameApp && sameTypes(earlier.app, types) ? earlier.app : toApp(record, types, rules, earlier?.app)
    return { app, keys: sameKeys(earlier?.keys, keys), record, readAtMs }
  }
}

/** Types that did not change stay the same objects: what others computed of them stays good. */
function toApp(
  record: AppRecord,
  types: readonly ChannelTypeRecord[],
  rules: AppRules,
  earlier: App | undefined,
): App {
  const kept = types.map(type => {
    const known = earlier?.channelTypes.get(type.name)
    return known?.updatedAtUs === type.updatedAtUs ? known : type
  })
  return {
    id: record.id,
    key: record.key,
    name: record.name,
    mode: record.mode,
    suspended: record.suspended,
    settings: parseAppSettings(record.settings, record.mode),
    channelTypes: new Map(kept.map(type => [type.name, type])),
    rules,
  }
}

/** Whoever writes one of these moves the time of the app's row, too (`touchApp`). */
async function readRules({ read }: Store, appId: number): Promise<AppRules> {
  const [blocklists, permissions, ipBans] = await Promise.all([
    read.listBlocklists(appId),
    read.listPermissions(appId),
    read.listIpBans(appId),
  ])
  return compileRules({ blocklists, permissions, ipBans })
}

function sameRecord(a: AppRecord, b: AppRecord): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function sameTypes(app: App, types: readonly ChannelTypeRecord[]): boolean {
  return (
    types.length === app.channelTypes.size &&
    types.every(type => app.channelTypes.get(type.name)?.updatedAtUs === type.updatedAtUs)
  )
}

function sameKeys(earlier: AppKeys | undefined, keys: AppKeys): AppKeys {
  if (!earlier || earlier.all.length !== keys.all.length) return keys
  if (earlier.revokedIds.size !== keys.revokedIds.size) return keys
  return keys.all.every((key, index) => key === earlier.all[index]) ? earlier : keys
}

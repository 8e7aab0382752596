/** Where guests are kept between visits; `localStorage` and React Native's AsyncStorage fit. */
export interface GuestStorage {
  getItem(key: string): string | null | Promise<string | null>
  setItem(key: string, value: string): unknown
  removeItem(key: string): unknown
}

/** A guest that can come back. */
export interface KeptGuest {
  userId: string
  token: string
}

/**
 * The guests of one API key in a storage. A storage that fails counts as an empty one:
 * private windows refuse `localStorage`, and chatting must go on.
 */
export class GuestStore {
  readonly #apiKey: string
  readonly #storage: GuestStorage | undefined

  /** Without a storage nothing is kept. */
  constructor(apiKey: string, storage: GuestStorage | undefined) {
    this.#apiKey = apiKey
    this.#storage = storage
  }

  async find(givenId: string): Promise<KeptGuest | undefined> {
    try {
      const kept: unknown = JSON.parse((await this.#storage?.getItem(this.#key(givenId))) ?? 'null')
      return isKeptGuest(kept) ? kept : undefined
    } catch {
      return undefined
    }
  }

  async keep(givenId: string, { userId, token }: KeptGuest): Promise<void> {
    try {
      await this.#storage?.setItem(this.#key(givenId), JSON.stringify({ userId, token }))
    } catch {}
  }

  async drop(givenId: string): Promise<void> {
    try {
      await this.#storage?.removeItem(this.#key(givenId))
    } catch {}
  }

  #key(givenId: string): string {
    return `parley:guest:${this.#apiKey}:${givenId}`
  }
}

/** `localStorage` of a page. Node has one, too: it keeps nothing, and warns whoever looks at it. */
export function browserStorage(): GuestStorage | undefined {
  try {
    const page = globalThis as { document?: unknown; localStorage?: GuestStorage }
    return page.document ? page.localStorage : undefined
  } catch {
    return undefined
  }
}

function isKeptGuest(value: unknown): value is KeptGuest {
  if (typeof value !== 'object' || value === null) return false
  return (
    'userId' in value &&
    typeof value.userId === 'string' &&
    'token' in value &&
    typeof value.token === 'string'
  )
}

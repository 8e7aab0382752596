import type { UserResponse } from '@parley/protocol'
import type { UserRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import { ZERO_TIME } from '../../util/time.ts'
import { toUser, userJson } from './user.ts'
import type { WireDeps } from './wire-deps.ts'

/** The users that a reply or event names, each turned into its wire object once. */
export class People {
  readonly #deps: WireDeps
  readonly #records = new Map<string, UserRecord>()
  readonly #shown = new Map<string, UserResponse>()

  constructor(deps: WireDeps, records: readonly UserRecord[]) {
    this.#deps = deps
    for (const record of records) this.#records.set(record.id, record)
  }

  /** For what ends by itself. */
  readonly nowUs = (): number => this.#deps.clock()

  record(userId: string): UserRecord | undefined {
    return this.#records.get(userId)
  }

  /** Null for who is not known; who was erased still has an id and `deleted_at`. */
  user(userId: string | undefined): UserResponse | null {
    if (userId === undefined) return null
    const shown = this.#shown.get(userId)
    if (shown) return shown
    const record = this.#records.get(userId)
    if (!record) return null
    const user = toUser(this.#deps, record)
    this.#shown.set(userId, user)
    return user
  }

  /** As `user`, serialised: `null` for who is not known. */
  json(userId: string | undefined): string {
    const record = userId === undefined ? undefined : this.#records.get(userId)
    return record ? userJson(this.#deps, record) : 'null'
  }

  /** Never null, for objects that always have a user. */
  userOrGhost(userId: string): UserResponse {
    return this.user(userId) ?? ghost(userId)
  }
}

/** Stands in for a user of whom only the id is left. */
function ghost(id: string): UserResponse {
  return {
    id,
    role: 'user',
    teams: [],
    language: '',
    online: false,
    banned: false,
    created_at: ZERO_TIME,
    updated_at: ZERO_TIME,
  }
}

/** Loads the users of these ids, beside those already at hand. */
export async function loadPeople(
  deps: WireDeps,
  reader: Reader,
  appId: number,
  userIds: Iterable<string | undefined>,
  known: readonly UserRecord[] = [],
): Promise<People> {
  const missing = new Set<string>()
  for (const id of userIds) if (id !== undefined) missing.add(id)
  for (const user of known) missing.delete(user.id)
  if (missing.size === 0) return new People(deps, known)
  const found = await reader.findUsers(appId, [...missing])
  return new People(deps, known.length === 0 ? found : [...known, ...found])
}

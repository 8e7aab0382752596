import { type CursorOf, cursorText, decodeCursor, encodeCursor } from '../../util/cursors.ts'
import type { AdminDeps } from './admin-deps.ts'
import { appKeys, showAdmin } from './show-admin.ts'

const DEFAULT_LIMIT = 50
const CURSOR: CursorOf = { kind: 'admins', appId: 0 }

export interface AdminsQuery {
  readonly limit?: number | undefined
  readonly next?: string | undefined
}

/**
 * Who may sign in, by e-mail address, and how many owners there are: the last one stays one.
 * @throws ChatError `invalid_input` for a cursor of another list
 */
export async function listAdmins({ store }: AdminDeps, { limit = DEFAULT_LIMIT, next }: AdminsQuery) {
  const after = next === undefined ? undefined : cursorText(decodeCursor(CURSOR, next)[0])
  const keys = await appKeys(store)
  const admins = await store.read.listAdmins({ after, limit: limit + 1 })
  const page = admins.slice(0, limit)
  const last = admins.length > limit ? page.at(-1) : undefined
  return {
    admins: page.map(admin => showAdmin(admin, keys)),
    owners: await store.read.countOwners(),
    ...(last && { next: encodeCursor(CURSOR, [last.email]) }),
  }
}

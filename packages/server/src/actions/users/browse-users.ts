import type { UserResponse } from '@parley/protocol'
import { parseFilter } from '../../domain/parse-filter.ts'
import type { AppRecord, UserRecord } from '../../domain/records.ts'
import { USER_FIELDS } from '../../domain/user-fields.ts'
import { isBannedAt } from '../../domain/users-state.ts'
import type { UserListQuery, UserStanding } from '../../store/store.ts'
import { type CursorOf, cursorInteger, decodeCursor, encodeCursor, notACursor } from '../../util/cursors.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminDeps } from '../admins/admin-deps.ts'
import { toUser } from '../wire/user.ts'

const DEFAULT_LIMIT = 50

export interface BrowseUsers {
  readonly standing: UserStanding | 'online'
  /** A filter of the chat's filter language. */
  readonly filter: unknown
  readonly search?: string | undefined
  readonly order: 'created_at' | 'last_active'
  readonly limit: number | undefined
  readonly next?: string | undefined
}

/**
 * Users as those who run the app see them, the latest first; deleted ones too. Pages begin where the
 * one before ended, so the last of a million costs no more than the first.
 * @throws ChatError `invalid_input` for a filter or a cursor that is none
 */
export async function browseUsers(deps: AdminDeps, app: AppRecord, input: BrowseUsers) {
  const { standing, search, order, limit = DEFAULT_LIMIT, next } = input
  const options = { perspective: false, name: 'filter' }
  const of: CursorOf = {
    kind: 'admin users',
    appId: app.id,
    query: [standing, input.filter, search ?? null, order],
  }
  const query: Omit<UserListQuery, 'among'> = {
    standing: standing === 'online' ? 'all' : standing,
    filter: parseFilter(input.filter, USER_FIELDS, options),
    search,
    order,
    after: next === undefined ? undefined : placeIn(of, next),
    nowUs: deps.clock(),
    limit: limit + 1,
  }
  const among = standing === 'online' ? [...deps.hub.connectionCounts(app.id).keys()] : undefined
  const found = await deps.store.read.listUsers(app.id, { ...query, among })
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    users: page.map(user => showListed(deps, user)),
    ...(last && { next: encodeCursor(of, [timeOf(last, order), last.id]) }),
  }
}

function timeOf(user: UserRecord, order: BrowseUsers['order']): number {
  return order === 'created_at' ? user.createdAtUs : (user.lastActiveAtUs ?? 0)
}

function placeIn(of: CursorOf, next: string): { atUs: number; id: string } {
  const [at, id] = decodeCursor(of, next)
  if (typeof id !== 'string') throw notACursor('next')
  return { atUs: cursorInteger(at), id }
}

export type ListedUser = UserResponse & {
  readonly shadow_banned: boolean
  readonly ban_expires: string | null
  readonly erased: boolean
  readonly connections: number
}

/** A user and what beside them only those who run the app are told. */
export function showListed(deps: AdminDeps, user: UserRecord): ListedUser {
  const isBanned = isBannedAt({ ...user, banned: user.banned || user.shadowBanned }, deps.clock)
  return {
    ...toUser(deps, user, 'private'),
    shadow_banned: isBanned && user.shadowBanned,
    ban_expires: isBanned && user.banExpiresAtUs !== undefined ? toRfc3339(user.banExpiresAtUs) : null,
    erased: user.erasedAtUs !== undefined,
    connections: deps.hub.connectionsOf(user.appId, user.id).length,
  }
}

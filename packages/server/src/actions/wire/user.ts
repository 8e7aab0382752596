import type { UserResponse } from '@parley/protocol'
import type { UserRecord } from '../../domain/records.ts'
import { isBannedAt } from '../../domain/users-state.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { WireDeps } from './wire-deps.ts'

/** Who looks: everybody, or the user itself and servers, who see what is private too. */
export type UserView = 'others' | 'private'

/** The user as the wire shows it, custom data at the root. */
export function toUser(deps: WireDeps, user: UserRecord, view: UserView = 'others'): UserResponse {
  const { id, role, teams, language } = user
  const online = isShownOnline(deps, user)
  const banned = isBannedAt(user, deps.clock)
  const response: UserResponse = { id, role, teams: [...teams], language, online, banned, ...timesOf(user) }
  if (user.name !== undefined) response.name = user.name
  if (user.image !== undefined) response.image = user.image
  if (user.teamsRole) response.teams_role = { ...user.teamsRole }
  if (user.mergedInto !== undefined) response.merged_into = user.mergedInto
  if (view === 'private') addPrivate(response, user)
  // Spread first: stored custom data never hides a field of our own.
  return { ...user.custom, ...response }
}

interface RenderedUser {
  /** The record it was made of. */
  readonly user: UserRecord
  readonly online: boolean
  readonly json: string
}

const MAX_RENDERED = 10_000

/** By server, then app and user: who writes often is rendered once, however often they are loaded. */
const caches = new WeakMap<WireDeps['hub'], Map<string, RenderedUser>>()

/** `toUser` for others, serialised: made once per state of a user, for what is sent often. */
export function userJson(deps: WireDeps, user: UserRecord): string {
  const online = isShownOnline(deps, user)
  const key = `${user.appId} ${user.id}`
  const rendered = cacheOf(deps)
  const known = rendered.get(key)
  if (known && known.online === online && isSameState(known.user, user)) return known.json
  const json = JSON.stringify(toUser(deps, user))
  if (rendered.size >= MAX_RENDERED) rendered.clear()
  rendered.set(key, { user, online, json })
  return json
}

function cacheOf({ hub }: WireDeps): Map<string, RenderedUser> {
  let cache = caches.get(hub)
  if (!cache) {
    cache = new Map()
    caches.set(hub, cache)
  }
  return cache
}

/** Every write of a user moves one of these; a ban may also end by itself. */
function isSameState(a: UserRecord, b: UserRecord): boolean {
  if (a === b) return a.banExpiresAtUs === undefined
  return (
    a.updatedAtUs === b.updatedAtUs &&
    a.lastActiveAtUs === b.lastActiveAtUs &&
    a.banned === b.banned &&
    a.banExpiresAtUs === undefined &&
    b.banExpiresAtUs === undefined &&
    a.deactivatedAtUs === b.deactivatedAtUs &&
    a.deletedAtUs === b.deletedAtUs &&
    a.createdAtUs === b.createdAtUs &&
    a.name === b.name
  )
}

function isShownOnline(deps: WireDeps, user: UserRecord): boolean {
  return !user.invisible && deps.hub.isOnline(user.appId, user.id)
}

function timesOf(user: UserRecord) {
  return {
    created_at: toRfc3339(user.createdAtUs),
    updated_at: toRfc3339(user.updatedAtUs),
    ...(user.lastActiveAtUs !== undefined && { last_active: toRfc3339(user.lastActiveAtUs) }),
    ...(user.deactivatedAtUs !== undefined && { deactivated_at: toRfc3339(user.deactivatedAtUs) }),
    ...(user.deletedAtUs !== undefined && { deleted_at: toRfc3339(user.deletedAtUs) }),
  }
}

function addPrivate(response: UserResponse, user: UserRecord): void {
  response.invisible = user.invisible
  if (user.privacySettings) response.privacy_settings = { ...user.privacySettings }
  if (user.pushPreferences) response.push_preferences = { ...user.pushPreferences }
  if (user.revokeTokensBeforeUs !== undefined) {
    response.revoke_tokens_issued_before = toRfc3339(user.revokeTokensBeforeUs)
  }
}

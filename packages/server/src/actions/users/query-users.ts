import { ChatError, USERS_DEFAULT_LIMIT, type UserResponse } from '@parley/protocol'
import { lasts } from '../../domain/bans.ts'
import type { Filter } from '../../domain/filters.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import { parseSort } from '../../domain/parse-sort.ts'
import { isSameTeam } from '../../domain/permission-subject.ts'
import { APP_RESOURCE, can, checkCan } from '../../domain/permissions.ts'
import type { BlockRecord, UserRecord } from '../../domain/records.ts'
import { USER_FIELDS } from '../../domain/user-fields.ts'
import type { Reader } from '../../store/store.ts'
import { listChannelMutes } from '../channel-mutes/list-channel-mutes.ts'
import { getConnection } from '../channels/watching.ts'
import type { Actor, Deps } from '../deps.ts'
import { listMutes } from '../mutes/list-mutes.ts'
import { toUser } from '../wire/user.ts'

export interface QueryUsersInput {
  readonly filter_conditions?: unknown
  readonly sort?: unknown
  readonly limit?: number | undefined
  readonly offset?: number | undefined
  readonly presence?: boolean | undefined
  readonly include_deactivated_users?: boolean | undefined
  readonly connectionId: string | undefined
}

type Caller = Exclude<Actor, { kind: 'anonymous' }>

/**
 * Users that match a filter, newest first unless sorted. Clients need `search-user`; with
 * multi-tenancy they see their own teams only. With `presence` the connection follows the users.
 * @throws ChatError `invalid_input` | `not_allowed`
 */
export async function queryUsers(deps: Deps, actor: Caller, input: QueryUsersInput): Promise<UserResponse[]> {
  checkMaySearch(actor)
  const options = { perspective: false, name: 'filter_conditions' }
  const filter = withinTeams(
    actor,
    input.filter_conditions,
    parseFilter(input.filter_conditions, USER_FIELDS, options),
  )
  const sort = parseSort(input.sort, USER_FIELDS, { perspective: false })
  const connection = input.presence ? getConnection(deps, actor, input.connectionId) : undefined
  const found = await deps.store.read.queryUsers(actor.app.id, {
    filter,
    sort,
    limit: input.limit ?? USERS_DEFAULT_LIMIT,
    offset: input.offset ?? 0,
    includeDeactivated: input.include_deactivated_users ?? false,
  })
  const users = found.filter(user => isVisible(actor, user))
  if (connection) {
    const ids = users.map(user => user.id)
    deps.hub.subscribePresence(connection, ids)
  }
  return actor.kind === 'server' ? showToServer(deps, users) : users.map(user => show(deps, actor, user))
}

function checkMaySearch(actor: Caller): void {
  if (actor.kind === 'server') return
  checkCan(actor, 'search-user', APP_RESOURCE)
  const { role } = actor.user
  if (!actor.app.settings.userSearchDisallowedRoles.includes(role)) return
  throw new ChatError('not_allowed', `users with the role "${role}" may not search users in this app`, {
    details: { action: 'search-user', roles: [role] },
  })
}

/** Own teams only, unless the filter speaks of teams itself (`{teams: {}}` lifts it). */
function withinTeams(actor: Caller, raw: unknown, filter: Filter): Filter {
  if (actor.kind === 'server' || seesEveryTeam(actor) || mentionsTeams(raw)) return filter
  const { teams } = actor.user
  const own: Filter =
    teams.length === 0
      ? { op: 'exists', field: 'teams', custom: false, value: false }
      : { op: 'in', field: 'teams', custom: false, value: teams }
  return { op: 'and', filters: [own, filter] }
}

function mentionsTeams(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'teams')
}

/** Whatever the filter said: nobody outside of one's teams is shown. */
function isVisible(actor: Caller, user: UserRecord): boolean {
  return actor.kind === 'server' || seesEveryTeam(actor) || isSameTeam(actor, user)
}

function seesEveryTeam(actor: Extract<Actor, { kind: 'user' }>): boolean {
  if (!actor.app.settings.multiTenantEnabled || actor.app.settings.disablePermissionsChecks) return true
  // Asked about a team that nobody is in, only an -any-team grant says yes.
  return can(actor, 'search-user', { ...APP_RESOURCE, teams: [NO_TEAM] })
}

const NO_TEAM = '\u0000'

function show(deps: Deps, actor: Extract<Actor, { kind: 'user' }>, user: UserRecord): UserResponse {
  return toUser(deps, user, user.id === actor.user.id ? 'private' : 'others')
}

/** Backends also see whom the users mute and block, and shadow bans. */
async function showToServer(deps: Deps, users: readonly UserRecord[]): Promise<UserResponse[]> {
  const { read } = deps.store
  const mutes = await listMutes(deps, read, users)
  const channelMutes = await listChannelMutes(deps, read, users)
  const blocks = Map.groupBy(await blocksOf(read, users), block => block.userId)
  return users.map(user => {
    const shadowBanned = user.shadowBanned && lasts(user.banExpiresAtUs, deps.clock)
    return {
      ...toUser(deps, user, 'private'),
      ...(shadowBanned && { shadow_banned: true }),
      mutes: mutes.get(user.id) ?? [],
      channel_mutes: channelMutes.get(user.id) ?? [],
      blocked_user_ids: (blocks.get(user.id) ?? []).map(block => block.blockedUserId),
    }
  })
}

async function blocksOf(reader: Reader, users: readonly UserRecord[]): Promise<BlockRecord[]> {
  const appId = users[0]?.appId
  return appId === undefined
    ? []
    : reader.listBlocksOf(
        appId,
        users.map(user => user.id),
      )
}

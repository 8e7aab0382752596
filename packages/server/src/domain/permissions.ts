import { ACTIONS, type Action } from '@parley/protocol'
import type { Attributes } from './conditions.ts'
import { notAllowed } from './permission-errors.ts'
import { type ActionIds, heldBy, idsOf, modifiersFor } from './permission-grants.ts'
import {
  type ChannelScope,
  isSameTeam,
  type Resource,
  type Subject,
  userRoleIn,
} from './permission-subject.ts'
import type { OwnPermission } from './permissions-own.ts'
import type { ChannelRecord, MemberRecord, UserRecord } from './records.ts'

/** Actions that change nothing: all that an anonymous user can ever be granted. */
const READ_ACTIONS: ReadonlySet<Action> = new Set<Action>([
  'read-channel',
  'read-channel-members',
  'read-disabled-channel',
  'read-restricted-visibility-message',
  'read-message-flags',
  'read-flag-reports',
  'search-user',
  'query-polls',
  'query-votes',
])

/** What decides before anybody looks at grants. */
export interface Rule {
  readonly kind: 'server' | 'anonymous' | 'checks_off' | 'nobody'
  readonly allows: boolean
}

const SERVER: Rule = { kind: 'server', allows: true }
const ANONYMOUS: Rule = { kind: 'anonymous', allows: false }
const CHECKS_OFF: Rule = { kind: 'checks_off', allows: true }
const NOBODY: Rule = { kind: 'nobody', allows: false }

/** Undefined: the grants decide. */
export function ruleBeforeGrants(subject: Subject, action: Action): Rule | undefined {
  if (subject.kind === 'server') return SERVER
  if (subject.kind === 'anonymous' && !READ_ACTIONS.has(action)) return ANONYMOUS
  if (subject.app.settings.disablePermissionsChecks) return CHECKS_OFF
  return subject.user ? undefined : NOBODY
}

/**
 * Whether the subject may do this to the resource.
 *
 * A server may do everything; anonymous users may write nothing whatever the grants say; with
 * `disablePermissionsChecks` everybody else may do everything. Otherwise the user's role (its
 * team role in a channel of that team) or its channel role must hold the action's id, where
 * `-owner` counts on what one owns, and ids without `-any-team` inside one's own teams.
 */
export function can(subject: Subject, action: Action, resource: Resource): boolean {
  const rule = ruleBeforeGrants(subject, action)
  if (rule) return rule.allows
  const reach = reachOf(subject, action, resource)
  if (grantingId(subject, action, resource, userRoleIn(subject, resource), reach) !== undefined) return true
  const channelRole = resource.channel?.channelRole
  if (channelRole === undefined) return false
  return grantingId(subject, action, resource, channelRole, reach) !== undefined
}

/** @throws ChatError `not_allowed`, which names action, resource, roles and what would grant it. */
export function checkCan(subject: Subject, action: Action, resource: Resource): void {
  if (!can(subject, action, resource)) throw notAllowed(subject, action, resource)
}

/** Which of an action's ids count here. */
export interface Reach {
  readonly ids: ActionIds
  readonly owns: boolean
  readonly sameTeam: boolean
}

export function reachOf(subject: Subject, action: Action, resource: Resource): Reach {
  return {
    ids: idsOf(action),
    owns: resource.ownerId !== undefined && resource.ownerId === subject.user?.id,
    sameTeam: isSameTeam(subject, resource),
  }
}

/** The id under which a role holds the action, so that it counts here. */
export function grantingId(
  subject: Subject,
  action: Action,
  resource: Resource,
  role: string,
  reach: Reach,
): string | undefined {
  const { ids, owns, sameTeam } = reach
  const holds = (id: string) => scopeOfGrant(subject, action, resource, role, id) !== undefined
  if (sameTeam && holds(ids.plain)) return ids.plain
  if (sameTeam && owns && holds(ids.owner)) return ids.owner
  if (holds(ids.anyTeam)) return ids.anyTeam
  if (owns && holds(ids.ownerAnyTeam)) return ids.ownerAnyTeam
  const own = subject.app.rules?.permissions.get(action)
  return own?.find(each => holds(each.id) && reaches(subject, resource, reach, each))?.id
}

/** Whether a permission that the app made itself counts here, for who holds it. */
export function reaches(
  subject: Subject,
  resource: Resource,
  { owns, sameTeam }: Reach,
  permission: OwnPermission,
): boolean {
  if (permission.owner && !owns) return false
  if (permission.sameTeam && !sameTeam) return false
  return permission.condition?.(attributesOfUser(subject.user), resource.attributes?.() ?? {}) ?? true
}

function attributesOfUser(user: Subject['user']): Attributes {
  if (!user) return {}
  const { id, role, name, image, language, teams, custom } = user
  return { ...custom, id, role, name, image, language, teams }
}

function attributesOfChannel(channel: Partial<ChannelRecord>): Attributes {
  const { cid, id, type, team, createdById, frozen, disabled, memberCount, custom } = channel
  const own = { cid, id, type, team, created_by_id: createdById, frozen, disabled, member_count: memberCount }
  return { ...custom, ...own }
}

/** Where something is granted: for the whole app, in a channel type, by one channel's own modifiers. */
export type GrantScope = 'app' | 'channel_type' | 'channel'

/** Where a role is granted an id that counts for this resource; undefined when nowhere. */
export function scopeOfGrant(
  subject: Subject,
  action: Action,
  resource: Resource,
  role: string,
  id: string,
): GrantScope | undefined {
  const { channel } = resource
  if (!channel) return heldBy(subject.app.settings.grants, role).has(id) ? 'app' : undefined
  const modifiers = modifiersFor(channel.overrides, role)
  if (modifiers?.revoked.has(id)) return undefined
  if (modifiers?.added.has(id)) return 'channel'
  if (heldBy(channel.type.grants, role).has(id)) return 'channel_type'
  // What is done to users may be granted for the whole app and still be asked in a channel.
  return isAppWide(action) && heldBy(subject.app.settings.grants, role).has(id) ? 'app' : undefined
}

function isAppWide(action: Action): boolean {
  const kind = ACTIONS[action]
  return kind === 'user' || kind === 'flag_report' || kind === 'poll'
}

/** A channel as something to act on; spread and change `ownerId` for what is inside of it. */
export function channelResource(
  channel: Pick<ChannelRecord, 'cid' | 'createdById' | 'team' | 'configOverrides'>,
  type: ChannelScope['type'],
  member: Pick<MemberRecord, 'channelRole'> | undefined,
): Resource {
  return {
    name: `channel ${channel.cid}`,
    ownerId: channel.createdById,
    teams: channel.team === undefined ? [] : [channel.team],
    channel: { type, overrides: channel.configOverrides, channelRole: member?.channelRole },
    attributes: () => attributesOfChannel(channel),
  }
}

/** A user as something to act on: everybody owns themselves. */
export function userResource(user: Pick<UserRecord, 'id' | 'teams'> & Partial<UserRecord>): Resource {
  const { role = '' } = user
  return {
    name: `user "${user.id}"`,
    ownerId: user.id,
    teams: user.teams,
    attributes: () => attributesOfUser({ ...user, role, teamsRole: undefined }),
  }
}

/** The app as something to act on, for actions without a target such as `search-user`. */
export const APP_RESOURCE: Resource = { name: 'this app', ownerId: undefined, teams: undefined }

export type { ChannelScope, Resource, Subject }

/**
 * Whether the subject may learn of a user at all: with multi-tenancy people of other teams do not exist,
 * but for who may search them (`search-user-any-team`).
 */
export function mayKnow(subject: Subject, user: Pick<UserRecord, 'id' | 'teams'>): boolean {
  if (subject.kind === 'server' || isSameTeam(subject, user)) return true
  return can(subject, 'search-user', userResource(user))
}

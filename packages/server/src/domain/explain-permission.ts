import type { Action } from '@parley/protocol'
import { heldBy, modifiersFor } from './permission-grants.ts'
import { type Resource, type Subject, userRoleIn } from './permission-subject.ts'
import {
  type GrantScope,
  grantingId,
  type Reach,
  type Rule,
  reaches,
  reachOf,
  ruleBeforeGrants,
  scopeOfGrant,
} from './permissions.ts'

/** A role that counts for somebody in one place, and why it does. */
export interface CountingRole {
  readonly name: string
  /** `team`: of `teams_role`, in place of the user's own. `channel`: of the membership. */
  readonly kind: 'user' | 'team' | 'channel'
}

/** What allows something: this role is granted this id there. */
export interface HeldGrant {
  readonly role: CountingRole
  readonly permission: string
  readonly scope: GrantScope
}

/** A grant that a role has and that does not help here. */
export interface ShortGrant extends HeldGrant {
  readonly short: 'not_owner' | 'other_team' | 'condition'
}

/** What would allow it: giving a role this id there. */
export interface MissingGrant {
  readonly role: CountingRole
  readonly permission: string
  readonly scope: GrantScope
  /** The channel itself takes away what its type gives. */
  readonly revoked: boolean
}

/** Why `can` says what it says. */
export interface PermissionAnswer {
  readonly action: Action
  readonly allowed: boolean
  /** What decided before any grant was looked at. */
  readonly rule: Rule['kind'] | undefined
  readonly owns: boolean
  readonly sameTeam: boolean
  readonly grant: HeldGrant | undefined
  readonly short: readonly ShortGrant[]
  readonly missing: readonly MissingGrant[]
}

/** The same decision as `can`, with its reasons: both walk the same grants in the same order. */
export function explainPermission(subject: Subject, action: Action, resource: Resource): PermissionAnswer {
  const reach = reachOf(subject, action, resource)
  const { owns, sameTeam } = reach
  const rule = ruleBeforeGrants(subject, action)
  const plain = { action, owns, sameTeam, rule: rule?.kind, grant: undefined, short: [], missing: [] }
  if (rule) return { ...plain, allowed: rule.allows }
  const roles = countingRoles(subject, resource)
  for (const role of roles) {
    const permission = grantingId(subject, action, resource, role.name, reach)
    const scope = permission && scopeOfGrant(subject, action, resource, role.name, permission)
    if (permission && scope) return { ...plain, allowed: true, grant: { role, permission, scope } }
  }
  return {
    ...plain,
    allowed: false,
    short: roles.flatMap(role => shortGrants(subject, action, resource, role, reach)),
    missing: roles.map(role => missingGrant(resource, role, reach)),
  }
}

/** The roles that count, in the order in which they are asked. */
export function countingRoles(subject: Subject, resource: Resource): readonly CountingRole[] {
  const name = userRoleIn(subject, resource)
  const user: CountingRole = { name, kind: name === subject.user?.role ? 'user' : 'team' }
  const channelRole = resource.channel?.channelRole
  return channelRole === undefined ? [user] : [user, { name: channelRole, kind: 'channel' }]
}

function shortGrants(
  subject: Subject,
  action: Action,
  resource: Resource,
  role: CountingRole,
  reach: Reach,
): ShortGrant[] {
  const { ids, owns, sameTeam } = reach
  const short = (permission: string, why: ShortGrant['short'] | undefined): ShortGrant[] => {
    const scope = scopeOfGrant(subject, action, resource, role.name, permission)
    return scope && why ? [{ role, permission, scope, short: why }] : []
  }
  const notOwner = owns ? undefined : 'not_owner'
  const otherTeam = sameTeam ? undefined : 'other_team'
  const own = subject.app.rules?.permissions.get(action) ?? []
  return [
    ...short(ids.plain, otherTeam),
    ...short(ids.owner, notOwner ?? otherTeam),
    ...short(ids.ownerAnyTeam, notOwner),
    ...own
      .filter(each => !reaches(subject, resource, reach, each))
      .flatMap(each =>
        short(each.id, (each.owner && notOwner) || (each.sameTeam && otherTeam) || 'condition'),
      ),
  ]
}

/** The least that this role would have to be given; what the type gives need only be left alone by the channel. */
function missingGrant({ channel }: Resource, role: CountingRole, reach: Reach): MissingGrant {
  const { ids, owns, sameTeam } = reach
  const permission = sameTeam ? (owns ? ids.owner : ids.plain) : owns ? ids.ownerAnyTeam : ids.anyTeam
  if (!channel) return { role, permission, scope: 'app', revoked: false }
  const taken = modifiersFor(channel.overrides, role.name)?.revoked
  const given = heldBy(channel.type.grants, role.name)
  const revoked = usableIds(reach).find(id => taken?.has(id) && given.has(id))
  if (revoked !== undefined) return { role, permission: revoked, scope: 'channel', revoked: true }
  if (taken?.has(permission)) return { role, permission, scope: 'channel', revoked: true }
  return { role, permission, scope: 'channel_type', revoked: false }
}

/** The ids of which one is enough here. */
function usableIds({ ids, owns, sameTeam }: Reach): string[] {
  const inTeam = sameTeam ? [ids.plain, ...(owns ? [ids.owner] : [])] : []
  return [...inTeam, ids.anyTeam, ...(owns ? [ids.ownerAnyTeam] : [])]
}

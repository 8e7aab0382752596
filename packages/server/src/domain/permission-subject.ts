import type { App } from './app.ts'
import type { Attributes } from './conditions.ts'
import type { ChannelTypeRecord, Json, UserRecord } from './records.ts'
import type { AppRules } from './rules.ts'

/** Who wants something. An `Actor` is one. */
export interface Subject {
  readonly kind: 'server' | 'user' | 'anonymous'
  readonly app: Pick<App, 'settings'> & { readonly rules?: Pick<AppRules, 'permissions'> }
  /** Absent for a server only. */
  readonly user?: (Pick<UserRecord, 'id' | 'role' | 'teams' | 'teamsRole'> & Partial<UserRecord>) | undefined
}

/** What something is to be done to. */
export interface Resource {
  /** For messages: `channel messaging:general`, `user "bob"`. */
  readonly name: string
  /** The channel's creator, the message's author, the user itself. */
  readonly ownerId: string | undefined
  /** Undefined: belongs to the app as a whole, teams don't matter. A channel without a team: `[]`. */
  readonly teams: readonly string[] | undefined
  /** In a channel: the grants of its type, its own modifiers, and the subject's role there. */
  readonly channel?: ChannelScope
  /** What conditions may ask about it; computed only when one does. */
  readonly attributes?: (() => Attributes) | undefined
}

export interface ChannelScope {
  readonly type: Pick<ChannelTypeRecord, 'name' | 'grants'>
  readonly overrides: Json | undefined
  /** Undefined when the subject is not a member. */
  readonly channelRole: string | undefined
}

/** Without multi-tenancy everybody is in the same team. */
export function isSameTeam(subject: Subject, resource: Pick<Resource, 'teams'>): boolean {
  if (!subject.app.settings.multiTenantEnabled || !resource.teams || !subject.user) return true
  return shareTeam(subject.user.teams, resource.teams)
}

/** Who is in no team shares that with what is of none. */
export function shareTeam(teams: readonly string[], others: readonly string[]): boolean {
  if (teams.length === 0 || others.length === 0) return teams.length === others.length
  return others.some(team => teams.includes(team))
}

/** The role that counts: `teams_role` replaces it in channels of that team. */
export function userRoleIn(subject: Subject, resource: Resource): string {
  const { user } = subject
  if (!user) return ''
  const team = resource.channel ? resource.teams?.[0] : undefined
  if (team === undefined || !user.teamsRole || !subject.app.settings.multiTenantEnabled) return user.role
  return Object.hasOwn(user.teamsRole, team) ? (user.teamsRole[team] ?? user.role) : user.role
}

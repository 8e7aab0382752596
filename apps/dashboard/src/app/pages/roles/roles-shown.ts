import type { Role } from '@parley/client'
import type { SavedGrants } from './grants-draft'

/** What the built-in roles are for, in the order of the columns. */
const BUILT_IN: Readonly<Record<string, string>> = {
  channel_member: 'Every member of a channel, unless your backend gives another role.',
  channel_moderator: 'Members that your backend made moderators of one channel.',
  user: 'Everybody who connects with a token, unless your backend gives another role.',
  guest: 'Visitors without an account, who connect as guests.',
  anonymous: 'Whoever reads without connecting as anybody. Can never write.',
  moderator: 'People who keep order in all channels.',
  admin: 'People who may do nearly everything in all channels.',
  global_moderator: 'Moderators of all teams, with multi-tenancy.',
  global_admin: 'Admins of all teams, with multi-tenancy.',
}

const CHANNEL_ROLES = ['channel_member', 'channel_moderator']

export function roleWords({ name, custom }: Pick<Role, 'name' | 'custom'>): string {
  return custom ? 'A role of your own, for users and for members of channels.' : (BUILT_IN[name] ?? '')
}

const ACROSS_TEAMS = ['global_moderator', 'global_admin']

/** The roles that count in a scope; also those that something is granted though they are gone. */
export function columnsOf(
  roles: readonly Role[],
  saved: SavedGrants | undefined,
  kind: 'app' | 'channel',
  hasTeams: boolean,
): readonly string[] {
  const own = roles.filter(role => role.custom).map(role => role.name)
  const builtIn = Object.keys(BUILT_IN).filter(name => kind === 'channel' || !CHANNEL_ROLES.includes(name))
  const isShown = (name: string) => hasTeams || !ACROSS_TEAMS.includes(name)
  const granted = [...Object.keys(saved?.grants ?? {}), ...Object.keys(saved?.inherited ?? {})]
  return [...new Set([...builtIn, ...own, ...granted])].filter(isShown)
}

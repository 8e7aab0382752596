import type { Action } from '@parley/protocol'
import type { ActionFacts } from './action-facts.ts'
import {
  type CountingRole,
  explainPermission,
  type HeldGrant,
  type MissingGrant,
  type PermissionAnswer,
  type ShortGrant,
} from './explain-permission.ts'
import type { Resource, Subject } from './permission-subject.ts'
import { can, type GrantScope } from './permissions.ts'
import type { Fix, GrantToChange, Reason } from './situation.ts'

/** What allows it, in a sentence. */
export function sayGranted(
  { rule, grant }: PermissionAnswer,
  resource: Resource,
  { whose }: Pick<ActionFacts, 'whose'>,
): string {
  if (rule === 'checks_off') return 'Permission checks are off in this app: everybody may do everything.'
  if (!grant) return 'Servers may do everything.'
  const { role, permission, scope } = grant
  const owner = permission.includes('-owner') ? `, ${ownWords(whose)}` : ''
  return `Their ${roleWords(role)} has “${permission}” ${scopeWords(scope, resource)}${owner}.`
}

function ownWords(whose: ActionFacts['whose']): string {
  return whose === 'maker' ? 'and they made the channel' : 'for what is their own'
}

/** Why no grant allows it, and what would. */
export function reasonNotGranted(
  subject: Subject,
  answer: PermissionAnswer,
  resource: Resource,
  { place }: Pick<ActionFacts, 'place'>,
): Reason {
  if (answer.rule === 'anonymous' || answer.rule === 'nobody') return anonymousCanNot()
  const { missing, short, action } = answer
  const sentences = [
    sayMissing(missing, resource, place === 'channel'),
    ...short.map(each => sayShort(subject, each, resource)),
    ...missing.flatMap(each => (each.revoked ? [sayRevoked(each)] : [])),
  ]
  return {
    kind: 'not_granted',
    says: sentences.join(' '),
    fixes: fixesOf(subject, action, resource, answer, place === 'channel'),
  }
}

export function anonymousCanNot(): Reason {
  const says = 'Anonymous users may only read, whatever is granted.'
  return { kind: 'anonymous', says, fixes: [{ says: 'Let them connect as a guest or as a regular user.' }] }
}

function sayMissing(missing: readonly MissingGrant[], resource: Resource, isThere: boolean): string {
  const [first, second] = missing
  if (!first) return 'No role of theirs counts here.'
  const where = resource.channel ? `in channel type “${resource.channel.type.name}”` : 'in the app’s grants'
  const has = `“${first.permission}” ${where}`
  if (!second) {
    const stranger = isThere ? ', and they are not a member of the channel' : ''
    return `Their ${roleWords(first.role)} does not have ${has}${stranger}.`
  }
  return `Neither their ${roleWords(first.role)} nor their ${roleWords(second.role)} has ${has}.`
}

function sayShort(
  { user, app }: Subject,
  { role, permission, short }: ShortGrant,
  resource: Resource,
): string {
  const has = `Their ${roleWords(role)} has “${permission}”`
  if (short === 'not_owner') return `${has}: that counts only for what is their own, and this is not.`
  if (short === 'condition') return `${has}, whose condition does not hold here.`
  const own = user?.teams.length ? `in ${listed(user.teams)}` : 'in no team'
  const its = resource.teams?.length ? `belongs to ${listed(resource.teams)}` : 'belongs to no team'
  const why = app.settings.multiTenantEnabled ? `: they are ${own}, and this ${its}` : ''
  return `${has}, which counts inside of their own teams${why}.`
}

const listed = (teams: readonly string[]): string => teams.map(team => `“${team}”`).join(', ')

function sayRevoked({ role, permission }: MissingGrant): string {
  return `This channel takes “${permission}” away from the ${roleWords(role)} (“!${permission}” in its own grants).`
}

function fixesOf(
  subject: Subject,
  action: Action,
  resource: Resource,
  { sameTeam, missing }: PermissionAnswer,
  isThere: boolean,
): Fix[] {
  const fixes = missing.map(each => fixOf(each, resource))
  const { channel } = resource
  if (isThere && channel && channel.channelRole === undefined && subject.kind === 'user') {
    const asMember = { ...resource, channel: { ...channel, channelRole: 'channel_member' } }
    if (can(subject, action, asMember))
      fixes.unshift({ says: 'Add them as a member of the channel: members may.' })
  }
  const team = resource.teams?.[0]
  if (!sameTeam && team !== undefined) fixes.unshift({ says: `Add team “${team}” to their teams.` })
  return fixes
}

/** The grants any of which would allow it. */
export function grantFixes(subject: Subject, action: Action, resource: Resource): Fix[] {
  return explainPermission(subject, action, resource).missing.map(each => fixOf(each, resource))
}

function fixOf({ role, permission, scope, revoked }: MissingGrant, resource: Resource): Fix {
  const grant: GrantToChange = { scope: scopeName(scope, resource), role: role.name, permission }
  const where = scopeWords(scope, resource)
  if (!revoked) return { says: `Grant “${permission}” to the role “${role.name}” ${where}.`, grant }
  return { says: `Take “!${permission}” away from the role “${role.name}” ${where}.`, grant }
}

export function scopeName(scope: GrantScope, resource: Resource): string {
  if (scope === 'app') return '.app'
  return scope === 'channel' ? resource.name.replace(/^channel /, '') : (resource.channel?.type.name ?? '')
}

function scopeWords(scope: GrantScope, { channel }: Resource): string {
  if (scope === 'app') return 'in the app’s grants'
  return scope === 'channel' ? 'in this channel’s own grants' : `in channel type “${channel?.type.name}”`
}

function roleWords({ name, kind }: CountingRole): string {
  if (kind === 'channel') return `role “${name}” in this channel`
  return kind === 'team' ? `role “${name}” in this team` : `role “${name}”`
}

export type { HeldGrant }

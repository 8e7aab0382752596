import { ACTIONS, type Action, ChatError } from '@parley/protocol'
import { idsOf } from './permission-grants.ts'
import { isSameTeam, type Resource, type Subject, userRoleIn } from './permission-subject.ts'

/** The error of a check that failed. */
export function notAllowed(subject: Subject, action: Action, resource: Resource): ChatError {
  const roles = rolesOf(subject, resource)
  const details = {
    action,
    resource: resource.name,
    roles,
    permissions: idsThatWouldDo(subject, action, resource),
  }
  return new ChatError('not_allowed', messageOf(subject, action, resource, roles), { details })
}

function messageOf(subject: Subject, action: Action, resource: Resource, roles: readonly string[]): string {
  const who = subject.kind === 'anonymous' ? 'an anonymous user' : `user "${subject.user?.id ?? ''}"`
  const refused = `${who} is not allowed to ${action} in ${resource.name}`
  if (subject.kind === 'anonymous') {
    return `${refused}: anonymous users may only read, and only where role "anonymous" has the grant; connect as a guest or a regular user instead`
  }
  const ids = idsThatWouldDo(subject, action, resource)
    .map(id => `"${id}"`)
    .join(' or ')
  const roleText = roles.map(role => `"${role}"`).join(', ')
  const team = isSameTeam(subject, resource) ? '' : ' (it belongs to a team that the user is not in)'
  return `${refused}${team}: of the roles ${roleText} none is granted ${ids}; ${howToGrant(action, resource)}`
}

function howToGrant(action: Action, { channel }: Resource): string {
  if (!channel) return 'grant it in the app settings (PATCH /app, grants), or use a server token'
  const where = `channel type "${channel.type.name}"`
  const member = channel.channelRole === undefined && ACTIONS[action] !== 'user'
  const hint = member ? 'make the user a member of the channel, ' : ''
  return `${hint}grant it in ${where} (PUT /channeltypes/${channel.type.name}, grants), or use a server token`
}

function rolesOf(subject: Subject, resource: Resource): readonly string[] {
  const channelRole = resource.channel?.channelRole
  const role = userRoleIn(subject, resource)
  return channelRole === undefined ? [role] : [role, channelRole]
}

function idsThatWouldDo(subject: Subject, action: Action, resource: Resource): readonly string[] {
  const ids = idsOf(action)
  const owns = resource.ownerId !== undefined && resource.ownerId === subject.user?.id
  if (isSameTeam(subject, resource)) return owns ? [ids.plain, ids.owner] : [ids.plain]
  return owns ? [ids.anyTeam, ids.ownerAnyTeam] : [ids.anyTeam]
}

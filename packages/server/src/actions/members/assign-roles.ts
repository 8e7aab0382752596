import type { ChatError } from '@parley/protocol'
import {
  checkChannelRole,
  DEFAULT_CHANNEL_ROLE,
  MODERATOR_ROLE,
  type NewMember,
} from '../../domain/members.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { ChannelChange } from '../channels/channel-change.ts'
import { checkServer } from '../channels/open-channel.ts'
import { addMembers } from './add-members.ts'
import { writeMember } from './write-member.ts'

/** The keys of an update that are about roles. */
export interface RoleChanges {
  readonly assign_roles?: readonly NewMember[] | undefined
  readonly add_moderators?: readonly string[] | undefined
  readonly demote_moderators?: readonly string[] | undefined
}

/** @throws ChatError `not_allowed`: roles are a server's to give. */
export function checkRoles({ actor }: ChannelChange, changes: RoleChanges): void {
  if (changes.assign_roles?.length) checkServer(actor, 'roles of members (assign_roles)')
  if (changes.add_moderators?.length || changes.demote_moderators?.length) {
    checkServer(actor, 'moderators (add_moderators, demote_moderators)')
  }
}

/** Gives roles; `add_moderators` makes members of those who are none. */
export async function assignRoles(change: ChannelChange, changes: RoleChanges): Promise<void> {
  for (const { user_id: userId, channel_role: role } of changes.assign_roles ?? []) {
    if (role === undefined) continue
    checkChannelRole(role)
    if (!(await setRole(change, userId, role))) throw noMember(change, userId)
  }
  for (const userId of changes.add_moderators ?? []) {
    if (await setRole(change, userId, MODERATOR_ROLE)) continue
    await addMembers(change, [{ user_id: userId, channel_role: MODERATOR_ROLE, custom: {} }], {})
  }
  for (const userId of changes.demote_moderators ?? []) {
    if (!(await setRole(change, userId, DEFAULT_CHANNEL_ROLE))) throw noMember(change, userId)
  }
}

/** False when there is no such member. */
async function setRole(change: ChannelChange, userId: string, role: string): Promise<boolean> {
  const member = await change.tx.findMember(change.channel.pk, userId)
  if (!member) return false
  if (member.channelRole === role) return true
  change.touchedIds.push(userId)
  await writeMember(change, { ...member, channelRole: role })
  return true
}

function noMember({ channel }: ChannelChange, userId: string): ChatError {
  return invalidField(
    'user_id',
    `must be a member's to have a role there: user "${userId}" is no member of ${channel.cid}`,
  )
}

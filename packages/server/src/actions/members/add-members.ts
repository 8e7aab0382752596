import { isDistinct } from '../../domain/channels.ts'
import { distinctMembers, type Joining, type NewMember } from '../../domain/members.ts'
import { can, checkCan } from '../../domain/permissions.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { ChannelChange } from '../channels/channel-change.ts'
import { checkMayWriteHere, checkServer } from '../channels/open-channel.ts'
import { People } from '../wire/people.ts'
import { getUsersToAdd, joinMembers, withoutBlockers } from './join.ts'

/**
 * Whether these may be added or invited.
 * @throws ChatError `not_allowed`, `invalid_input` for a channel that is made of its members.
 */
export function checkAddMembers(
  { deps, actor, open, user }: ChannelChange,
  members: readonly NewMember[],
): void {
  if (members.length === 0) return
  if (isDistinct(open.channel)) {
    throw invalidField(
      'add_members',
      `and invites cannot add members to the distinct channel ${open.channel.cid}: it is made of its members; create another channel`,
    )
  }
  checkMayWriteHere(deps, actor, open)
  const onlySelf = members.every(member => member.user_id === user?.id)
  const mayJoin = onlySelf && can(actor, 'add-own-channel-membership', open.resource)
  if (!mayJoin) checkCan(actor, 'update-channel-members', open.resource)
  if (members.some(member => member.channel_role !== undefined)) checkServer(actor, 'channel_role of members')
}

/** Makes these members, or invites them. */
export async function addMembers(
  change: ChannelChange,
  members: readonly NewMember[],
  joining: Joining,
): Promise<void> {
  if (members.length === 0) return
  const { deps, tx, actor, channel, log } = change
  const adderId = actor.kind === 'user' ? actor.user.id : undefined
  const kept = await withoutBlockers(tx, channel.appId, distinctMembers(members), adderId)
  const users = await getUsersToAdd(
    tx,
    actor,
    kept.map(member => member.user_id),
  )
  const creator =
    channel.createdById === undefined
      ? undefined
      : await tx.unheld.findUser(channel.appId, channel.createdById)
  const people = new People(deps, creator ? [...users, creator] : users)
  const context = { tx, channel, log, people, logged: true, adderId: change.user?.id }
  change.count(await joinMembers(deps, context, kept, joining))
}

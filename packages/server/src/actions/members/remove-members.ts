import { can, checkCan } from '../../domain/permissions.ts'
import type { ChannelRecord } from '../../domain/records.ts'
import type { ChannelChange } from '../channels/channel-change.ts'
import { canRead, withMember } from '../channels/open-channel.ts'
import { endWatching } from '../channels/watching.ts'
import type { Actor, Deps } from '../deps.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { toMember } from '../wire/member.ts'
import { loadPeople } from '../wire/people.ts'

/** @throws ChatError `not_allowed` */
export function checkRemoveMembers({ actor, open, user }: ChannelChange, userIds: readonly string[]): void {
  if (userIds.length === 0) return
  const onlySelf = userIds.every(id => id === user?.id)
  const mayLeave = onlySelf && can(actor, 'remove-own-channel-membership', open.resource)
  if (!mayLeave) checkCan(actor, 'update-channel-members', open.resource)
}

/** Ends memberships; who is no member is passed over. */
export async function removeMembers(change: ChannelChange, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return
  const { deps, tx, log } = change
  const members = await tx.findMembers(change.channel.pk, [...new Set(userIds)])
  const ids = [...members.map(member => member.userId), change.channel.createdById]
  const people = await loadPeople(deps, tx, change.channel.appId, ids)
  for (const member of members) {
    const { userId } = member
    if (!(await tx.deleteMember(change.channel.pk, userId))) continue
    change.count(-1)
    change.touchedIds.push(userId)
    const { channel } = change
    const user = JSON.stringify(people.userOrGhost(userId))
    const { atUs } = await log.add('member.removed', { user, member_count: String(channel.memberCount) })
    log.membership(userId, false)
    log.notifyUser(userId, 'notification.removed_from_channel', atUs, {
      channel: JSON.stringify(toPlainChannel(channel, people)),
      member: JSON.stringify(toMember(channel, member, people)),
    })
  }
}

/** Who may not read the channel any more stops watching it, after they heard what happened. */
export async function dropLostWatchers(
  deps: Deps,
  { app }: Actor,
  channel: ChannelRecord,
  userIds: readonly string[],
): Promise<void> {
  const { appId, pk } = channel
  const connected = userIds.filter(userId => deps.hub.connectionsOf(appId, userId).length > 0)
  if (connected.length === 0) return
  const members = await deps.store.read.findMembers(pk, connected)
  for (const user of await deps.store.read.findUsers(appId, connected)) {
    const actor: Actor = { kind: 'user', app, user }
    const open = withMember(
      actor,
      channel,
      members.find(member => member.userId === user.id),
    )
    if (canRead(actor, open)) continue
    for (const connection of deps.hub.connectionsOf(appId, user.id)) {
      endWatching(deps, connection, channel, open.config, user)
    }
  }
}

import { ChatError } from '@parley/protocol'
import type { Announcement } from '../../bus/bus.ts'
import type { App } from '../../domain/app.ts'
import type { ChannelRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { ChannelLog } from '../events/channel-log.ts'
import { recipientsOf } from '../messages/recipients.ts'
import { showMessages } from '../messages/show-messages.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { userJson } from '../wire/user.ts'

const TYPE = 'user.merged'

/**
 * A guest's messages, memberships, read states and blocks become a regular user's, and the guest
 * is deleted with `merged_into`: one transaction. Watchers of every channel concerned get
 * `user.merged`, logged, so that who is away learns of it too, and `message.updated` where both had
 * reacted alike or voted and one of them counts.
 * @throws ChatError `not_allowed` when the guest is gone already.
 */
export async function mergeGuest(
  deps: Deps,
  app: App,
  guest: Pick<UserRecord, 'appId' | 'id'>,
  into: UserRecord,
): Promise<void> {
  await deps.store.transaction(
    tx => merge(deps, tx, app, guest, into),
    events => {
      for (const event of events) deps.bus.publish(event)
    },
  )
  deps.bus.publish({ to: 'nodes', control: { kind: 'user', appId: guest.appId, userId: guest.id } })
}

async function merge(
  deps: Deps,
  tx: Tx,
  app: App,
  { appId, id }: Pick<UserRecord, 'appId' | 'id'>,
  into: UserRecord,
): Promise<Announcement[]> {
  const guest = await tx.findUser(appId, id)
  if (!guest || guest.deletedAtUs !== undefined) {
    throw new ChatError('not_allowed', `guest "${id}" is gone; there is nothing to merge`, {
      details: { reason: 'deleted', user_id: id },
    })
  }
  const { cids, recountedIds } = await tx.mergeUser(appId, id, into.id, deps.clock())
  const channels = cids.length === 0 ? [] : await tx.findChannels(appId, cids)
  const events = await newMemberships(tx, into, cids)
  for (const channel of channels) events.push(await logMerged(deps, tx, channel, guest, into))
  const recounted = recountedIds.length === 0 ? [] : await tx.findMessages(appId, recountedIds)
  for (const message of recounted) events.push(...(await logRecounted(deps, tx, app, channels, message)))
  return events
}

/** Other connections of the user follow what it is a member of now. */
async function newMemberships(
  tx: Tx,
  { appId, id: userId }: UserRecord,
  cids: readonly string[],
): Promise<Announcement[]> {
  const memberships = await tx.listMemberships(appId, userId)
  return memberships
    .filter(({ cid }) => cids.includes(cid))
    .map(({ cid }) => ({ to: 'nodes', control: { kind: 'membership', appId, userId, cid, member: true } }))
}

async function logMerged(
  deps: Deps,
  tx: Tx,
  channel: ChannelRecord,
  guest: UserRecord,
  into: UserRecord,
): Promise<Announcement> {
  const { seq, atUs } = await tx.nextSeq(channel.pk, deps.clock())
  const parts = {
    user: userJson(deps, into),
    merged_from: JSON.stringify(guest.id),
    member_count: String(channel.memberCount),
  }
  const frame = channelFrame(TYPE, channel, { seq, atUs }, parts)
  await tx.appendEvent({ channelPk: channel.pk, seq, atUs, type: TYPE, frame })
  return { to: 'channel', appId: channel.appId, cid: channel.cid, type: TYPE, frame }
}

async function logRecounted(
  deps: Deps,
  tx: Tx,
  app: App,
  channels: readonly ChannelRecord[],
  message: MessageRecord,
): Promise<Announcement[]> {
  const channel = channels.find(({ pk }) => pk === message.channelPk)
  if (!channel) return []
  const source = { kind: 'server', app } as const
  const log = new ChannelLog(deps, tx, source, channel)
  const { people, show } = await showMessages(deps, tx, channel, [message])
  const parts = { message: JSON.stringify(show(message)), user: people.json(message.userId) }
  await log.add('message.updated', parts, { to: await recipientsOf(deps, tx, source, { channel }, message) })
  return log.announcements
}

import type { MarkDeliveredBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { parseCid } from '../../domain/channels.ts'
import type { MessageRecord, UserRecord } from '../../domain/records.ts'
import { showsDelivery } from '../../domain/users-privacy.ts'
import type { Tx } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import { actingUser } from '../channels/acting-user.ts'
import { canRead, type OpenChannel, openFound, visibleOf } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll, ChannelLog } from '../events/channel-log.ts'
import { userJson } from '../wire/user.ts'
import { isToldOfSignals, readerOfMarks } from './log-read.ts'

type Body = z.output<typeof MarkDeliveredBody>

/**
 * Notes up to which message each of some channels reached the user. Channels without
 * `delivery_events`, those that the user is no member of and messages that are gone are passed over:
 * what arrived is reported late, and in bulk.
 * @throws ChatError `invalid_input` when a server names nobody.
 */
export async function markDelivered(
  deps: Deps,
  actor: Actor,
  { latest_delivered_messages: delivered, ...body }: Body,
): Promise<void> {
  const user = await actingUser(deps, actor, { user: body.user, user_id: body.user_id })
  for (const { cid, id } of delivered) {
    await deps.store.transaction(
      tx => markOne(deps, tx, actor, user, cid, id),
      log => announceAll(deps, log?.announcements ?? []),
    )
  }
}

async function markOne(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  user: UserRecord,
  cid: string,
  messageId: string,
): Promise<ChannelLog | undefined> {
  const found = await findDelivered(deps, tx, actor, user, cid, messageId)
  if (!found) return undefined
  const { open, message } = found
  const { channel, member } = open
  if (!member || (member.lastDeliveredAtUs ?? 0) >= message.createdAtUs) return undefined
  await tx.setDelivered(channel.pk, user.id, message.createdAtUs, message.id)
  if (!showsDelivery(user) || !isToldOfSignals(deps, channel)) return undefined
  const log = new ChannelLog(deps, tx, actor, channel)
  await log.add('message.delivered', {
    user: userJson(deps, user),
    last_delivered_at: JSON.stringify(toRfc3339(message.createdAtUs)),
    last_delivered_message_id: JSON.stringify(message.id),
  })
  return log
}

async function findDelivered(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  user: UserRecord,
  cid: string,
  messageId: string,
): Promise<{ readonly open: OpenChannel; readonly message: MessageRecord } | undefined> {
  const ref = parseCid(cid)
  const reader = readerOfMarks(deps, tx, { appId: actor.app.id, cid })
  const channel = ref && (await reader.findChannel(actor.app.id, ref.type, ref.id))
  if (!ref || !channel || channel.deletedAtUs !== undefined) return undefined
  const open = await openFound(reader, actor, ref, channel, user.id)
  if (!open.config.delivery_events || !canRead(actor, open)) return undefined
  const found = await tx.unheld.findMessage(actor.app.id, messageId)
  const [message] = found?.channelPk === channel.pk ? await visibleOf(tx, actor, open, [found]) : []
  return message && { open, message }
}

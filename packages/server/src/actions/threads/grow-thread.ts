import { channelConfig } from '../../domain/channels-config.ts'
import type { ChannelRecord, MessageRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import type { ChannelLog } from '../events/channel-log.ts'
import { countReplies } from '../messages/count-replies.ts'
import { noticeChannelJson } from '../messages/notice-channel.ts'
import { threadAudience } from './thread-audience.ts'

/**
 * A reply was stored: its thread is there from the first one on. The watchers learn that the parent
 * has one reply more, participants who do not watch of the reply (`json`).
 */
export async function growThread(
  deps: Deps,
  tx: Tx,
  actor: Pick<Actor, 'app'>,
  log: ChannelLog,
  channel: ChannelRecord,
  parent: MessageRecord,
  reply: MessageRecord,
  json: string,
): Promise<void> {
  await tx.addToThread(parent, reply)
  await countReplies(deps, tx, log, channel, parent, { replies: 1, deleted: 0 })
  const lastMessageAtUs = reply.showInChannel ? reply.createdAtUs : channel.lastMessageAtUs
  const told = { channel, config: channelConfig(actor.app, channel) }
  const parts = {
    message: json,
    channel: await noticeChannelJson(deps, tx, told, lastMessageAtUs ?? reply.createdAtUs),
    thread_id: JSON.stringify(parent.id),
  }
  for (const userId of await threadAudience(tx, actor, channel, reply)) {
    log.notifyUser(userId, 'notification.thread_message_new', reply.createdAtUs, parts)
  }
}

import type { ChannelRecord, MessageRecord } from '../../domain/records.ts'
import { isLimited } from '../../domain/visibility.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import type { ChannelLog } from '../events/channel-log.ts'
import { showMessages } from './show-messages.ts'

/** How a thread changed: replies that are there, replies that were deleted softly. */
export interface ReplyChange {
  readonly replies: number
  readonly deleted: number
}

/** The parent's watchers learn that its thread grew or shrank. */
export async function countReplies(
  deps: Deps,
  tx: Tx,
  log: ChannelLog,
  channel: ChannelRecord,
  parent: MessageRecord,
  { replies, deleted }: ReplyChange,
): Promise<void> {
  await tx.addReplies(channel.appId, parent.id, replies, deleted)
  // Others may have replied since the parent was read.
  const counted = (await tx.unheld.findMessage(channel.appId, parent.id)) ?? parent
  const { show } = await showMessages(deps, tx, channel, [counted])
  const message = show(counted)
  await log.add('message.updated', { message: JSON.stringify(message), user: JSON.stringify(message.user) })
}

/** As `countReplies` for the thread of a reply; one that is not for everybody is not counted. */
export async function countReply(
  deps: Deps,
  tx: Tx,
  log: ChannelLog,
  channel: ChannelRecord,
  reply: MessageRecord,
  change: ReplyChange,
): Promise<void> {
  if (reply.parentId === undefined || isLimited(reply)) return
  const parent = await tx.unheld.findMessage(channel.appId, reply.parentId)
  if (parent) await countReplies(deps, tx, log, channel, parent, change)
}

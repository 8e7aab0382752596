import type { MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { type OpenChannel, visibleOf } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { logRead, type ReadMark, type WrittenRead } from './log-read.ts'

/**
 * Marks a thread read up to a reply, or up to the newest. Who does not take part has no read state
 * there, so nothing moves.
 * @throws ChatError `invalid_input` when thread or reply are not in this channel.
 */
export async function markThreadRead(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  user: UserRecord,
  threadId: string,
  messageId: string | undefined,
): Promise<WrittenRead> {
  const parent = await getParent(tx.unheld, actor, open, threadId)
  const wanted = await wantedMark(deps, tx, open, parent, messageId)
  const [read] = await tx.listThreadReads(parent.appId, user.id, [threadId])
  const moved = read !== undefined && read.lastReadAtUs < wanted.lastReadAtUs
  if (moved) await tx.setThreadRead(parent.appId, threadId, user.id, wanted.lastReadAtUs, wanted.messageId)
  const mark =
    moved || !read ? wanted : { lastReadAtUs: read.lastReadAtUs, messageId: read.lastReadMessageId }
  return logRead(deps, tx, actor, open, user, { mark, moved, threadId })
}

/** @throws ChatError `invalid_input` when it is not in this channel, or not the user's to see. */
export async function getParent(
  reader: Reader,
  actor: Actor,
  open: OpenChannel,
  threadId: string,
): Promise<MessageRecord> {
  const { channel } = open
  const found = await reader.findMessage(channel.appId, threadId)
  const [parent] = found?.channelPk === channel.pk ? await visibleOf(reader, actor, open, [found]) : []
  if (parent) return parent
  throw invalidField('thread_id', `names no message of channel ${channel.cid}: "${threadId}"`)
}

async function wantedMark(
  deps: Deps,
  tx: Tx,
  { channel }: OpenChannel,
  parent: MessageRecord,
  messageId: string | undefined,
): Promise<ReadMark> {
  if (messageId === undefined) {
    const [newest] = await tx.listMessages(channel.pk, { limit: 1, parentId: parent.id })
    return { lastReadAtUs: Math.max(deps.clock(), channel.lastEventAtUs), messageId: newest?.id }
  }
  const reply = await tx.unheld.findMessage(channel.appId, messageId)
  if (reply?.parentId === parent.id) return { lastReadAtUs: reply.createdAtUs, messageId }
  throw invalidField('message_id', `names no reply of the thread "${parent.id}": "${messageId}"`)
}

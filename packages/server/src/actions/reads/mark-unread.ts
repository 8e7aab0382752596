import type { MarkUnreadBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { cidOf } from '../../domain/channels.ts'
import type { UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { parseTime } from '../../util/time.ts'
import { planActingUser } from '../channels/acting-user.ts'
import { type ChannelRef, type OpenChannel, openChannel, visibleWindow } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { readerOfMarks } from './log-read.ts'
import { checkReadMarks } from './mark-read.ts'
import { getParent } from './mark-thread-read.ts'
import { getMarkedMessage } from './marked-message.ts'
import { tellOwnUnread } from './tell-own-unread.ts'

/**
 * Makes a message and everything later unread again, or everything after a time, or a whole thread.
 * Only the user itself hears of it.
 * @throws ChatError `not_allowed` | `not_found` | `invalid_input` | `feature_disabled`
 */
export async function markUnread(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  body: z.output<typeof MarkUnreadBody>,
): Promise<void> {
  const { user, save } = await planActingUser(deps, actor, { user: body.user, user_id: body.user_id })
  const { channel, mark } = await deps.store.transaction(async tx => {
    await save?.(tx)
    const reader = readerOfMarks(deps, tx, { appId: user.appId, cid: cidOf(ref.type, ref.id) })
    const open = await openChannel(reader, actor, ref, user.id)
    checkReadMarks(actor, open)
    const mark =
      body.thread_id === undefined
        ? await markBefore(tx, actor, open, body)
        : await markThread(tx, actor, open, user, body.thread_id)
    return { channel: open.channel, mark }
  })
  if (mark) await tellOwnUnread(deps, user, { type: 'notification.mark_unread', channel, ...mark })
}

interface Mark {
  readonly lastReadAtUs: number
  readonly lastReadMessageId: string | undefined
  readonly firstUnreadMessageId: string | undefined
  readonly threadId?: string
}

/** Undefined for who is no member: they have no read state. */
async function markBefore(
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  body: z.output<typeof MarkUnreadBody>,
): Promise<Mark | undefined> {
  const { channel, member } = open
  const lastReadAtUs = await readUntil(tx, actor, open, body)
  const newest = { limit: 1, before: { atUs: lastReadAtUs, inclusive: true } }
  const oldest = { limit: 1, after: { atUs: lastReadAtUs, inclusive: false } }
  const [last] = await tx.listMessages(channel.pk, visibleWindow(actor, open, newest))
  const [first] = await tx.listMessages(channel.pk, visibleWindow(actor, open, oldest))
  if (!member) return undefined
  await tx.setRead(channel.pk, member.userId, lastReadAtUs, last?.id)
  return { lastReadAtUs, lastReadMessageId: last?.id, firstUnreadMessageId: first?.id }
}

/** All of a thread; undefined for who does not take part. */
async function markThread(
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  user: UserRecord,
  threadId: string,
): Promise<Mark | undefined> {
  const { appId, channelPk } = await getParent(tx.unheld, actor, open, threadId)
  const [read] = await tx.listThreadReads(appId, user.id, [threadId])
  if (!read) return undefined
  const [first] = await tx.listMessages(channelPk, {
    limit: 1,
    parentId: threadId,
    after: { atUs: 0, inclusive: false },
  })
  const lastReadAtUs = (first?.createdAtUs ?? 1) - 1
  await tx.setThreadRead(appId, threadId, user.id, lastReadAtUs, undefined)
  return { lastReadAtUs, lastReadMessageId: undefined, firstUnreadMessageId: first?.id, threadId }
}

async function readUntil(
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  { message_id: id, message_timestamp: time }: z.output<typeof MarkUnreadBody>,
): Promise<number> {
  if (id === undefined) return (time === undefined ? undefined : parseTime(time)) ?? 0
  // The message itself is to be unread: the last read moment lies just before it.
  return (await getMarkedMessage(tx.unheld, actor, open, id)).createdAtUs - 1
}

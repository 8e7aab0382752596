import { ChatError } from '@parley/protocol'
import type { MarkReadBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { cidOf } from '../../domain/channels.ts'
import type { MemberRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { planActingUser } from '../channels/acting-user.ts'
import {
  type ChannelRef,
  checkRead,
  type OpenChannel,
  openChannel,
  visibleWindow,
} from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { logRead, type ReadMark, readerOfMarks, type WrittenRead } from './log-read.ts'
import { markThreadRead } from './mark-thread-read.ts'
import { getMarkedMessage } from './marked-message.ts'
import { tellOwnUnread } from './tell-own-unread.ts'

/**
 * Marks a channel read up to a message, or up to the newest. Never moves backwards: that is what
 * marking unread is for. Returns the event as JSON.
 * @throws ChatError `feature_disabled` with `read_events` off | `not_allowed` | `not_found` | `invalid_input`
 */
export async function markRead(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  body: z.output<typeof MarkReadBody>,
): Promise<string> {
  const { user, save } = await planActingUser(deps, actor, { user: body.user, user_id: body.user_id })
  const done = await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const reader = readerOfMarks(deps, tx, { appId: user.appId, cid: cidOf(ref.type, ref.id) })
      const open = await openChannel(reader, actor, ref, user.id)
      checkReadMarks(actor, open)
      return body.thread_id === undefined
        ? writeRead(deps, tx, actor, open, user, await wantedMark(deps, tx, actor, open, body))
        : markThreadRead(deps, tx, actor, open, user, body.thread_id, body.message_id)
    },
    ({ log }) => announceAll(deps, log.announcements),
  )
  if (done.moved) {
    const { channel } = done.open
    const { lastReadAtUs, messageId } = done.mark
    await tellOwnUnread(deps, user, {
      type: 'notification.mark_read',
      channel,
      lastReadAtUs,
      lastReadMessageId: messageId,
      threadId: body.thread_id,
    })
  }
  return done.json
}

/** @throws ChatError `feature_disabled` | `not_allowed` */
export function checkReadMarks(actor: Actor, open: OpenChannel): void {
  checkRead(actor, open)
  if (open.config.read_events) return
  throw new ChatError('feature_disabled', `read_events are switched off in channel ${open.channel.cid}`, {
    details: { feature: 'read_events' },
  })
}

async function wantedMark(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  { message_id: messageId }: z.output<typeof MarkReadBody>,
): Promise<ReadMark> {
  const { channel } = open
  if (messageId === undefined) {
    const [newest] = await tx.listMessages(channel.pk, visibleWindow(actor, open, { limit: 1 }))
    // The log's clock may be ahead of ours; nothing that was said before now stays unread.
    return { lastReadAtUs: Math.max(deps.clock(), channel.lastEventAtUs), messageId: newest?.id }
  }
  const { createdAtUs } = await getMarkedMessage(tx.unheld, actor, open, messageId)
  return { lastReadAtUs: createdAtUs, messageId }
}

/** Moves a member's read mark and logs it, unless the room is too large or the member keeps it private. */
export async function writeRead(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  user: UserRecord,
  wanted: ReadMark,
): Promise<WrittenRead> {
  const { channel, member } = open
  const moved = member !== undefined && member.lastReadAtUs < wanted.lastReadAtUs
  const mark = moved || !member ? wanted : stays(member)
  if (moved) await tx.setRead(channel.pk, user.id, mark.lastReadAtUs, mark.messageId)
  return logRead(deps, tx, actor, open, user, { mark, moved })
}

function stays(member: MemberRecord): ReadMark {
  return { lastReadAtUs: member.lastReadAtUs, messageId: member.lastReadMessageId }
}

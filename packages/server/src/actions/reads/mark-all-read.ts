import { UNREAD_MAX_CHANNELS } from '@parley/protocol'
import { parseCid } from '../../domain/channels.ts'
import type { UserRecord } from '../../domain/records.ts'
import { type ActingUserInput, actingUser } from '../channels/acting-user.ts'
import { openChannel, visibleWindow } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { readerOfMarks } from './log-read.ts'
import { writeRead } from './mark-read.ts'
import { tellOwnUnread } from './tell-own-unread.ts'

/**
 * Marks every channel of the user read.
 * @throws ChatError `invalid_input` when a server names nobody.
 */
export async function markAllRead(deps: Deps, actor: Actor, body: ActingUserInput): Promise<void> {
  const user = await actingUser(deps, actor, { user: body.user, user_id: body.user_id })
  let marked: readonly string[] = []
  do {
    const unread = await deps.store.read.listUnread(user.appId, user.id, UNREAD_MAX_CHANNELS)
    marked = await markEach(
      deps,
      actor,
      user,
      unread.map(each => each.cid),
    )
  } while (marked.length === UNREAD_MAX_CHANNELS)
  const lastReadAtUs = deps.clock()
  await tellOwnUnread(deps, user, { type: 'notification.mark_read', channel: undefined, lastReadAtUs })
}

/** One transaction per channel: each locks its channel's log, and no more at a time. */
async function markEach(
  deps: Deps,
  actor: Actor,
  user: UserRecord,
  cids: readonly string[],
): Promise<string[]> {
  const marked: string[] = []
  for (const cid of cids) {
    const ref = parseCid(cid)
    if (!ref) continue
    const { moved } = await deps.store.transaction(
      async tx => {
        const reader = readerOfMarks(deps, tx, { appId: user.appId, cid })
        const open = await openChannel(reader, actor, ref, user.id)
        const [newest] = await tx.listMessages(open.channel.pk, visibleWindow(actor, open, { limit: 1 }))
        const lastReadAtUs = Math.max(deps.clock(), open.channel.lastEventAtUs)
        return writeRead(deps, tx, actor, open, user, { lastReadAtUs, messageId: newest?.id })
      },
      ({ log }) => announceAll(deps, log.announcements),
    )
    if (moved) marked.push(cid)
  }
  return marked
}

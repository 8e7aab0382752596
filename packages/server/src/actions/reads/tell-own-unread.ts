import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { unreadCounters } from '../wire/own-user.ts'
import { userJson } from '../wire/user.ts'
import { loadUnread, totalsOf } from './load-unread.ts'

export interface OwnMark {
  readonly type: 'notification.mark_read' | 'notification.mark_unread'
  /** Undefined: all channels at once. */
  readonly channel: ChannelRecord | undefined
  readonly lastReadAtUs: number
  readonly lastReadMessageId?: string | undefined
  readonly firstUnreadMessageId?: string | undefined
  /** A thread of the channel instead of the channel. */
  readonly threadId?: string | undefined
}

/** Tells all connections of a user their counters after a read mark moved. Not logged. */
export async function tellOwnUnread(deps: Deps, user: UserRecord, mark: OwnMark): Promise<void> {
  const { appId } = user
  const { channel, type } = mark
  const unread = await loadUnread(deps.store.read, user)
  const counters: Record<string, string> = {}
  for (const [key, count] of Object.entries(unreadCounters(totalsOf(unread)))) counters[key] = String(count)
  const parts = { user: userJson(deps, user), ...counters }
  const atUs = deps.clock()
  const frame = channel
    ? channelFrame(
        type,
        channel,
        { atUs },
        {
          ...parts,
          channel_unread_count: String(unread.channels.find(each => each.cid === channel.cid)?.unread ?? 0),
          channel_last_read_at: JSON.stringify(toRfc3339(mark.lastReadAtUs)),
          last_read_message_id: jsonOf(mark.lastReadMessageId),
          first_unread_message_id: jsonOf(mark.firstUnreadMessageId),
          thread_id: jsonOf(mark.threadId),
        },
      )
    : JSON.stringify({ type, created_at: toRfc3339(atUs), ...parsed(parts) })
  deps.bus.publish({ to: 'user', appId, userId: user.id, type, frame })
}

function jsonOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : JSON.stringify(text)
}

function parsed(parts: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parts).map(([key, json]) => [key, JSON.parse(json)]))
}

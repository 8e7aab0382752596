import { UNREAD_MAX_CHANNELS } from '@parley/protocol'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { unreadCounters } from '../wire/own-user.ts'
import { userJson } from '../wire/user.ts'
import { totalsOf } from './unread-counts.ts'

export interface OwnMark {
  readonly type: 'notification.mark_read' | 'notification.mark_unread'
  /** Undefined: all channels at once. */
  readonly channel: ChannelRecord | undefined
  readonly lastReadAtUs: number
  readonly lastReadMessageId?: string | undefined
  readonly firstUnreadMessageId?: string | undefined
}

/** Tells all connections of a user their counters after a read mark moved. Not logged. */
export async function tellOwnUnread(deps: Deps, user: UserRecord, mark: OwnMark): Promise<void> {
  const { appId } = user
  const { channel, type } = mark
  const unread = await deps.store.read.listUnread(appId, user.id, UNREAD_MAX_CHANNELS)
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
          channel_unread_count: String(unread.find(each => each.cid === channel.cid)?.unread ?? 0),
          channel_last_read_at: JSON.stringify(toRfc3339(mark.lastReadAtUs)),
          last_read_message_id: jsonOf(mark.lastReadMessageId),
          first_unread_message_id: jsonOf(mark.firstUnreadMessageId),
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

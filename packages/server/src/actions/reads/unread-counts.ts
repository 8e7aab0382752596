import { UNREAD_MAX_CHANNELS, type UnreadChannelType, type UnreadCounts } from '@parley/protocol'
import type { ChannelUnread } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import { actingUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import type { UnreadTotals } from '../wire/own-user.ts'

/**
 * Where a user has something to read: the 100 channels with the newest messages.
 * @throws ChatError `invalid_input` when a server names nobody.
 */
export async function readUnread(
  deps: Deps,
  actor: Actor,
  query: { readonly user_id?: string | undefined },
): Promise<UnreadCounts> {
  const user = await actingUser(deps, actor, query)
  return unreadCountsOf(deps.store.read, actor.app.id, user.id)
}

/** As `readUnread` for many users; ids that are not known are left out, nobody is created. */
export async function readUnreadBatch(
  deps: Deps,
  actor: Actor,
  userIds: readonly string[],
): Promise<Record<string, UnreadCounts>> {
  const reader = deps.store.read
  const users = await reader.findUsers(actor.app.id, [...new Set(userIds)])
  const known = users.filter(user => user.deletedAtUs === undefined)
  const counts = await Promise.all(known.map(user => unreadCountsOf(reader, actor.app.id, user.id)))
  return Object.fromEntries(known.map((user, index) => [user.id, counts[index]])) as Record<
    string,
    UnreadCounts
  >
}

async function unreadCountsOf(reader: Reader, appId: number, userId: string): Promise<UnreadCounts> {
  const unread = await reader.listUnread(appId, userId, UNREAD_MAX_CHANNELS)
  return {
    total_unread_count: totalsOf(unread).messages,
    total_unread_threads_count: 0,
    channels: unread.map(each => ({
      channel_id: each.cid,
      unread_count: each.unread,
      last_read: toRfc3339(each.lastReadAtUs),
    })),
    channel_type: byType(unread),
    threads: [],
  }
}

function byType(unread: readonly ChannelUnread[]): UnreadChannelType[] {
  const types = new Map<string, UnreadChannelType>()
  for (const { channelType, unread: count } of unread) {
    const known = types.get(channelType) ?? { channel_type: channelType, channel_count: 0, unread_count: 0 }
    known.channel_count += 1
    known.unread_count += count
    types.set(channelType, known)
  }
  return [...types.values()]
}

/** Messages and channels together. */
export function totalsOf(unread: readonly ChannelUnread[]): UnreadTotals {
  return { messages: unread.reduce((sum, each) => sum + each.unread, 0), channels: unread.length }
}

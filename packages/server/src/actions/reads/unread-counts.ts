import type { UnreadChannelType, UnreadCounts } from '@parley/protocol'
import type { ChannelUnread, UserRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import { actingUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { loadUnread, totalsOf } from './load-unread.ts'

/**
 * Where a user has something to read: the 100 channels with the newest messages, and the 100 threads
 * with the newest replies.
 * @throws ChatError `invalid_input` when a server names nobody.
 */
export async function readUnread(
  deps: Deps,
  actor: Actor,
  query: { readonly user_id?: string | undefined },
): Promise<UnreadCounts> {
  const user = await actingUser(deps, actor, query)
  return unreadCountsOf(deps.store.read, actor, user)
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
  const counts = await Promise.all(known.map(user => unreadCountsOf(reader, actor, user)))
  return Object.fromEntries(known.map((user, index) => [user.id, counts[index]])) as Record<
    string,
    UnreadCounts
  >
}

async function unreadCountsOf(reader: Reader, { app }: Actor, user: UserRecord): Promise<UnreadCounts> {
  const unread = await loadUnread(reader, user)
  const { channels, threads } = unread
  const totals = totalsOf(unread)
  return {
    total_unread_count: totals.messages,
    total_unread_threads_count: totals.threads,
    ...(app.settings.multiTenantEnabled && { total_unread_count_by_team: byTeam(channels) }),
    channels: channels.map(each => ({
      channel_id: each.cid,
      unread_count: each.unread,
      last_read: toRfc3339(each.lastReadAtUs),
    })),
    channel_type: byType(channels),
    threads: threads.map(each => ({
      parent_message_id: each.parentId,
      unread_count: each.unread,
      last_read: toRfc3339(each.lastReadAtUs),
      last_read_message_id: each.lastReadMessageId ?? '',
    })),
  }
}

/** Channels without a team are left out. */
function byTeam(unread: readonly ChannelUnread[]): Record<string, number> {
  const teams = new Map<string, number>()
  for (const { team, unread: count } of unread) {
    if (team !== undefined) teams.set(team, (teams.get(team) ?? 0) + count)
  }
  return Object.fromEntries(teams)
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

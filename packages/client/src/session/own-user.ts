import type { AnyEvent, EventMap, OwnUser, UnreadCounts } from '@parley/protocol'

const COUNTERS = new Set([
  'total_unread_count',
  'unread_count',
  'unread_channels',
  'unread_threads',
  'unread_thread_messages',
])

/** The own user after an event: unread counters and profile changes come with many of them. */
export function withEvent(me: OwnUser, event: AnyEvent): OwnUser {
  const { user, me: fresh } = event as { user?: Partial<OwnUser> | null; me?: OwnUser }
  if (event.type === 'health.check') return fresh ?? me
  if (fresh) return { ...me, ...fresh }
  const counters = Object.entries(event).filter(
    ([key, value]) => COUNTERS.has(key) && typeof value === 'number',
  )
  const profile = event.type === 'user.updated' && user?.id === me.id ? user : {}
  return counters.length > 0 || profile === user
    ? Object.assign({}, me, profile, Object.fromEntries(counters))
    : me
}

/** The own user with counters that were asked for. */
export function withCounts(me: OwnUser, counts: UnreadCounts): OwnUser {
  const { total_unread_count, channels, threads = [] } = counts
  return {
    ...me,
    total_unread_count,
    unread_count: total_unread_count,
    unread_channels: channels.length,
    unread_threads: threads.length,
    unread_thread_messages: threads.reduce((sum, { unread_count }) => sum + unread_count, 0),
  }
}

/** The own user after the unread messages of one channel went from `before` to `after`. */
export function withUnread(me: OwnUser, before: number, after: number): OwnUser {
  const total = Math.max(0, me.total_unread_count + after - before)
  const unread_channels = Math.max(0, me.unread_channels + Number(after > 0) - Number(before > 0))
  return { ...me, total_unread_count: total, unread_count: total, unread_channels }
}

/**
 * The own user after a message in a channel that is not watched; such events are the same for
 * every member, so each counts for itself. `wasUnread` tells whether the channel was unread already.
 */
export function withNotice(
  me: OwnUser,
  event: EventMap['notification.message_new'],
  wasUnread: boolean,
): OwnUser {
  const { message, cid } = event
  const isMuted = me.channel_mutes?.some(({ channel }) => channel.cid === cid)
  const isReadHere = event.channel?.config?.read_events !== false && !isMuted
  const counts =
    !message.silent && message.user_id !== me.id && isReadHere && event.total_unread_count === undefined
  return counts ? withUnread(me, wasUnread ? 1 : 0, wasUnread ? 2 : 1) : me
}

import type { ChannelState } from '@parley/client'

/** Where the unread messages begin. */
export interface UnreadMarker {
  /** The last message that was read; absent when none was. */
  lastReadMessageId?: string
  /** RFC 3339; absent when nothing was ever read. */
  lastReadAt?: string
  /** How many were unread then. */
  count: number
}

/** The zero time of the wire: nothing was ever read. */
const NEVER = '0001'

/** Where a user's unread messages begin now; undefined when there are none. */
export function unreadMarker(
  { read, unread_count: count }: Pick<ChannelState, 'read' | 'unread_count'>,
  ownId: string | undefined,
): UnreadMarker | undefined {
  if (count === 0) return undefined
  const { last_read, last_read_message_id } = (ownId && read[ownId]) || {}
  return {
    count,
    ...(last_read_message_id && { lastReadMessageId: last_read_message_id }),
    ...(last_read && !last_read.startsWith(NEVER) && { lastReadAt: last_read }),
  }
}

/** Whether the newest messages are what is looked at. */
export function showsLatest({ messageSets }: Pick<ChannelState, 'messageSets'>): boolean {
  return messageSets.some(({ isCurrent, isLatest }) => isCurrent && isLatest)
}

import type { EventMap, MessageResponse, ReadState } from '@parley/protocol'
import { findIn } from './message-sets.ts'
import type { Viewer } from './reduce.ts'
import { type ChannelState, isInChannel } from './state.ts'

type Read = ChannelState['read']

/** A new message is unread by everybody but its author, who has read up to it. */
export function countMessage(state: ChannelState, message: MessageResponse, ownId: string): ChannelState {
  // a snapshot may contain what its events tell only later
  if (findIn(state.messageSets, message.id)) return state
  const counts = countsAsUnread(message) ? 1 : 0
  const read = mapRead(state.read, (entry, userId) => {
    if (userId !== message.user_id) return { ...entry, unread_messages: entry.unread_messages + counts }
    const { first_unread_message_id: _, ...rest } = entry as ReadState & { first_unread_message_id?: string }
    return { ...rest, unread_messages: 0, last_read: message.created_at, last_read_message_id: message.id }
  })
  return { ...state, read, unread_count: unreadOf(read, ownId), ...lastMessageAt(state, message) }
}

/** Whoever had not read a message that is gone has one less to read. */
export function discountMessage(
  state: ChannelState,
  known: MessageResponse | undefined,
  message: MessageResponse,
  ownId: string,
): ChannelState {
  const wasUnread =
    known?.type !== 'deleted' &&
    isInChannel(message) &&
    countsAsUnread(known ?? { ...message, type: 'regular' })
  if (!wasUnread) return state
  const read = mapRead(state.read, (entry, userId) => {
    const hadRead = userId === message.user_id || entry.last_read >= message.created_at
    return hadRead ? entry : { ...entry, unread_messages: Math.max(0, entry.unread_messages - 1) }
  })
  return { ...state, read, unread_count: unreadOf(read, ownId) }
}

/** Everything that could be unread is gone. */
export function withNothingUnread(state: ChannelState): ChannelState {
  return { ...state, read: mapRead(state.read, entry => ({ ...entry, unread_messages: 0 })), unread_count: 0 }
}

export function readChannel(
  state: ChannelState,
  event: EventMap['message.read'],
  { ownId }: Viewer,
): ChannelState {
  if (event.thread_id) return state
  const { user } = event
  const last_read = event.channel_last_read_at
  const mark = event.last_read_message_id
  const read: ReadState = { user, last_read, unread_messages: 0, ...(mark && { last_read_message_id: mark }) }
  return {
    ...state,
    read: { ...state.read, [user.id]: { ...state.read[user.id], ...read } },
    unread_count: user.id === ownId ? 0 : state.unread_count,
  }
}

/** The own count as the server says it. */
export function markOwn(
  state: ChannelState,
  event: EventMap['notification.mark_read'] | EventMap['notification.mark_unread'],
  { ownId }: Viewer,
): ChannelState {
  if (event.thread_id) return state
  const { channel_unread_count: unread_messages = 0, last_read_message_id } = event
  const last_read = event.channel_last_read_at
  const own = state.read[ownId]
  const mark = {
    unread_messages,
    ...(last_read && { last_read }),
    ...(last_read_message_id && { last_read_message_id }),
  }
  const read = own ? { ...state.read, [ownId]: { ...own, ...mark } } : state.read
  return { ...state, read, unread_count: unread_messages }
}

function mapRead(read: Read, change: (entry: ReadState, userId: string) => ReadState): Read {
  return Object.fromEntries(Object.entries(read).map(([userId, entry]) => [userId, change(entry, userId)]))
}

function unreadOf(read: Read, ownId: string): number {
  return read[ownId]?.unread_messages ?? 0
}

function lastMessageAt({ channel }: ChannelState, message: MessageResponse): Partial<ChannelState> {
  const isSkipped = message.type === 'system' && channel?.config?.skip_last_msg_update_for_system_msgs
  return channel && !isSkipped ? { channel: { ...channel, last_message_at: message.created_at } } : {}
}

function countsAsUnread({ silent, shadowed, type }: MessageResponse): boolean {
  return !silent && !shadowed && (type === 'regular' || type === 'reply')
}

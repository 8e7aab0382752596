import { type EventMap, type MessageResponse, type ReadState, UNREAD_MAX_COUNT } from '@parley/protocol'
import { findIn } from './message-sets.ts'
import type { Viewer } from './reduce.ts'
import { markOwnThread, readThread } from './reduce-threads.ts'
import { type ChannelState, isInChannel } from './state.ts'

type Read = ChannelState['read']

/** A new message is unread by everybody but its author, who has read up to it. */
export function countMessage(state: ChannelState, message: MessageResponse, ownId: string): ChannelState {
  // a snapshot may contain what its events tell only later
  if (findIn(state.messageSets, message.id)) return state
  const counts = countsAsUnread(message) ? 1 : 0
  if (isLimited(message)) return countForOne(state, message.user_id === ownId ? 0 : counts, ownId)
  const isMuted = state.channel?.muted === true
  const read = mapRead(state.read, (entry, userId) => {
    if (userId !== message.user_id) {
      const more = isMuted && userId === ownId ? 0 : counts
      return { ...entry, unread_messages: Math.min(UNREAD_MAX_COUNT, entry.unread_messages + more) }
    }
    return { ...entry, unread_messages: 0, last_read: message.created_at, last_read_message_id: message.id }
  })
  return { ...state, read, unread_count: unreadOf(read, ownId), ...lastMessageAt(state, message) }
}

/** What is not for everybody is news for nobody else: nobody's read mark moves by it. */
function isLimited({ shadowed, restricted_visibility = [] }: MessageResponse): boolean {
  return shadowed || restricted_visibility.length > 0
}

function countForOne(state: ChannelState, counts: number, ownId: string): ChannelState {
  const own = state.read[ownId]
  if (!own || counts === 0) return state
  const read = { ...own, unread_messages: own.unread_messages + counts }
  return { ...state, read: { ...state.read, [ownId]: read }, unread_count: read.unread_messages }
}

/** Whoever had not read these messages has so many less to read. */
export function discount(state: ChannelState, gone: readonly MessageResponse[], ownId: string): ChannelState {
  const counted = gone.filter(message => isInChannel(message) && countsAsUnread(message))
  if (counted.length === 0) return state
  const read = mapRead(state.read, (entry, userId) => {
    const unread = counted.filter(message => isUnread(message, userId, entry.last_read)).length
    return { ...entry, unread_messages: Math.max(0, entry.unread_messages - unread) }
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
  { ownId, nowMs }: Viewer,
): ChannelState {
  if (event.thread_id) return readThread(state, event, { ownId, nowMs })
  const { user } = event
  const last_read = event.channel_last_read_at
  const mark = event.last_read_message_id
  const isLeft = (message: MessageResponse) =>
    countsAsUnread(message) && isUnread(message, user.id, last_read)
  const unread_messages = state.latestMessages.filter(isLeft).length
  const read: ReadState = { user, last_read, unread_messages, ...(mark && { last_read_message_id: mark }) }
  return {
    ...state,
    read: { ...state.read, [user.id]: { ...state.read[user.id], ...read } },
    unread_count: user.id === ownId ? unread_messages : state.unread_count,
  }
}

/** Something reached somebody. */
export function deliver(
  state: ChannelState,
  { user, last_delivered_at, last_delivered_message_id }: EventMap['message.delivered'],
): ChannelState {
  const known = state.read[user.id]
  if (!known) return state
  const read = { ...known, last_delivered_at, last_delivered_message_id }
  return { ...state, read: { ...state.read, [user.id]: read } }
}

/** The own count as the server says it. */
export function markOwn(
  state: ChannelState,
  event: EventMap['notification.mark_read'] | EventMap['notification.mark_unread'],
  { ownId, nowMs }: Viewer,
): ChannelState {
  if (event.thread_id) return markOwnThread(state, event, { ownId, nowMs })
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

function isUnread({ user_id, created_at }: MessageResponse, userId: string, last_read: string): boolean {
  return user_id !== userId && created_at > last_read
}

function countsAsUnread({ silent, shadowed, type }: MessageResponse): boolean {
  return !silent && !shadowed && (type === 'regular' || type === 'reply' || type === 'system')
}

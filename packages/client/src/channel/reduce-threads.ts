import type {
  EventMap,
  MessageResponse,
  ReadState,
  ThreadParticipant,
  ThreadResponse,
} from '@parley/protocol'
import { type LocalMessage, latestOf, received } from './message-sets.ts'
import type { Viewer } from './reduce.ts'
import type { ChannelState } from './state.ts'

/** What is known of a thread beside its replies: those are in `threads`. */
export type ThreadInfo = Omit<ThreadResponse, 'latest_replies' | 'channel' | 'parent_message'> & {
  readonly parent_message: LocalMessage
}

export function infoOf(thread: ThreadResponse): ThreadInfo {
  const { latest_replies: _, channel: __, parent_message, ...info } = thread
  return { ...info, parent_message: received(parent_message) }
}

/** Whether the parent of a thread says that a user takes part in it. It names who came first, not everybody. */
export function takesPart(parent: MessageResponse, userId: string): boolean {
  const { user_id, thread_participants = [], reply_count, deleted_reply_count = 0 } = parent
  const isThread = reply_count + deleted_reply_count > 0
  return isThread && (user_id === userId || thread_participants.some(({ id }) => id === userId))
}

/** A reply: who wrote it takes part, and everybody else has one more to read. */
export function countReply(state: ChannelState, message: MessageResponse, ownId: string): ChannelState {
  return change(state, message.parent_id, info => {
    if (message.created_at <= info.last_message_at) return info
    const { user_id, user, created_at } = message
    const known = info.thread_participants.find(one => one.user_id === user_id)
    const { channel_cid, parent_message_id: thread_id } = info
    const joined = { channel_cid, thread_id, user_id, user, created_at, last_read_at: created_at }
    const participant: ThreadParticipant = {
      ...(known ?? joined),
      last_read_at: created_at,
      last_thread_message_at: created_at,
    }
    const thread_participants = known
      ? info.thread_participants.map(one => (one === known ? participant : one))
      : [...info.thread_participants, participant]
    return {
      ...info,
      thread_participants,
      participant_count: info.participant_count + Number(!known),
      active_participant_count: info.active_participant_count + Number(!known),
      last_message_at: created_at,
      ...withRead(info, ownId, read =>
        user_id === ownId
          ? { ...read, unread_messages: 0, last_read: created_at, last_read_message_id: message.id }
          : { ...read, unread_messages: read.unread_messages + 1 },
      ),
    }
  })
}

/** The parent changed: how many replies it has is said by it. */
export function changeParent(state: ChannelState, message: LocalMessage): ChannelState {
  return change(state, message.id, info => {
    const { reply_count, deleted_at } = message
    return { ...info, parent_message: message, reply_count, ...(deleted_at && { deleted_at }) }
  })
}

export function readThread(
  state: ChannelState,
  event: EventMap['message.read'],
  { ownId }: Viewer,
): ChannelState {
  const { user, channel_last_read_at: last_read_at, last_read_message_id: mark } = event
  return change(state, event.thread_id, info => ({
    ...info,
    thread_participants: info.thread_participants.map(one =>
      one.user_id === user.id ? { ...one, last_read_at } : one,
    ),
    ...(user.id === ownId &&
      withRead(info, ownId, read => ({
        ...read,
        last_read: last_read_at,
        unread_messages: 0,
        ...(mark && { last_read_message_id: mark }),
      }))),
  }))
}

/** One's own mark in a thread moved: unread is what others said later, as far as it is loaded. */
export function markOwnThread(
  state: ChannelState,
  event: EventMap['notification.mark_read'] | EventMap['notification.mark_unread'],
  { ownId }: Viewer,
): ChannelState {
  const { thread_id, channel_last_read_at: last_read = '' } = event
  const replies = latestOf(state.threadSets[thread_id ?? ''] ?? [])
  const unread = replies.filter(({ created_at, user_id }) => created_at > last_read && user_id !== ownId)
  return change(state, thread_id, info => ({
    ...info,
    thread_participants: info.thread_participants.map(one =>
      one.user_id === ownId ? { ...one, last_read_at: last_read } : one,
    ),
    ...withRead(info, ownId, ({ last_read_message_id: mark, ...read }) => ({
      ...read,
      last_read,
      unread_messages: unread.length,
      ...(event.type === 'notification.mark_read' && mark && { last_read_message_id: mark }),
    })),
  }))
}

export function changeThread(state: ChannelState, { thread }: EventMap['thread.updated']): ChannelState {
  return change(state, thread.parent_message_id, info => ({ ...info, ...thread }))
}

/** The thread of a message that is gone is gone, too. */
export function dropThreads(
  state: ChannelState,
  isGone: (message: MessageResponse) => boolean,
): ChannelState {
  const kept = Object.entries(state.threadInfo).filter(([, info]) => !isGone(info.parent_message))
  if (kept.length === Object.keys(state.threadInfo).length) return state
  return { ...state, threadInfo: Object.fromEntries(kept) }
}

function change(
  state: ChannelState,
  parentId: string | undefined,
  next: (info: ThreadInfo) => ThreadInfo,
): ChannelState {
  const info = parentId === undefined ? undefined : state.threadInfo[parentId]
  if (!info || parentId === undefined) return state
  return { ...state, threadInfo: { ...state.threadInfo, [parentId]: next(info) } }
}

function withRead(
  { read }: ThreadInfo,
  ownId: string,
  next: (read: ReadState) => ReadState,
): { read?: ReadState } {
  return read?.user.id === ownId ? { read: next(read) } : {}
}

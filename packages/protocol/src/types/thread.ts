import type { ChannelResponse, ReadState } from './channel.ts'
import type { Time } from './common.ts'
import type { DraftResponse } from './draft.ts'
import type { MessageResponse } from './message.ts'
import type { UserResponse } from './user.ts'

/** Somebody who wrote a thread's parent or a reply of it. */
export interface ThreadParticipant {
  channel_cid: string
  /** The parent's id. */
  thread_id: string
  user_id: string
  /** Null when nothing is known of them. */
  user: UserResponse | null
  /** When they came in; for the parent's author when the first reply came. */
  created_at: Time
  /** Never moves for who keeps read receipts private. */
  last_read_at: Time
  /** When they last replied. */
  last_thread_message_at?: Time
}

/**
 * A thread as events show it: what does not depend on who looks.
 *
 * It begins with the first reply, whose author made it. Unlike elsewhere custom data is under `custom`.
 */
export interface ThreadBase {
  channel_cid: string
  parent_message_id: string
  /** The parent's text unless it was given one. */
  title: string
  /** Author of the first reply. */
  created_by_user_id: string
  created_by: UserResponse | null
  reply_count: number
  /** Authors of the parent and of replies. */
  participant_count: number
  active_participant_count: number
  /** In the order they came. */
  thread_participants: ThreadParticipant[]
  last_message_at: Time
  created_at: Time
  /** Moves with title and custom data. */
  updated_at: Time
  /** The parent was deleted. */
  deleted_at?: Time
  custom: Record<string, unknown>
}

/** A thread as a reply shows it. */
export interface ThreadResponse extends ThreadBase {
  channel: ChannelResponse
  parent_message: MessageResponse
  /** The newest ones, oldest first. */
  latest_replies: MessageResponse[]
  /**
   * How far the caller has read: one object, never an array.
   *
   * Absent for servers, and for who does not take part.
   */
  read?: ReadState
  /** The caller's draft of a reply. */
  draft?: DraftResponse
}

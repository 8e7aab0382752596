import type { Time } from './common.ts'

/** Where a user has something to read. */
export interface UnreadCounts {
  total_unread_count: number
  total_unread_threads_count: number
  /** Unread messages by team; multi-tenancy only. */
  total_unread_count_by_team?: Record<string, number>
  channels: UnreadChannel[]
  channel_type: UnreadChannelType[]
  threads: UnreadThread[]
}

/** One channel with unread messages. */
export interface UnreadChannel {
  /** NOTE: the cid, `type:id`. */
  channel_id: string
  unread_count: number
  last_read: Time
}

/** All channels of a type that have unread messages. */
export interface UnreadChannelType {
  channel_type: string
  channel_count: number
  unread_count: number
}

/** One thread with unread replies. */
export interface UnreadThread {
  parent_message_id: string
  unread_count: number
  last_read: Time
  last_read_message_id: string
}

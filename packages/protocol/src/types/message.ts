import type { Time } from './common.ts'
import type { SharedLocation, SharedLocationRequest } from './location.ts'
import type { PollResponse } from './poll.ts'
import type { ReactionGroup, ReactionResponse } from './reaction.ts'
import type { ReminderResponse } from './reminder.ts'
import type { UserResponse } from './user.ts'

/** Where a message comes from and whether it stays. */
export type MessageType = 'regular' | 'reply' | 'system' | 'ephemeral' | 'error' | 'deleted'

/** A button of an attachment. */
export interface AttachmentAction {
  name: string
  text: string
  style?: string
  type?: string
  value?: string
}

/** An attachment. Any other key is custom data. */
export interface Attachment {
  /** `image`, `video`, `audio`, `file`, or free. */
  type?: string
  author_name?: string
  title?: string
  title_link?: string
  text?: string
  image_url?: string
  thumb_url?: string
  asset_url?: string
  og_scrape_url?: string
  mime_type?: string
  fallback?: string
  actions?: readonly AttachmentAction[]
  [custom: string]: unknown
}

/** What a message said before a change. Custom data at the root. */
export interface MessageHistoryEntry {
  message_id: string
  /** Who wrote what this entry holds under server auth, who changed it under client auth. */
  message_updated_by_id: string
  /** When it was changed. */
  message_updated_at: Time
  text: string
  attachments: Attachment[]
  /** The change was a deletion. */
  is_deleted: boolean
  [custom: string]: unknown
}

/** A message as the server shows it. Custom data at the root. */
export interface MessageResponse {
  id: string
  cid: string
  text: string
  /** Made from `text`; empty when that is. */
  html: string
  mml?: string
  type: MessageType
  /** Of an erased author the id and `deleted_at` are left; null in the export of a user. */
  user: UserResponse | null
  user_id: string
  /** The author's membership when it was sent. */
  member?: { channel_role: string }
  attachments: Attachment[]
  mentioned_users: UserResponse[]
  /** The newest first, at most 10. */
  latest_reactions: ReactionResponse[]
  /** The caller's; always empty in events. */
  own_reactions: ReactionResponse[]
  reaction_counts: Record<string, number> | null
  /** Whole numbers. */
  reaction_scores: Record<string, number> | null
  reaction_groups: Record<string, ReactionGroup> | null
  parent_id?: string
  show_in_channel?: boolean
  reply_count: number
  deleted_reply_count: number
  thread_participants?: UserResponse[]
  quoted_message_id?: string
  /** One level deep. */
  quoted_message?: MessageResponse | null
  /** Does not count as unread. */
  silent: boolean
  /** Seen by its author only. */
  shadowed: boolean
  pinned: boolean
  pinned_at: Time | null
  pinned_by: UserResponse | null
  pin_expires: Time | null
  command?: string
  args?: string
  i18n?: Record<string, string>
  image_labels?: Record<string, string[]>
  /** Ids of the users that may see it, beside its author. */
  restricted_visibility?: string[]
  poll_id?: string
  /** Comes with `poll_id`. */
  poll?: PollResponse
  shared_location?: SharedLocation
  /** The caller's; never in events. */
  reminder?: ReminderResponse
  deleted_at?: Time
  /** The caller deleted it for themselves; only in the reply to that, and its event. */
  deleted_for_me?: boolean
  message_text_updated_at?: Time
  created_at: Time
  updated_at: Time
  [custom: string]: unknown
}

/**
 * A message to send, or the new content of one.
 *
 * Sending the same `id` again returns the first message and tells nobody.
 */
export interface MessageRequest {
  /** Made by the client; by the server when absent. Up to 255 characters, no `,` or `%`. */
  id?: string
  text?: string
  mml?: string
  /** Server only; made from `text` otherwise. */
  html?: string
  /** Only `system` may be asked for. */
  type?: 'regular' | 'system' | 'reply' | ''
  /** The author; server only. */
  user_id?: string
  /** The author; server only, and upserted. */
  user?: { id: string; [custom: string]: unknown }
  attachments?: readonly Attachment[] | null
  /** User ids. */
  mentioned_users?: readonly string[] | null
  parent_id?: string
  show_in_channel?: boolean
  quoted_message_id?: string
  silent?: boolean
  pinned?: boolean
  pin_expires?: Time | null
  /** Ids of the users that may see it, beside its author. It can't be changed later, nor pinned. */
  restricted_visibility?: readonly string[] | null
  /** Of a poll made before. It can't be changed later. */
  poll_id?: string
  /** Only `PUT users/live_locations` changes it later. */
  shared_location?: SharedLocationRequest | null
  [custom: string]: unknown
}

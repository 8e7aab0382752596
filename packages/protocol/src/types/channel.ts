import type { ChannelConfig, ConfigOverrides } from './channel-config.ts'
import type { Time } from './common.ts'
import type { DraftResponse } from './draft.ts'
import type { Member, MemberRequest } from './member.ts'
import type { MessageResponse } from './message.ts'
import type { PushPreferences, UserResponse } from './user.ts'

/** A channel as the server shows it. Custom data stands at the root. */
export interface ChannelResponse {
  id: string
  type: string
  /** `type:id`. */
  cid: string
  name?: string
  image?: string
  team?: string
  /** Null when nothing is known of them. */
  created_by: UserResponse | null
  created_at: Time
  updated_at: Time
  deleted_at?: Time
  /** Absent before the first message. */
  last_message_at?: Time
  frozen: boolean
  disabled: boolean
  /** Seconds; present while slow mode is on. */
  cooldown?: number
  member_count: number
  /** Present while `count_messages` is on. */
  message_count?: number
  /** Absent inside of other objects (mutes, notifications). */
  config?: ChannelConfig
  truncated_at?: Time
  truncated_by?: UserResponse | null
  auto_translation_enabled?: boolean
  auto_translation_language?: string
  filter_tags?: string[]
  /** The caller hid it. */
  hidden?: boolean
  /** The caller muted it. */
  muted?: boolean
  /** One-to-one with somebody the caller blocks. */
  blocked?: boolean
  /** What the caller may do here; `update-message-owner` and the like when only with one's own. */
  own_capabilities?: string[]
  [custom: string]: unknown
}

/** How far somebody has read. */
export interface ReadState {
  user: UserResponse
  /** Zero time when nothing was ever read. */
  last_read: Time
  last_read_message_id?: string
  /** A member's own messages leave it at 0. */
  unread_messages: number
  last_delivered_at?: Time
  last_delivered_message_id?: string
}

/**
 * A channel with what a screen needs first: get-or-create's reply, one element of query channels.
 *
 * With `state: false` the lists are empty.
 */
export interface ChannelStateResponse {
  channel: ChannelResponse
  /** The newest ones, oldest first. */
  messages: MessageResponse[]
  /** The newest ones, at most 10, oldest first. */
  pinned_messages: MessageResponse[]
  /** The caller's own messages that wait for a commit. */
  pending_messages: MessageResponse[]
  /** Invited ones among them. The most recently added first. */
  members: Member[]
  member_count: number
  watcher_count: number
  /** Only when the request has `watchers`. */
  watchers?: UserResponse[]
  /** At most 100, the caller's own always among them. */
  read: ReadState[]
  /** The caller's own membership. */
  membership?: Member
  hidden?: boolean
  /** What the caller wants pushed of this channel, when they said. */
  push_preferences?: PushPreferences
  /** The caller's draft, when there is one. */
  draft?: DraftResponse
  /** `seq` of the channel's newest logged event at the time of reading; resume with it. */
  seq: number
}

/** Channel data as a client or server gives it; used only when the channel is created. */
export interface ChannelData {
  name?: string
  image?: string
  /** Server only, one of the two; a client's channel belongs to itself. */
  created_by?: { id: string; [custom: string]: unknown }
  created_by_id?: string
  /** User ids or member objects. */
  members?: readonly (string | MemberRequest)[]
  /** User ids. */
  invites?: readonly string[]
  team?: string
  frozen?: boolean
  disabled?: boolean
  auto_translation_enabled?: boolean
  auto_translation_language?: string
  filter_tags?: readonly string[]
  [custom: string]: unknown
}

/** `set` of a channel's partial update: data, or the one reserved key. */
export interface ChannelPartialSet extends ChannelData {
  cooldown?: number
  /** Server only; `{}` removes every override. */
  config_overrides?: ConfigOverrides
}

import type { Time } from './common.ts'
import type { Device } from './device.ts'
import type { ChannelMute, Mute } from './mute.ts'

/** One switch of the privacy settings; an absent one is on. */
export interface PrivacyToggle {
  enabled: boolean
}

/** What a user lets others see. Absent keys mean enabled. */
export interface PrivacySettings {
  /** Off: nobody is told that this user types. */
  typing_indicators?: PrivacyToggle
  /** Off: nobody is told what this user has read. */
  read_receipts?: PrivacyToggle
  /** Off: nobody is told what reached this user. */
  delivery_receipts?: PrivacyToggle
}

/** What a user wants to be pushed. */
export interface PushPreferences {
  chat_level?: 'all' | 'mentions' | 'none'
  call_level?: 'all' | 'none'
  /** No push until then. */
  disabled_until?: Time | null
}

/** A user as the server shows it. Custom data stands at the root. */
export interface UserResponse {
  id: string
  name?: string
  image?: string
  /** One role; `user` unless the server set another. */
  role: string
  /** On the anonymous user only, and empty. */
  roles?: string[]
  /** Absent on the anonymous user only. */
  teams?: string[]
  /** Team to role; counts with multi-tenancy only. */
  teams_role?: Record<string, string>
  /** ISO code, `""` when unset. */
  language: string
  /** False while invisible. */
  online: boolean
  /** Appears offline to others. Shown to the user and to servers only. */
  invisible?: boolean
  /** Free text, set by the user. */
  status?: string
  /** Absent if the user never connected. */
  last_active?: Time
  /** Banned from the whole app: may connect and read, not write. */
  banned: boolean
  shadow_banned?: boolean
  created_at: Time
  updated_at: Time
  deactivated_at?: Time
  deleted_at?: Time
  /** The regular user that a guest became. */
  merged_into?: string
  /** Shown to servers only. */
  revoke_tokens_issued_before?: Time | null
  /** Absent until set. Shown to the user and to servers only. */
  privacy_settings?: PrivacySettings
  push_preferences?: PushPreferences
  /** On the own user, and on replies to servers. */
  blocked_user_ids?: string[]
  /** On the own user, and on replies to servers. */
  mutes?: Mute[]
  channel_mutes?: ChannelMute[]
  [custom: string]: unknown
}

/** Unread counters of one user. */
export interface UnreadCounters {
  /** Unread messages over all channels. */
  total_unread_count: number
  /** The same number again. */
  unread_count: number
  /** Channels with unread messages. */
  unread_channels: number
  /** Threads with unread replies. Absent on the anonymous user. */
  unread_threads?: number
  /** Unread replies over all threads. Absent on the anonymous user. */
  unread_thread_messages?: number
}

/**
 * The connected user, as only that user sees it.
 *
 * The anonymous one has exactly the keys that PROTOCOL.md lists and no others.
 */
export interface OwnUser extends UserResponse, UnreadCounters {
  devices: Device[]
  mutes: Mute[]
  channel_mutes: ChannelMute[]
  /** Cids of the newest hidden channels. */
  latest_hidden_channels?: string[]
}

/**
 * A user as a server writes it (`POST users`): replaces what was stored.
 *
 * Read-only keys (`created_at`, `online`, `banned`, …) are ignored, so a user that was read may
 * be written back.
 */
export interface UserRequest {
  id: string
  name?: string
  image?: string
  role?: string
  teams?: readonly string[]
  teams_role?: Record<string, string>
  language?: string
  invisible?: boolean
  status?: string
  privacy_settings?: PrivacySettings
  push_preferences?: PushPreferences
  /** Replaces the list of users that this one blocks. */
  blocked_user_ids?: readonly string[]
  [custom: string]: unknown
}

/**
 * A user as a client describes itself when connecting: merged into what is stored.
 *
 * `role`, `teams`, `teams_role` and `banned` have no effect here.
 */
export interface UserDetails {
  id?: string
  name?: string
  image?: string
  language?: string
  invisible?: boolean
  privacy_settings?: PrivacySettings
  [custom: string]: unknown
}

/** One user of `PATCH users`. */
export interface UserPartialUpdate {
  id: string
  /** `revoke_tokens_issued_before` (time or null) revokes the user's earlier tokens; server only. */
  set?: Record<string, unknown> | null
  unset?: readonly string[] | null
}

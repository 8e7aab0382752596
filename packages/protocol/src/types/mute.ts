import type { ChannelResponse } from './channel.ts'
import type { Duration, Time } from './common.ts'
import type { UserResponse } from './user.ts'

/** Somebody does not want to hear somebody. */
export interface Mute {
  /** Who muted. */
  user: UserResponse
  /** Who is muted. */
  target: UserResponse
  /** Null: for good. */
  expires: Time | null
  created_at: Time
  updated_at: Time
}

/** A channel that somebody does not want to hear. */
export interface ChannelMute {
  user: UserResponse
  channel: ChannelResponse
  /** Null: for good. */
  expires: Time | null
  created_at: Time
  updated_at: Time
}

/** Somebody blocked somebody. Shown to its owner and to servers only. */
export interface Block {
  user_id: string
  user: UserResponse
  blocked_user_id: string
  blocked_user: UserResponse
  created_at: Time
}

/** Body of `POST moderation/mute` and, but for `timeout`, `POST moderation/unmute`; one of both targets. */
export interface MuteUserRequest {
  target_id?: string
  target_ids?: readonly string[]
  /** Minutes; for good unless given. */
  timeout?: number
  /** Who mutes; server only. */
  user_id?: string
}

/** Reply of `POST moderation/mute`. */
export interface MuteUserResponse extends Duration {
  /** Where `target_id` named one. */
  mute?: Mute
  /** Where `target_ids` named several. */
  mutes?: Mute[]
}

import type { ChannelResponse } from './channel.ts'
import type { Time } from './common.ts'
import type { UserResponse } from './user.ts'

/** Somebody does not want to hear somebody. Source: spec/models.md §3. */
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

/** Somebody blocked somebody. Shown to its owner and to servers only. Source: spec/rest.md §2. */
export interface Block {
  user_id: string
  user: UserResponse
  blocked_user_id: string
  blocked_user: UserResponse
  created_at: Time
}

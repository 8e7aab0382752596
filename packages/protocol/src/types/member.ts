import type { Time } from './common.ts'
import type { UserResponse } from './user.ts'

/** Somebody's membership of a channel. Custom data at the root. */
export interface Member {
  user_id: string
  user: UserResponse
  /** COMPAT: `owner`, `moderator` or `member`; `channel_role` is what counts. */
  role: string
  /** `channel_member`, `channel_moderator` or a custom role. */
  channel_role: string
  is_moderator?: boolean
  /** Where an invitation stands; `member` for who was simply added. */
  status: 'member' | 'invited' | 'rejected'
  invited?: boolean
  invite_accepted_at?: Time
  invite_rejected_at?: Time
  banned: boolean
  shadow_banned: boolean
  ban_expires?: Time
  /** Absent, not null, when not archived. */
  archived_at?: Time
  /** Absent, not null, when not pinned. */
  pinned_at?: Time
  notifications_muted: boolean
  created_at: Time
  updated_at: Time
  [custom: string]: unknown
}

/** A member to add, or a role to assign. */
export interface MemberRequest {
  user_id: string
  /** Server only. */
  channel_role?: string
  [custom: string]: unknown
}

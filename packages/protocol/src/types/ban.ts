import type { ChannelResponse } from './channel.ts'
import type { Duration, Filter, SortParam, Time } from './common.ts'
import type { UserResponse } from './user.ts'

/** Somebody may not write, in one channel or anywhere. */
export interface Ban {
  /** Who is banned. */
  user: UserResponse
  /** Null where a server banned in nobody's name. */
  banned_by: UserResponse | null
  /** Absent: banned from the whole app. */
  channel?: ChannelResponse
  reason?: string
  /** Absent: for good. */
  expires?: Time
  /** Only the banned user sees what they write from then on. */
  shadow: boolean
  created_at: Time
}

/** Somebody will be banned from each channel that the one who banned them makes or adds them to. */
export interface FutureChannelBan {
  /** Who is banned; absent where the request named them. */
  user?: UserResponse
  /** Whose channels are meant: `created_by` of what lifts it. */
  banned_by: UserResponse
  reason?: string
  expires?: Time
  shadow: boolean
  created_at: Time
}

/** What becomes of the messages of who is banned: kept as deleted, or gone. */
export type BanDeleteMessages = 'soft' | 'pruning' | 'hard'

/** Body of `POST moderation/ban`. Banning again overwrites. */
export interface BanUserRequest {
  target_user_id: string
  /** With `id`: in that channel only. */
  type?: string
  id?: string
  /** Minutes; for good unless given. */
  timeout?: number
  reason?: string
  /** Let them write, and show it to nobody else. */
  shadow?: boolean
  /** Also everybody who writes from the addresses that the user was last seen at; whole app only. */
  ip_ban?: boolean
  /** Also from every channel that the one who bans makes, or adds them to, from now on; needs a channel. */
  ban_from_future_channels?: boolean
  /** Also what they wrote there. */
  delete_messages?: BanDeleteMessages
  /** Who bans; server only. */
  user_id?: string
}

/** Query of `DELETE moderation/ban`: lifts every kind of ban in that scope. */
export interface UnbanUserRequest {
  target_user_id: string
  type?: string
  id?: string
  /** Also the ban from future channels that `created_by` made (by default who asks). */
  remove_future_channels_ban?: boolean
  created_by?: string
}

/** `payload` of `GET query_banned_users`. */
export interface QueryBannedUsersRequest {
  /** `user_id channel_cid banned_by_id reason shadow created_at expires`. */
  filter_conditions?: Filter
  /** `created_at` or `expires`; the oldest first unless given. */
  sort?: readonly SortParam[]
  /** 100 unless given, at most 300. */
  limit?: number
  /** At most 1000. */
  offset?: number
}

/** Reply of `GET query_banned_users`. */
export interface QueryBannedUsersResponse extends Duration {
  bans: Ban[]
}

/** `payload` of `GET query_future_channel_bans`. */
export interface QueryFutureChannelBansRequest {
  /** Whose bans; clients always ask for their own. */
  user_id?: string
  target_user_id?: string
  exclude_expired_bans?: boolean
  /** 100 unless given, at most 300. */
  limit?: number
  /** At most 1000. */
  offset?: number
}

/** Reply of `GET query_future_channel_bans`. */
export interface QueryFutureChannelBansResponse extends Duration {
  bans: FutureChannelBan[]
}

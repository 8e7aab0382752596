import type {
  BanUserRequest,
  EmptyResponse,
  Filter,
  FlagRequest,
  FlagResponse,
  MuteUserResponse,
  QueryBannedUsersRequest,
  QueryBannedUsersResponse,
  QueryFlagReportsRequest,
  QueryFlagReportsResponse,
  QueryFutureChannelBansRequest,
  QueryFutureChannelBansResponse,
  QueryMessageFlagsRequest,
  QueryMessageFlagsResponse,
  ReviewFlagReportResponse,
  SortParam,
  UnbanUserRequest,
} from '@parley/protocol'
import type { Call } from '../call.ts'
import { del, get, patch, path, post } from '../net/rest.ts'
import { UserApi } from './user-api.ts'

/** How somebody is banned; with `type` and `id` from that channel only. `timeout` in minutes. */
export type BanOptions = Omit<BanUserRequest, 'target_user_id' | 'user_id'>

/** Why somebody or something is flagged. */
export type FlagOptions = Pick<FlagRequest, 'reason' | 'custom'>

/** Bans, mutes, flags and their review. */
export abstract class ModerationApi extends UserApi {
  /** From the whole app, or from the channel of `type` and `id`: they read, and write nothing. */
  banUser(target_user_id: string, options: BanOptions = {}): Call<EmptyResponse> {
    return this.call(post('moderation/ban', { target_user_id, ...options }))
  }

  unbanUser(
    target_user_id: string,
    options: Omit<UnbanUserRequest, 'target_user_id'> = {},
  ): Call<EmptyResponse> {
    return this.call(del('moderation/ban', { target_user_id, ...options }))
  }

  /** Nobody but themselves sees what they write from now on, and they are not told. */
  shadowBan(target_user_id: string, options: BanOptions = {}): Call<EmptyResponse> {
    return this.banUser(target_user_id, { ...options, shadow: true })
  }

  removeShadowBan(
    target_user_id: string,
    options: Omit<UnbanUserRequest, 'target_user_id'> = {},
  ): Call<EmptyResponse> {
    return this.unbanUser(target_user_id, options)
  }

  queryBannedUsers(
    filter_conditions: Filter = {},
    sort: readonly SortParam[] = [],
    options: Omit<QueryBannedUsersRequest, 'filter_conditions' | 'sort'> = {},
  ): Call<QueryBannedUsersResponse> {
    return this.call(get('query_banned_users', { payload: { filter_conditions, sort, ...options } }))
  }

  queryFutureChannelBans(options: QueryFutureChannelBansRequest = {}): Call<QueryFutureChannelBansResponse> {
    return this.call(get('query_future_channel_bans', { payload: options }))
  }

  /** No pushes and no unread counts from them; for good, or for `timeout` minutes. */
  muteUser(target: string | readonly string[], options: { timeout?: number } = {}): Call<MuteUserResponse> {
    return this.call(post('moderation/mute', { ...targets(target), ...options }))
  }

  unmuteUser(target: string | readonly string[]): Call<EmptyResponse> {
    return this.call(post('moderation/unmute', targets(target)))
  }

  /** Asks moderators to look at a message. */
  flagMessage(target_message_id: string, options: FlagOptions = {}): Call<FlagResponse> {
    return this.call(post('moderation/flag', { target_message_id, ...options }))
  }

  unflagMessage(target_message_id: string): Call<EmptyResponse> {
    return this.call(post('moderation/unflag', { target_message_id }))
  }

  /** Asks moderators to look at a user. */
  flagUser(target_user_id: string, options: FlagOptions = {}): Call<FlagResponse> {
    return this.call(post('moderation/flag', { target_user_id, ...options }))
  }

  unflagUser(target_user_id: string): Call<EmptyResponse> {
    return this.call(post('moderation/unflag', { target_user_id }))
  }

  /** Flags of messages, the newest first; clients name the channels: `{ channel_cid: … }`. */
  queryMessageFlags(
    filter_conditions: Filter = {},
    options: Omit<QueryMessageFlagsRequest, 'filter_conditions'> = {},
  ): Call<QueryMessageFlagsResponse> {
    return this.call(get('moderation/flags/message', { payload: { filter_conditions, ...options } }))
  }

  /** What was flagged, each message and user once, the newest first. */
  queryFlagReports(
    filter_conditions: Filter = {},
    options: Omit<QueryFlagReportsRequest, 'filter_conditions'> = {},
  ): Call<QueryFlagReportsResponse> {
    return this.call({ ...post('moderation/reports', { filter_conditions, ...options }), repeatable: true })
  }

  /** Says what was decided about a report. */
  reviewFlagReport(
    reportId: string,
    review_result: string,
    review_details?: Record<string, unknown>,
  ): Call<ReviewFlagReportResponse> {
    const details = review_details && { review_details }
    return this.call(patch(path('moderation', 'reports', reportId), { review_result, ...details }))
  }
}

function targets(target: string | readonly string[]): object {
  return typeof target === 'string' ? { target_id: target } : { target_ids: target }
}

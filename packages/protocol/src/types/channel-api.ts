import type { ChannelResponse } from './channel.ts'
import type { ChannelTypeSettings, ConfigOverrides } from './channel-config.ts'
import type { Duration, Time } from './common.ts'
import type { MemberRequest } from './member.ts'
import type { MessageRequest, MessageResponse } from './message.ts'
import type { ChannelMute } from './mute.ts'

/** Body of `POST channeltypes`; settings that are not given have the documented defaults. */
export interface CreateChannelTypeRequest extends Partial<ChannelTypeSettings> {
  name: string
  /** Names, or `["all"]`. */
  commands?: readonly string[]
  /** Null and absent: as `messaging`. */
  grants?: Record<string, readonly string[]> | null
}

/** Body of `POST channels/delete`. */
export interface DeleteChannelsRequest {
  /** At most 100. */
  cids: readonly string[]
  /** Keep nothing of them. */
  hard_delete?: boolean
}

/** Result of the task of `POST channels/delete`, by cid. */
export type DeleteChannelsResult = Record<string, { status: 'ok' } | { status: 'error'; error: string }>

/** Body of `POST channels/{type}/{id}/truncate`. */
export interface TruncateChannelRequest {
  /** Delete the messages for good instead of hiding them. */
  hard_delete?: boolean
  skip_push?: boolean
  /** Messages up to then go; now when absent. */
  truncated_at?: Time
  /** Posted afterwards, as a `system` message where the caller may. */
  message?: MessageRequest | null
}

/** Reply of `POST channels/{type}/{id}/truncate`. */
export interface TruncateChannelResponse extends Duration {
  channel: ChannelResponse
  message?: MessageResponse
}

/** Body of `POST channels/{type}/{id}/hide`. */
export interface HideChannelRequest {
  /** Earlier messages go for this user, and do not come back. */
  clear_history?: boolean
}

/** Body of `POST moderation/mute/channel`. */
export interface MuteChannelRequest {
  channel_cid: string
  /** Milliseconds; for good when absent. */
  expiration?: number
}

/** Reply of `POST moderation/mute/channel`. */
export interface MuteChannelResponse extends Duration {
  channel_mute: ChannelMute
}

/** What `PUT channels/batch` does to each channel. */
export type ChannelBatchOperation =
  | 'addMembers'
  | 'removeMembers'
  | 'inviteMembers'
  | 'assignRoles'
  | 'addModerators'
  | 'demoteModerators'
  | 'hide'
  | 'show'
  | 'archive'
  | 'unarchive'
  | 'updateData'

/** Data of the operation `updateData`; custom data is nested here. */
export interface ChannelBatchData {
  frozen?: boolean
  disabled?: boolean
  team?: string
  config_overrides?: ConfigOverrides
  auto_translation_enabled?: boolean
  auto_translation_language?: string
  /** Each key is set; the others stay. */
  custom?: Record<string, unknown>
}

/** Body of `PUT channels/batch`. */
export interface ChannelBatchRequest {
  operation: ChannelBatchOperation
  /** Both must fit where both are given. */
  filter: {
    cids?: { $eq: string } | { $in: readonly string[] }
    types?: { $eq: string } | { $in: readonly string[] }
  }
  /** Whom the operation is about, at most 100; every operation but `updateData` needs them. */
  members?: readonly (string | MemberRequest)[]
  data?: ChannelBatchData
}

/** Channels where a batch failed, and why. */
export interface ChannelBatchFailure {
  reason: string
  cids: string[]
}

/** Result of the task of `PUT channels/batch`. */
export interface ChannelBatchResult {
  task_id: string
  operation: ChannelBatchOperation
  status: 'completed'
  success_channels_count: number
  failed_channels: ChannelBatchFailure[]
  batch_created_at: Time
  finished_at: Time
}

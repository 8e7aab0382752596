import type { AppSettings, ClientAppSettings } from './app.ts'
import type { ChannelData, ChannelResponse, ChannelStateResponse } from './channel.ts'
import type { ChannelType, Command } from './channel-config.ts'
import type { Duration, Filter, SortParam, Time } from './common.ts'
import type { Device } from './device.ts'
import type { AnyEvent, CustomEvent, EventMap } from './events.ts'
import type { Member, MemberRequest } from './member.ts'
import type { MessageHistoryEntry, MessageRequest, MessageResponse } from './message.ts'
import type { Block } from './mute.ts'
import type { ReactionRequest, ReactionResponse } from './reaction.ts'
import type { ThreadResponse } from './thread.ts'
import type { UnreadCounts } from './unread.ts'
import type { UserResponse } from './user.ts'

/** Reply of `GET app` to a server. */
export interface AppResponse extends Duration {
  app: AppSettings
}

/** Reply of `GET app` to a client. */
export interface ClientAppResponse extends Duration {
  app: ClientAppSettings
}

/** Reply of `POST users` and `PATCH users`. */
export interface UsersByIdResponse extends Duration {
  users: Record<string, UserResponse>
}

/** Reply of `GET users`. */
export interface QueryUsersResponse extends Duration {
  users: UserResponse[]
}

/** Reply of what changes one user. */
export interface UserReply extends Duration {
  user: UserResponse
}

/** Reply of `GET users/{id}/export`: all of a user, nested users left out. */
export interface ExportUserResponse extends Duration {
  user: UserResponse
  /** `user` is null in each: it is this one. */
  messages: MessageResponse[]
  reactions: ReactionResponse[]
}

/** `payload` of `GET users`. */
export interface QueryUsersRequest {
  filter_conditions?: Filter
  sort?: readonly SortParam[]
  /** 30 unless given, at most 100. */
  limit?: number
  /** At most 1000. */
  offset?: number
  /** Subscribe the connection to these users' presence. */
  presence?: boolean
  include_deactivated_users?: boolean
}

/** Reply of `POST guest`. */
export interface GuestResponse extends Duration {
  user: UserResponse
  access_token: string
}

/** Reply of `GET devices`. */
export interface DevicesResponse extends Duration {
  devices: Device[]
}

/** Reply of `POST users/block`. */
export interface BlockResponse extends Duration {
  blocked_by_user_id: string
  blocked_user_id: string
  created_at: Time
}

/** Reply of `GET users/block`. */
export interface BlocksResponse extends Duration {
  blocks: Block[]
}

/** Reply of `GET channeltypes/{name}`; of POST with `string` commands. */
export interface ChannelTypeResponse<Commands = ChannelType['commands']>
  extends ChannelType<Commands>,
    Duration {}

/** Reply of `GET channeltypes`. */
export interface ChannelTypesResponse extends Duration {
  channel_types: Record<string, ChannelType>
}

/** Which messages of a channel; at most one bound. Returned oldest first. */
export interface MessagePage {
  limit?: number
  id_lt?: string
  id_lte?: string
  id_gt?: string
  id_gte?: string
  id_around?: string
  created_at_before?: Time
  created_at_before_or_equal?: Time
  created_at_after?: Time
  created_at_after_or_equal?: Time
  created_at_around?: Time
}

/** Which members or watchers of a channel. */
export interface OffsetPage {
  limit?: number
  offset?: number
}

/** Body of get-or-create. */
export interface GetOrCreateChannelRequest {
  /** Used only when the channel is created. */
  data?: ChannelData
  state?: boolean
  /** Needs `connection_id` in the query. */
  watch?: boolean
  /** Needs `connection_id` in the query. */
  presence?: boolean
  messages?: MessagePage
  members?: OffsetPage
  watchers?: OffsetPage
  hide_for_creator?: boolean
}

/** Reply of get-or-create. */
export interface GetOrCreateChannelResponse extends ChannelStateResponse, Duration {}

/** Body of `POST channels`. */
export interface QueryChannelsRequest {
  filter_conditions?: Filter
  sort?: readonly SortParam[]
  /** 10 unless given, at most 30. */
  limit?: number
  /** At most 1000. */
  offset?: number
  /** 25 unless given, at most 300; 0 is none. */
  message_limit?: number
  /** 100 unless given, at most 100; 0 is none. */
  member_limit?: number
  state?: boolean
  watch?: boolean
  presence?: boolean
}

/** Reply of `POST channels`. */
export interface QueryChannelsResponse extends Duration {
  channels: ChannelStateResponse[]
}

/** Body of `POST channels/{type}/{id}`. Keys may be combined. */
export interface UpdateChannelRequest {
  /** Replaces all custom data. */
  data?: ChannelData | null
  /** Posted with the change. */
  message?: MessageRequest | null
  add_members?: readonly (string | MemberRequest)[]
  remove_members?: readonly string[]
  add_moderators?: readonly string[]
  demote_moderators?: readonly string[]
  assign_roles?: readonly MemberRequest[]
  invites?: readonly (string | MemberRequest)[]
  accept_invite?: boolean
  reject_invite?: boolean
  add_filter_tags?: readonly string[]
  remove_filter_tags?: readonly string[]
  hide_history?: boolean
  hide_history_before?: Time
  cooldown?: number
}

/** Reply of `POST channels/{type}/{id}`. */
export interface UpdateChannelResponse extends Duration {
  channel: ChannelResponse
  members: Member[]
  message?: MessageResponse
}

/** Reply of `PATCH` and `DELETE channels/{type}/{id}`. */
export interface ChannelReply extends Duration {
  channel: ChannelResponse
}

/** Reply of `PATCH channels/{type}/{id}/member/{user_id}`. */
export interface MemberReply extends Duration {
  channel_member: Member
}

/** Reply of `GET members`. */
export interface QueryMembersResponse extends Duration {
  members: Member[]
}

/** Body of `POST channels/{type}/{id}/message`. */
export interface SendMessageRequest {
  message: MessageRequest
  skip_push?: boolean
  skip_enrich_url?: boolean
  keep_channel_hidden?: boolean
  /** Kept back until it is committed, whatever the channel type says; server only. */
  pending?: boolean
  /** Handed to the pending-message hook, and back with the message while it is pending. */
  pending_message_metadata?: Record<string, string>
}

/** Reply of what sends, reads or changes one message. */
export interface MessageReply extends Duration {
  message: MessageResponse
  /** Only while the message is pending. */
  pending_message_metadata?: Record<string, string>
}

/** Query of `DELETE messages/{id}`. */
export interface DeleteMessageOptions {
  /** Nothing of it is kept. */
  hard?: boolean
  /** Hides it from the user alone. */
  delete_for_me?: boolean
}

/** Body of `POST messages/{id}/undelete`. */
export interface UndeleteMessageRequest {
  /** Who is said to have done it; a user that exists. */
  undeleted_by: string
}

/** Body of `POST messages/{id}/translate`. */
export interface TranslateMessageRequest {
  language: string
}

/** `payload` of `GET channels/{type}/{id}/pinned_messages`; at most one bound. */
export interface PinnedMessagesRequest {
  /** 10 unless given, at most 300. */
  limit?: number
  offset?: number
  /** By `pinned_at` (the newest pin first unless given) or `created_at`. */
  sort?: readonly SortParam[]
  id_lt?: string
  id_lte?: string
  id_gt?: string
  id_gte?: string
  id_around?: string
  pinned_at_before?: Time
  pinned_at_before_or_equal?: Time
  pinned_at_after?: Time
  pinned_at_after_or_equal?: Time
  pinned_at_around?: Time
}

/** Body of `POST messages/history`. */
export interface MessageHistoryRequest {
  /** `message_id`, `message_updated_by_id`, `message_updated_at`; at least one of them. */
  filter: Filter
  /** By `message_updated_at`; the newest first unless given. */
  sort?: readonly SortParam[]
  /** 100 unless given, at most 100. */
  limit?: number
  next?: string
  prev?: string
}

/** Reply of `POST messages/history`. */
export interface MessageHistoryResponse extends Duration {
  message_history: MessageHistoryEntry[]
  next?: string
  prev?: string
}

/** Reply of `GET channels/{type}/{id}/messages`, `…/pinned_messages` and `GET messages/{id}/replies`. */
export interface MessagesReply extends Duration {
  messages: MessageResponse[]
}

/** Body of `POST messages/{id}/reaction`. */
export interface SendReactionRequest {
  reaction: ReactionRequest
  /** Takes back the user's other reactions to the message. May stand in `reaction`, too. */
  enforce_unique?: boolean
  skip_push?: boolean
}

/** Reply of what gives or takes back a reaction. */
export interface ReactionReply extends Duration {
  message: MessageResponse
  reaction: ReactionResponse
}

/** Reply of `GET messages/{id}/reactions`, the newest first. */
export interface ReactionsReply extends Duration {
  reactions: ReactionResponse[]
}

/** Body of `POST messages/{id}/reactions`. */
export interface QueryReactionsRequest {
  /** Fields `type`, `user_id`, `created_at`, `score`. */
  filter?: Filter
  /** The newest first unless given. */
  sort?: readonly SortParam<'created_at' | 'type' | 'user_id' | 'score'>[]
  /** 25 unless given, at most 300. */
  limit?: number
  next?: string
  prev?: string
}

/** Reply of `POST messages/{id}/reactions`. */
export interface QueryReactionsResponse extends Duration, Cursors {
  reactions: ReactionResponse[]
}

/** Where to go on; a key is absent where there is nothing further. */
export interface Cursors {
  next?: string
  prev?: string
}

/** How much of a thread is wanted. */
export interface ThreadOptions {
  /** 2 unless given, at most 25. */
  reply_limit?: number
  /** 100 unless given. */
  participant_limit?: number
  /** Taken and without effect: a thread shows its participants. */
  member_limit?: number
  /** Watch the channels; needs `connection_id` in the query. True unless given, without effect for servers. */
  watch?: boolean
}

/** Body of `POST threads`. */
export interface QueryThreadsRequest extends ThreadOptions {
  /** See PROTOCOL.md §11. */
  filter?: Filter | null
  /** Unread ones first, then the last reply's time, unless given. A cursor has its own. */
  sort?: readonly SortParam[] | null
  /** 10 unless given, at most 100. */
  limit?: number
  next?: string
  prev?: string
}

/** Reply of `POST threads`. */
export interface QueryThreadsResponse extends Duration, Cursors {
  threads: ThreadResponse[]
}

/** Reply of `GET` and `PATCH threads/{message_id}`. */
export interface ThreadReply extends Duration {
  thread: ThreadResponse
}

/** `set` of `PATCH threads/{message_id}`; keys that are not built in are custom data, as under `custom`. */
export interface ThreadPartialSet {
  title?: string
  custom?: Record<string, unknown>
  [custom: string]: unknown
}

/** Body of `POST channels/delivered`. */
export interface MarkDeliveredRequest {
  /** The newest message of each channel that arrived; at most 100. */
  latest_delivered_messages: readonly { cid: string; id: string }[]
}

/** Body of `POST channels/{type}/{id}/read`. */
export interface MarkReadRequest {
  /** Up to this message; to the newest when absent. */
  message_id?: string
  /** Read this thread (the parent's id) instead of the channel. */
  thread_id?: string
}

/** Body of `POST channels/{type}/{id}/unread`; exactly one key. */
export interface MarkUnreadRequest {
  /** This and everything later becomes unread. */
  message_id?: string
  thread_id?: string
  message_timestamp?: Time
}

/** Reply of `POST channels/{type}/{id}/read`. */
export interface MarkReadResponse extends Duration {
  event: EventMap['message.read']
}

/** Reply of `POST channels/{type}/{id}/event`. */
export interface SendEventResponse extends Duration {
  event: EventMap['typing.start'] | EventMap['typing.stop'] | CustomEvent
}

/** Reply of `GET unread`. */
export interface UnreadCountsResponse extends UnreadCounts, Duration {}

/** Reply of `POST unread_batch`; ids that are not known are left out. */
export interface UnreadBatchResponse extends Duration {
  counts_by_user: Record<string, UnreadCounts>
}

/** Body of `POST sync`: what was logged since then, by place or by time. */
export interface SyncRequest {
  channel_cids: readonly string[]
  /** For channels that `channel_seqs` does not name. */
  last_sync_at?: Time
  /** Cid to the last `seq` seen. Wins over the time. */
  channel_seqs?: Record<string, number>
}

/** Reply of `POST sync`. */
export interface SyncResponse extends Duration {
  /** Per channel in the order of `seq`, all in the order of time. */
  events: AnyEvent[]
  /** No longer there or no longer the caller's to read. */
  inaccessible_cids: string[]
}

/** What is left of one endpoint's quota. */
export interface RateLimitInfo {
  limit: number
  remaining: number
  /** Unix seconds. */
  reset: number
}

/** Reply of `GET rate_limits`; platforms that were not asked for are absent. */
export interface RateLimitsResponse extends Duration {
  server_side?: Record<string, RateLimitInfo>
  android?: Record<string, RateLimitInfo>
  ios?: Record<string, RateLimitInfo>
  web?: Record<string, RateLimitInfo>
}

/** Reply of `POST commands` and `PUT commands/{name}`. */
export interface CommandReply extends Duration {
  command: Command
}

/** Reply of `GET commands/{name}`: the command at the root. */
export interface CommandResponse extends Command, Duration {}

/** Reply of `GET commands`: the built-in ones first. */
export interface CommandsResponse extends Duration {
  commands: Command[]
}

/** Reply of `DELETE commands/{name}`. */
export interface DeleteCommandResponse extends Duration {
  name: string
}

/** Body of `POST messages/{id}/action`: what a button of an attachment says. */
export interface MessageActionRequest {
  /** Button name to its value, such as `{image_action: 'send'}`. */
  form_data: Record<string, string>
  /** Server only. */
  user_id?: string
}

/** Reply of `POST messages/{id}/action`. */
export interface MessageActionResponse extends Duration {
  /** The message as it is now; absent when the action did away with it. */
  message?: MessageResponse
}

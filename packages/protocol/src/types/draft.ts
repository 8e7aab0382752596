import type { ChannelResponse } from './channel.ts'
import type { ChannelScope } from './channel-events.ts'
import type { Duration, Filter, SortParam, Time } from './common.ts'
import type { Attachment, MessageRequest, MessageResponse } from './message.ts'
import type { UserResponse } from './user.ts'

/** What a draft says. Unlike that of a message its custom data is under `custom`. */
export interface DraftMessage {
  /** Stays as long as the draft does; send the message with it. */
  id: string
  text: string
  html: string
  mml?: string
  type: 'regular' | 'system' | 'reply'
  parent_id?: string
  show_in_channel?: boolean
  attachments: Attachment[]
  mentioned_users: UserResponse[]
  quoted_message_id?: string
  poll_id?: string
  silent: boolean
  custom: Record<string, unknown>
}

/** A message that somebody has not sent yet: one per user, channel and thread. Only its author sees it. */
export interface DraftResponse {
  channel_cid: string
  /** When it was last saved. */
  created_at: Time
  message: DraftMessage
  /** Absent where the channel stands around it. */
  channel?: ChannelResponse
  /** The thread's; absent on a draft for the channel itself. */
  parent_id?: string
  parent_message?: MessageResponse
  quoted_message?: MessageResponse
}

/** Body of `POST channels/{type}/{id}/draft`. Custom data at the root of the message, or under `custom`. */
export interface CreateDraftRequest {
  message: MessageRequest
}

/** Reply of `POST` and `GET channels/{type}/{id}/draft`. */
export interface DraftReply extends Duration {
  draft: DraftResponse
}

/** Body of `POST drafts/query`. */
export interface QueryDraftsRequest {
  filter?: Filter
  /** By `created_at`; -1 unless given. */
  sort?: readonly SortParam[]
  limit?: number
  next?: string
  prev?: string
}

/** Reply of `POST drafts/query`. */
export interface QueryDraftsResponse extends Duration {
  drafts: DraftResponse[]
  next?: string
  prev?: string
}

/** The own draft was saved, deleted or sent. */
export interface DraftEvent<Type extends 'draft.updated' | 'draft.deleted'> extends ChannelScope {
  type: Type
  draft: DraftResponse
  /** As in `draft`. */
  parent_id?: string
}

/** Events of drafts, to their author's connections. */
export interface DraftEventMap {
  'draft.updated': DraftEvent<'draft.updated'>
  'draft.deleted': DraftEvent<'draft.deleted'>
}

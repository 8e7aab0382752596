import type {
  BanUserRequest,
  ChannelData,
  ChannelPartialSet,
  ChannelReply,
  DraftReply,
  EmptyResponse,
  EventRequest,
  FileUploadResponse,
  Filter,
  MarkReadRequest,
  MarkReadResponse,
  MarkUnreadRequest,
  MemberReply,
  MemberRequest,
  MessageActionResponse,
  MessagePage,
  MessageReply,
  MessageRequest,
  MessagesReply,
  MuteChannelResponse,
  PartialUpdate,
  PinnedMessagesRequest,
  QueryMembersResponse,
  ReactionReply,
  ReactionRequest,
  ReactionsReply,
  SearchResponse,
  SendEventResponse,
  SendMessageRequest,
  SendReactionRequest,
  SharedLocationRequest,
  SortParam,
  TruncateChannelRequest,
  TruncateChannelResponse,
  UpdateChannelRequest,
  UpdateChannelResponse,
} from '@parley/protocol'
import { type SearchOptions, searchRequest } from '../api/search.ts'
import type { Call } from '../call.ts'
import { del, get, patch, path, post, type RestRequest } from '../net/rest.ts'
import { formOf, type Uploadable } from '../net/upload.ts'
import { randomId } from '../random-id.ts'

/** How replies are paged. */
export type ReplyPage = Pick<MessagePage, 'limit' | 'id_lt' | 'id_lte' | 'id_gt' | 'id_gte' | 'id_around'>

/** What to do beside a change of members or data. */
export type ChangeOptions = Omit<UpdateChannelRequest, 'data' | 'add_members' | 'remove_members'>

/** How a file is uploaded. */
export interface UploadOptions {
  /** The file's own unless given. */
  name?: string
  /** Its media type; the file's own unless given. */
  type?: string
  /** Is told how much has gone, from 0 to 1. Browsers tell while it goes, others at the end. */
  onProgress?: (done: number) => void
}

/** How somebody is banned from a channel; `timeout` in minutes. */
export type ChannelBanOptions = Omit<BanUserRequest, 'target_user_id' | 'type' | 'id' | 'user_id' | 'ip_ban'>

/** What can be done in a channel, by whoever it is. */
export abstract class ChannelApi {
  abstract readonly type: string
  /** @throws ChatError while the channel has none */
  protected abstract knownId(): string
  /** Who does it. @throws ChatError when nobody is named */
  protected abstract actingId(): string
  /** Sends what `request` makes; what it throws rejects the call. */
  protected abstract send<T>(request: (signal: AbortSignal) => RestRequest | Promise<RestRequest>): Call<T>

  /** Sends a message; the reply has it as stored. Its id is made here unless given. */
  sendMessage(
    message: MessageRequest,
    options: Omit<SendMessageRequest, 'message'> = {},
  ): Call<MessageReply> {
    const body = { message: { ...message, id: message.id ?? randomId() }, ...options }
    return this.send(() => ({ ...this.at('POST', 'message', body), repeatable: true }))
  }

  /** Messages by their ids. */
  getMessagesById(ids: readonly string[]): Call<MessagesReply> {
    return this.send(() => get(this.path('messages'), { ids: ids.join(',') }))
  }

  /** Replies to a message, oldest first: the newest ones, or a page of older or newer ones. */
  getReplies(parentId: string, page: ReplyPage = {}): Call<MessagesReply> {
    return this.send(() => get(path('messages', parentId, 'replies'), { ...page }))
  }

  /** Pinned messages, the newest pin first unless sorted otherwise. */
  getPinnedMessages(
    options: Omit<PinnedMessagesRequest, 'sort'> = {},
    sort: PinnedMessagesRequest['sort'] = [],
  ): Call<MessagesReply> {
    return this.send(() => get(this.path('pinned_messages'), { payload: { ...options, sort } }))
  }

  /** Presses a button of an ephemeral message, such as `{ image_action: 'send' }`. */
  sendAction(messageId: string, form_data: Record<string, string>): Call<MessageActionResponse> {
    return this.send(() => post(path('messages', messageId, 'action'), { message_id: messageId, form_data }))
  }

  /** Reacts to a message; `enforce_unique` takes one's other reactions back. */
  sendReaction(
    messageId: string,
    reaction: ReactionRequest,
    options: Omit<SendReactionRequest, 'reaction'> = {},
  ): Call<ReactionReply> {
    return this.send(() => post(path('messages', messageId, 'reaction'), { reaction, ...options }))
  }

  /** Takes a reaction back. */
  deleteReaction(messageId: string, type: string): Call<ReactionReply> {
    return this.send(() => del(path('messages', messageId, 'reaction', type)))
  }

  /** Reactions to a message, the newest first. */
  getReactions(messageId: string, page: { limit?: number; offset?: number } = {}): Call<ReactionsReply> {
    return this.send(() => get(path('messages', messageId, 'reactions'), { ...page }))
  }

  /** Messages of this channel with all of these words, or matching the filter. */
  search(query: string | Filter, options: SearchOptions = {}): Call<SearchResponse> {
    return this.send(() => searchRequest({ cid: `${this.type}:${this.knownId()}` }, query, options))
  }

  /** Replaces all custom data; what is not in `data` goes. */
  update(data: ChannelData, options: ChangeOptions = {}): Call<UpdateChannelResponse> {
    return this.change({ data, ...options })
  }

  /** Changes some of the data; a server's `set.config_overrides` replaces those of the channel. */
  updatePartial(change: { set?: ChannelPartialSet; unset?: readonly string[] }): Call<ChannelReply> {
    return this.send(() => this.at('PATCH', '', change))
  }

  addMembers(
    members: readonly (string | MemberRequest)[],
    options: ChangeOptions = {},
  ): Call<UpdateChannelResponse> {
    return this.change({ add_members: members, ...options })
  }

  removeMembers(userIds: readonly string[], options: ChangeOptions = {}): Call<UpdateChannelResponse> {
    return this.change({ remove_members: userIds, ...options })
  }

  /** Asks users to become members. They see the channel, and accept or reject. */
  inviteMembers(
    members: readonly (string | MemberRequest)[],
    options: ChangeOptions = {},
  ): Call<UpdateChannelResponse> {
    return this.change({ invites: members, ...options })
  }

  /** Makes the invited user a member. */
  acceptInvite(options: ChangeOptions = {}): Call<UpdateChannelResponse> {
    return this.change({ accept_invite: true, ...options })
  }

  rejectInvite(options: ChangeOptions = {}): Call<UpdateChannelResponse> {
    return this.change({ reject_invite: true, ...options })
  }

  addModerators(userIds: readonly string[], options: ChangeOptions = {}): Call<UpdateChannelResponse> {
    return this.change({ add_moderators: userIds, ...options })
  }

  demoteModerators(userIds: readonly string[], options: ChangeOptions = {}): Call<UpdateChannelResponse> {
    return this.change({ demote_moderators: userIds, ...options })
  }

  /** Gives members roles in this channel. */
  assignRoles(roles: readonly MemberRequest[], options: ChangeOptions = {}): Call<UpdateChannelResponse> {
    return this.change({ assign_roles: roles, ...options })
  }

  addFilterTags(tags: readonly string[]): Call<UpdateChannelResponse> {
    return this.change({ add_filter_tags: tags })
  }

  removeFilterTags(tags: readonly string[]): Call<UpdateChannelResponse> {
    return this.change({ remove_filter_tags: tags })
  }

  /** Members may write only every so many seconds, 1 to 120. */
  enableSlowMode(seconds: number): Call<ChannelReply> {
    return this.updatePartial({ set: { cooldown: seconds } })
  }

  disableSlowMode(): Call<ChannelReply> {
    return this.updatePartial({ set: { cooldown: 0 } })
  }

  /** Members beyond those in the state. */
  queryMembers(
    filter_conditions: Filter = {},
    sort: readonly SortParam[] = [],
    options: { limit?: number; offset?: number } = {},
  ): Call<QueryMembersResponse> {
    const query = { filter_conditions, sort, ...options }
    return this.send(() => get('members', { payload: { type: this.type, id: this.knownId(), ...query } }))
  }

  /** Changes custom data of a membership, one's own unless told otherwise. */
  updateMemberPartial(change: PartialUpdate, { userId }: { userId?: string } = {}): Call<MemberReply> {
    return this.send(() => patch(this.path('member', userId ?? this.actingId()), change))
  }

  /** For oneself alone: `pinned` of queries, `pinned_at` of the membership. */
  pin(): Call<MemberReply> {
    return this.updateMemberPartial({ set: { pinned: true } })
  }

  unpin(): Call<MemberReply> {
    return this.updateMemberPartial({ set: { pinned: false } })
  }

  /** For oneself alone: `archived` of queries, `archived_at` of the membership. */
  archive(): Call<MemberReply> {
    return this.updateMemberPartial({ set: { archived: true } })
  }

  unarchive(): Call<MemberReply> {
    return this.updateMemberPartial({ set: { archived: false } })
  }

  /** Deletes the channel and hides its messages; servers may leave nothing of it. */
  delete(options: { hard_delete?: boolean } = {}): Call<ChannelReply> {
    return this.send(() => del(this.path(), { ...options }))
  }

  /** Takes all messages away, or those up to `truncated_at`. */
  truncate(options: TruncateChannelRequest = {}): Call<TruncateChannelResponse> {
    return this.send(() => this.at('POST', 'truncate', options))
  }

  /** Leaves the channel out of queries until somebody writes. */
  hide(options: { clear_history?: boolean } = {}): Call<EmptyResponse> {
    return this.send(() => this.at('POST', 'hide', options))
  }

  show(): Call<EmptyResponse> {
    return this.send(() => this.at('POST', 'show', {}))
  }

  /** No pushes and no unread counts from here, for good or for `expiration` milliseconds. */
  mute(options: { expiration?: number } = {}): Call<MuteChannelResponse> {
    return this.send(() => post('moderation/mute/channel', { channel_cid: this.#cid(), ...options }))
  }

  unmute(): Call<EmptyResponse> {
    return this.send(() => post('moderation/unmute/channel', { channel_cid: this.#cid() }))
  }

  /** Everything was read, or everything up to `message_id`, or a thread. */
  markRead(options: MarkReadRequest = {}): Call<MarkReadResponse> {
    return this.send(() => this.at('POST', 'read', options))
  }

  /** The message (or the moment) and everything later is unread again. */
  markUnread(from: MarkUnreadRequest): Call<EmptyResponse> {
    return this.send(() => this.at('POST', 'unread', from))
  }

  /** Sends an event of the app's own: a `type` without a dot, data beside it. */
  sendEvent(event: EventRequest): Call<SendEventResponse> {
    return this.send(() => this.at('POST', 'event', { event }))
  }

  /** Keeps what is not sent yet: one draft for the channel, and one for each thread. */
  createDraft(message: MessageRequest): Call<DraftReply> {
    return this.send(() => this.at('POST', 'draft', { message }))
  }

  /** @throws ChatError `not_found` when there is none */
  getDraft(of: { parent_id?: string } = {}): Call<DraftReply> {
    return this.send(() => get(this.path('draft'), { ...of }))
  }

  deleteDraft(of: { parent_id?: string } = {}): Call<EmptyResponse> {
    return this.send(() => del(this.path('draft'), { ...of }))
  }

  /** Sends a message with a location; with `end_at` it is live until then. */
  sendSharedLocation(
    shared_location: SharedLocationRequest,
    message: MessageRequest = {},
  ): Call<MessageReply> {
    return this.sendMessage({ ...message, shared_location })
  }

  /** Uploads a file that messages of this channel can attach. */
  sendFile(file: Uploadable, options: UploadOptions = {}): Call<FileUploadResponse> {
    return this.#upload('file', file, options)
  }

  /** As `sendFile`, for pictures: they can be asked for in other sizes. */
  sendImage(file: Uploadable, options: UploadOptions = {}): Call<FileUploadResponse> {
    return this.#upload('image', file, options)
  }

  deleteFile(url: string): Call<EmptyResponse> {
    return this.send(() => del(this.path('file'), { url }))
  }

  deleteImage(url: string): Call<EmptyResponse> {
    return this.send(() => del(this.path('image'), { url }))
  }

  /** Who is banned reads this channel and writes nothing to it. */
  banUser(target_user_id: string, options: ChannelBanOptions = {}): Call<EmptyResponse> {
    return this.send(() => post('moderation/ban', { target_user_id, ...this.#scope(), ...options }))
  }

  unbanUser(
    target_user_id: string,
    options: { remove_future_channels_ban?: boolean; created_by?: string } = {},
  ): Call<EmptyResponse> {
    return this.send(() => del('moderation/ban', { target_user_id, ...this.#scope(), ...options }))
  }

  /** Nobody but themselves sees what they write from now on, and they are not told. */
  shadowBan(target_user_id: string, options: ChannelBanOptions = {}): Call<EmptyResponse> {
    return this.banUser(target_user_id, { ...options, shadow: true })
  }

  removeShadowBan(target_user_id: string): Call<EmptyResponse> {
    return this.unbanUser(target_user_id)
  }

  /** Several changes of members and data at once. */
  protected change(body: UpdateChannelRequest): Call<UpdateChannelResponse> {
    return this.send(() => this.at('POST', '', body))
  }

  protected path(...verb: string[]): string {
    return path('channels', this.type, this.knownId(), ...verb)
  }

  protected at(method: RestRequest['method'], verb: string, body: unknown): RestRequest {
    return { method, path: this.path(...(verb ? [verb] : [])), body }
  }

  #scope(): { type: string; id: string } {
    return { type: this.type, id: this.knownId() }
  }

  #cid(): string {
    return `${this.type}:${this.knownId()}`
  }

  #upload(verb: string, file: Uploadable, options: UploadOptions): Call<FileUploadResponse> {
    return this.send(() => uploadRequest(this.path(verb), file, options))
  }
}

/** An upload of one file. */
export async function uploadRequest(
  to: string,
  file: Uploadable,
  { name, type, onProgress }: UploadOptions,
): Promise<RestRequest> {
  return { method: 'POST', path: to, form: await formOf(file, name, type), onProgress }
}

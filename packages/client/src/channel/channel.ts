import type {
  ChannelData,
  ChannelPartialSet,
  ChannelReply,
  ChannelResponse,
  EmptyResponse,
  EventRequest,
  Filter,
  GetOrCreateChannelRequest,
  GetOrCreateChannelResponse,
  MarkReadRequest,
  MarkReadResponse,
  MarkUnreadRequest,
  MemberRequest,
  MessagePage,
  MessageReply,
  MessageRequest,
  MessageResponse,
  MessagesReply,
  QueryMembersResponse,
  SendEventResponse,
  SendMessageRequest,
  SortParam,
  UpdateChannelRequest,
  UpdateChannelResponse,
} from '@parley/protocol'
import { Call, localError } from '../call.ts'
import type { Emitter } from '../emitter.ts'
import type { ClientEvent } from '../events.ts'
import { Listenable } from '../listen.ts'
import { get, path, type RestRequest } from '../net/rest.ts'
import { randomId } from '../random-id.ts'
import type { Session } from '../session/session.ts'
import type { Feed, SnapshotKind } from './feed.ts'
import type { ChannelState } from './state.ts'
import { Keystrokes } from './typing.ts'

/** How replies are paged. */
export type ReplyPage = 'limit' | 'id_lt' | 'id_lte' | 'id_gt' | 'id_gte'

/** What to do beside a change of members or data. */
export interface ChangeOptions {
  /** Posted with the change. */
  message?: MessageRequest
  /** New members don't see what was said before. */
  hide_history?: boolean
}

/**
 * One channel, as the connected user sees it. Made by `client.channel` or `client.queryChannels`.
 *
 * It belongs to the user who was connected then: once that user is disconnected its methods
 * reject, and its state does not change any more.
 */
export class Channel extends Listenable {
  readonly type: string
  readonly #session: Session
  readonly #data: ChannelData
  readonly #keystrokes: Keystrokes
  #feed: Feed

  /** For `ChatClient`: ask that for channels. */
  constructor(session: Session, type: string, feed: Feed, data: ChannelData) {
    super()
    this.type = type
    this.#session = session
    this.#feed = feed
    this.#data = data
    this.#keystrokes = new Keystrokes(session.timing, () => void this.stopTyping())
  }

  protected override get emitter(): Emitter<ClientEvent> {
    return this.#feed.emitter
  }

  /** `type:id`; undefined for a channel of members until it was created. */
  get cid(): string | undefined {
    return this.#feed.cid
  }

  get id(): string | undefined {
    return this.#feed.cid?.slice(this.type.length + 1)
  }

  /** Messages, members and so on. Another object after every change. */
  get state(): ChannelState {
    return this.#feed.state
  }

  /** The channel's own data; undefined until it was created, queried or watched. */
  get data(): ChannelResponse | undefined {
    return this.#feed.state.channel
  }

  /** Whether this connection is told what happens here. */
  get isWatching(): boolean {
    return this.#feed.watching !== undefined
  }

  /** Creates the channel unless it is there; nothing more. */
  create(options: GetOrCreateChannelRequest = {}): Call<GetOrCreateChannelResponse> {
    return this.query({ state: false, watch: false, presence: false, ...options })
  }

  /**
   * Loads the channel's state and keeps it up to date; creates the channel unless it is there.
   *
   * Goes on over lost connections until `stopWatching`.
   */
  watch(options: GetOrCreateChannelRequest = {}): Call<GetOrCreateChannelResponse> {
    return this.query({ watch: true, state: true, ...options })
  }

  /**
   * Asks for the channel's state. With a page of messages, such as
   * `{ messages: { id_lt: oldest.id, limit: 30 } }`, those are added to what is loaded.
   */
  query(options: GetOrCreateChannelRequest = {}): Call<GetOrCreateChannelResponse> {
    const body = { state: true, ...(Object.keys(this.#data).length > 0 && { data: this.#data }), ...options }
    return new Call(signal => this.#session.query(() => this.#query(body, signal)))
  }

  /** No more events of this channel; what is loaded stays as it is. */
  stopWatching(): Call<EmptyResponse> {
    this.#feed.watching = undefined
    const connection_id = this.#session.connectionId
    return this.#post('stop-watching', { connection_id })
  }

  /**
   * Sends a message; the reply has it as stored.
   *
   * Its id is made here unless given, so that a send whose answer was lost is safely repeated.
   */
  sendMessage(
    message: MessageRequest,
    options: Omit<SendMessageRequest, 'message'> = {},
  ): Call<MessageReply> {
    const body = { message: { ...message, id: message.id ?? randomId() }, ...options }
    return new Call(async signal => {
      const reply = await this.#send<MessageReply>({
        ...this.#request('POST', 'message', body),
        repeatable: true,
        signal,
      })
      this.#addMessage(reply.message)
      return reply
    })
  }

  /** Messages by their ids. */
  getMessagesById(ids: readonly string[]): Call<MessagesReply> {
    const query = { ids: ids.join(',') }
    return this.#call(() => ({ ...this.#request('GET', 'messages'), query, repeatable: true }))
  }

  /** Replies to a message, oldest first: the newest ones, or a page of older or newer ones. */
  getReplies(parentId: string, page: Pick<MessagePage, ReplyPage> = {}): Call<MessagesReply> {
    return this.#call(() => get(path('messages', parentId, 'replies'), { ...page }))
  }

  /** Replaces all custom data; what is not in `data` goes. */
  update(data: ChannelData, options: ChangeOptions = {}): Call<UpdateChannelResponse> {
    return this.#update({ data, ...options })
  }

  /** Changes some of the data. */
  updatePartial(change: { set?: ChannelPartialSet; unset?: readonly string[] }): Call<ChannelReply> {
    return new Call(async signal => {
      const reply = await this.#send<ChannelReply>({ ...this.#request('PATCH', '', change), signal })
      this.#feed.merge({ channel: reply.channel })
      return reply
    })
  }

  addMembers(
    members: readonly (string | MemberRequest)[],
    options: ChangeOptions = {},
  ): Call<UpdateChannelResponse> {
    return this.#update({ add_members: members, ...options })
  }

  removeMembers(userIds: readonly string[], options: ChangeOptions = {}): Call<UpdateChannelResponse> {
    return this.#update({ remove_members: userIds, ...options })
  }

  /** Members beyond those in the state. */
  queryMembers(
    filter_conditions: Filter = {},
    sort: readonly SortParam[] = [],
    options: { limit?: number; offset?: number } = {},
  ): Call<QueryMembersResponse> {
    const query = { filter_conditions, sort, ...options }
    return this.#call(() => get('members', { payload: { type: this.type, id: this.#id(), ...query } }))
  }

  /** Deletes the channel and hides its messages. */
  delete(): Call<ChannelReply> {
    return this.#call(() => this.#request('DELETE', ''))
  }

  /** Everything was read, or everything up to `message_id`. */
  markRead(options: MarkReadRequest = {}): Call<MarkReadResponse> {
    return new Call(async signal => {
      const reply = await this.#send<MarkReadResponse>({ ...this.#request('POST', 'read', options), signal })
      this.#feed.touch(reply.event)
      return reply
    })
  }

  /** The message (or the moment) and everything later is unread again. */
  markUnread(from: MarkUnreadRequest): Call<EmptyResponse> {
    return this.#post('unread', from)
  }

  /** One's own unread messages, as far as the state knows. */
  countUnread(): number {
    return this.state.unread_count
  }

  /** Call it for every key: `typing.start` is sent when it is due, `typing.stop` after a pause. */
  keystroke(parent_id?: string): Call<SendEventResponse | undefined> {
    if (this.data?.config?.typing_events === false || !this.#keystrokes.press())
      return new Call(() => undefined)
    return this.sendEvent({ type: 'typing.start', ...(parent_id && { parent_id }) })
  }

  /** Tells that typing ended, unless nobody was told that it began. */
  stopTyping(parent_id?: string): Call<SendEventResponse | undefined> {
    if (!this.#keystrokes.end()) return new Call(() => undefined)
    return this.sendEvent({ type: 'typing.stop', ...(parent_id && { parent_id }) })
  }

  /** Sends an event of the app's own: a `type` without a dot, data beside it. */
  sendEvent(event: EventRequest): Call<SendEventResponse> {
    return this.#post('event', { event })
  }

  async #query(body: GetOrCreateChannelRequest, signal: AbortSignal): Promise<GetOrCreateChannelResponse> {
    const isTied = body.watch === true || body.presence === true
    const own = this.#feed.cid === undefined ? [this.type] : [this.type, this.#id()]
    const request: RestRequest = {
      method: 'POST',
      path: path('channels', ...own, 'query'),
      body,
      repeatable: true,
      signal,
    }
    const reply = await this.#session.request<GetOrCreateChannelResponse>(request, { tied: isTied })
    this.#adopt(reply.channel.cid)
    if (body.watch) this.#feed.watching = { presence: body.presence, watchers: body.watchers }
    this.#feed.accept(reply, kindOf(body))
    return reply
  }

  /** A channel of members learns its cid when it is created; somebody may know it already. */
  #adopt(cid: string): void {
    if (this.#feed.cid === cid) return
    const known = this.#session.feeds.get(cid)
    if (known) known.emitter.adopt(this.#feed.emitter)
    else this.#session.feeds.set(cid, this.#feed)
    this.#feed.cid = cid
    this.#feed = known ?? this.#feed
  }

  #update(body: UpdateChannelRequest): Call<UpdateChannelResponse> {
    return new Call(async signal => {
      const reply = await this.#send<UpdateChannelResponse>({ ...this.#request('POST', '', body), signal })
      this.#feed.merge({ channel: { ...this.data, ...reply.channel } })
      if (reply.message) this.#addMessage(reply.message)
      return reply
    })
  }

  /** What was sent is shown at once; its event, when it comes, changes nothing any more. */
  #addMessage(message: MessageResponse): void {
    const { cid, type: channel_type } = this
    if (!cid) return
    const head = { cid, channel_type, channel_id: this.#id(), created_at: message.created_at, seq: 0 }
    this.#feed.touch({ ...head, type: 'message.new', message, user: message.user })
  }

  #post<T>(verb: string, body: unknown): Call<T> {
    return this.#call(() => this.#request('POST', verb, body))
  }

  /** A channel without id makes the call reject, like everything else that is wrong. */
  #call<T>(request: () => RestRequest): Call<T> {
    return new Call(signal => this.#send<T>({ ...request(), signal }))
  }

  #send<T>(request: RestRequest): Promise<T> {
    return this.#session.request<T>(request)
  }

  #request(method: RestRequest['method'], verb: string, body?: unknown): RestRequest {
    const segments = ['channels', this.type, this.#id(), ...(verb ? [verb] : [])]
    return { method, path: path(...segments), ...(body !== undefined && { body }) }
  }

  #id(): string {
    if (this.id === undefined)
      throw localError('this channel has no id yet: create() or watch() it first', 'usage')
    return this.id
  }
}

function kindOf({ state, messages = {} }: GetOrCreateChannelRequest): SnapshotKind {
  if (state === false) return 'bare'
  return Object.keys(messages).some(key => key !== 'limit') ? 'page' : 'full'
}

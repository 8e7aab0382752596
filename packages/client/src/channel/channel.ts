import {
  type ChannelData,
  type ChannelPartialSet,
  type ChannelReply,
  type ChannelResponse,
  ChatError,
  type EmptyResponse,
  type GetOrCreateChannelRequest,
  type GetOrCreateChannelResponse,
  type MarkReadRequest,
  type MarkReadResponse,
  MESSAGES_DEFAULT_LIMIT,
  type MemberReply,
  type MessageActionResponse,
  type MessagePage,
  type MessageReply,
  type MessageRequest,
  type MessageResponse,
  type MessagesReply,
  type MuteChannelResponse,
  type PartialUpdate,
  type ReactionReply,
  type ReactionRequest,
  type SendEventResponse,
  type SendMessageRequest,
  type SendReactionRequest,
  type TruncateChannelRequest,
  type TruncateChannelResponse,
  type UpdateChannelRequest,
  type UpdateChannelResponse,
} from '@parley/protocol'
import { Call, localError } from '../call.ts'
import type { Emitter, Subscription } from '../emitter.ts'
import type { ClientEvent } from '../events.ts'
import { type Listen, listenOn, type Unlisten, unlistenOn } from '../listen.ts'
import { del, get, path, post, type RestRequest } from '../net/rest.ts'
import { randomId } from '../random-id.ts'
import { refreshOwn } from '../session/recovery.ts'
import type { Session } from '../session/session.ts'
import { reacting, unreacting } from './changes.ts'
import { ChannelApi, type ReplyPage } from './channel-api.ts'
import type { Feed, SnapshotKind } from './feed.ts'
import { localMessage, withoutStatus } from './local-message.ts'
import { currentOf, findIn, type LoadedPage, type MessageSets, withCurrent } from './message-sets.ts'
import { withNewestMessage } from './reduce.ts'
import type { ChannelState } from './state.ts'
import { Keystrokes } from './typing.ts'
import { headOf, newMessage, ownUser, sendMessage, type Write, write } from './writes.ts'

/**
 * One channel, as the connected user sees it. Made by `client.channel` or `client.queryChannels`.
 *
 * It belongs to the user who was connected then: once that user is disconnected its methods
 * reject, and its state does not change any more.
 */
export class Channel extends ChannelApi {
  readonly type: string
  /** Listens to every event of this channel, or to those of one type. */
  readonly on: Listen = listenOn(() => this.#emitter())
  readonly off: Unlisten = unlistenOn(() => this.#emitter())
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

  /** Calls back after every change of the state, once for changes that came together. */
  subscribe(listener: (state: ChannelState) => void): Subscription {
    return this.#feed.onChange(() => listener(this.state))
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
    const { connectionId: connection_id } = this.#session
    return this.send(() => this.at('POST', 'stop-watching', { connection_id }))
  }

  /** The messages before the current ones; none when the beginning is reached. */
  loadOlder(limit = MESSAGES_DEFAULT_LIMIT): Call<readonly MessageResponse[]> {
    const { messages, hasOlder } = currentOf(this.state.messageSets)
    return this.#load(hasOlder && { id_lt: messages[0]?.id ?? '', limit })
  }

  /** The messages after the current ones; none when those are the newest. */
  loadNewer(limit = MESSAGES_DEFAULT_LIMIT): Call<readonly MessageResponse[]> {
    const { messages, isLatest } = currentOf(this.state.messageSets)
    return this.#load(!isLatest && { id_gt: messages.at(-1)?.id ?? '', limit })
  }

  /**
   * Makes `state.messages` those around a message, or the newest ones again; of a thread
   * `state.threads`. What is loaded already is not asked for again.
   * @throws ChatError when there is no such message here
   */
  loadMessageIntoState(
    idOrLatest: string,
    { parentId, limit = MESSAGES_DEFAULT_LIMIT }: { parentId?: string; limit?: number } = {},
  ): Call<void> {
    const look = () => this.#feed.look(sets => withCurrent(sets, idOrLatest), parentId)
    return new Call(async () => {
      if (idOrLatest !== 'latest' && !findIn(this.#sets(parentId), idOrLatest)) {
        const around = { id_around: idOrLatest, limit }
        if (parentId) await this.getReplies(parentId, around)
        else await this.query({ messages: around })
        if (!findIn(this.#sets(parentId), idOrLatest)) {
          throw new ChatError('not_found', `there is no message "${idOrLatest}" here`)
        }
      }
      look()
    })
  }

  /** The same as `loadMessageIntoState`. */
  jumpTo(idOrLatest: string, options: { parentId?: string; limit?: number } = {}): Call<void> {
    return this.loadMessageIntoState(idOrLatest, options)
  }

  /**
   * Sends a message. It is in the state at once, with the status `sending`, then `received` or
   * `failed`; without a connection it waits for one.
   *
   * Its id is made here unless given, so that a send whose answer was lost is safely repeated.
   */
  override sendMessage(
    message: MessageRequest,
    options: Omit<SendMessageRequest, 'message'> = {},
  ): Call<MessageReply> {
    return new Call(async signal => {
      const id = message.id ?? randomId()
      const body = { message: { ...withoutStatus(message), id }, ...options }
      const request = this.at('POST', 'message', body)
      const user = this.#session.me ?? (await this.#session.ready).me
      const author = { user, cid: this.cid ?? '', nowMs: this.#session.timing.now() }
      const shown = localMessage(body.message, this.state, author)
      this.#keystrokes.end()
      const task = { id, request, message: shown }
      const reply = await sendMessage(this.#session, this.#feed, task, signal)
      this.#dropDraft(message.parent_id)
      return reply
    })
  }

  /** Sends a message again whose status is `failed`, with the same id: it is stored once. */
  retrySendMessage(message: string | { id: string }): Call<MessageReply> {
    const id = typeof message === 'string' ? message : message.id
    return new Call(async signal => {
      const task = this.#feed.failed.get(id)
      if (!task?.message) throw localError(`there is no message "${id}" here that failed`, 'usage')
      return sendMessage(this.#session, this.#feed, { ...task, message: task.message }, signal)
    })
  }

  /** Forgets a message whose status is `failed`. */
  removeFailedMessage(message: string | { id: string }): void {
    const id = typeof message === 'string' ? message : message.id
    if (this.#feed.failed.has(id)) this.#feed.withdraw(id)
  }

  /** Replies to a message, oldest first, as above; they are in `state.threads`, too. */
  override getReplies(parentId: string, page: ReplyPage = {}): Call<MessagesReply> {
    return new Call(signal =>
      this.#session.query(async () => {
        const request = get(path('messages', parentId, 'replies'), { ...page })
        const reply = await this.#session.request<MessagesReply>({ ...request, signal })
        const isNewest = Object.keys(page).every(key => key === 'limit')
        this.#feed.acceptReplies(parentId, { ...placeOf(page, reply), messages: reply.messages }, isNewest)
        return reply
      }),
    )
  }

  override sendReaction(
    messageId: string,
    reaction: ReactionRequest,
    options: Omit<SendReactionRequest, 'reaction'> = {},
  ): Call<ReactionReply> {
    const isUnique = options.enforce_unique === true
    return this.#write(() => ({
      request: post(path('messages', messageId, 'reaction'), { reaction, ...options }),
      change: (user, nowMs) => reacting(messageId, reaction, { user, nowMs, isUnique }),
      event: reply => this.#event('reaction.new', reply),
    }))
  }

  override deleteReaction(messageId: string, type: string): Call<ReactionReply> {
    return this.#write(() => ({
      request: del(path('messages', messageId, 'reaction', type)),
      change: user => unreacting(messageId, type, user.id),
      event: reply => this.#event('reaction.deleted', reply),
    }))
  }

  /** Presses a button of an ephemeral message: it becomes another one, a real one, or goes. */
  override sendAction(messageId: string, form_data: Record<string, string>): Call<MessageActionResponse> {
    return this.#then(super.sendAction(messageId, form_data), ({ message }) => {
      if (message?.id !== messageId || message.type !== 'ephemeral') this.#feed.drop(messageId)
      if (message) this.#feed.touch(newMessage(this.#feed, message))
    })
  }

  override updatePartial(change: { set?: ChannelPartialSet; unset?: readonly string[] }): Call<ChannelReply> {
    return this.#then(super.updatePartial(change), ({ channel }) => this.#show(channel))
  }

  override updateMemberPartial(change: PartialUpdate, who: { userId?: string } = {}): Call<MemberReply> {
    return this.#then(super.updateMemberPartial(change, who), ({ channel_member: member }) => {
      const { members, membership } = this.#feed.told
      const known = members[member.user_id] ?? membership
      if (known && known.updated_at > member.updated_at) return
      this.#feed.merge({
        ...(members[member.user_id] && { members: { ...members, [member.user_id]: member } }),
        ...(member.user_id === this.#session.userId && { membership: member }),
      })
    })
  }

  override truncate(options: TruncateChannelRequest = {}): Call<TruncateChannelResponse> {
    return this.#then(super.truncate(options), ({ channel, message }) => {
      if (this.isWatching) return
      const head = headOf(this.#feed, channel.updated_at)
      this.#feed.touch({ ...head, type: 'channel.truncated', channel })
      if (message) this.#feed.touch(newMessage(this.#feed, message))
    })
  }

  override hide(options: { clear_history?: boolean } = {}): Call<EmptyResponse> {
    return this.#then(super.hide(options), () => this.#mark({ hidden: true }))
  }

  override show(): Call<EmptyResponse> {
    return this.#then(super.show(), () => this.#mark({ hidden: false }))
  }

  override mute(options: { expiration?: number } = {}): Call<MuteChannelResponse> {
    return this.#then(super.mute(options), () => refreshOwn(this.#session, this.#feed))
  }

  override unmute(): Call<EmptyResponse> {
    return this.#then(super.unmute(), () => refreshOwn(this.#session, this.#feed))
  }

  /** Whether one muted this channel, since when and until when. */
  muteStatus(): { muted: boolean; createdAt: Date | undefined; expiresAt: Date | undefined } {
    const mute = this.#session.me?.channel_mutes.find(({ channel }) => channel.cid === this.cid)
    const isOver = mute?.expires && Date.parse(mute.expires) <= this.#session.timing.now()
    if (!mute || isOver) return { muted: false, createdAt: undefined, expiresAt: undefined }
    const expiresAt = mute.expires ? new Date(mute.expires) : undefined
    return { muted: true, createdAt: new Date(mute.created_at), expiresAt }
  }

  override markRead(options: MarkReadRequest = {}): Call<MarkReadResponse> {
    return this.#then(super.markRead(options), ({ event }) => {
      // it may have come before its reply, and newer messages after it
      if ((event.seq ?? Number.POSITIVE_INFINITY) > (this.#feed.seq ?? 0)) this.#feed.touch(event)
    })
  }

  /** One's own unread messages, as far as the state knows. */
  countUnread(): number {
    return this.state.unread_count
  }

  /** Up to when one has read; undefined for who is no member. */
  lastRead(): Date | undefined {
    const read = this.state.read[this.#session.userId]
    return read && new Date(read.last_read)
  }

  /** The newest message that is loaded. */
  lastMessage(): MessageResponse | undefined {
    return this.state.latestMessages.at(-1)
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

  protected override change(body: UpdateChannelRequest): Call<UpdateChannelResponse> {
    return this.#then(super.change(body), ({ channel, message }) => {
      this.#show(channel)
      if (message && !this.isWatching) this.#feed.touch(newMessage(this.#feed, message))
    })
  }

  protected override knownId(): string {
    if (this.id === undefined)
      throw localError('this channel has no id yet: create() or watch() it first', 'usage')
    return this.id
  }

  protected override actingId(): string {
    return ownUser(this.#session).id
  }

  /** A channel without id makes the call reject, like everything else that is wrong. */
  protected override send<T>(request: (signal: AbortSignal) => RestRequest | Promise<RestRequest>): Call<T> {
    return new Call(async signal => this.#session.request<T>({ ...(await request(signal)), signal }))
  }

  #emitter(): Emitter<ClientEvent> {
    return this.#feed.emitter
  }

  #sets(parentId: string | undefined): MessageSets {
    return parentId ? (this.state.threadSets[parentId] ?? []) : this.state.messageSets
  }

  #load(messages: MessagePage | false): Call<readonly MessageResponse[]> {
    return new Call(async () => (messages ? (await this.query({ messages })).messages : []))
  }

  async #query(body: GetOrCreateChannelRequest, signal: AbortSignal): Promise<GetOrCreateChannelResponse> {
    const isTied = body.watch === true || body.presence === true
    const own = this.#feed.cid === undefined ? [this.type] : [this.type, this.knownId()]
    const request: RestRequest = {
      ...post(path('channels', ...own, 'query'), body),
      repeatable: true,
      signal,
    }
    const reply = await this.#session.request<GetOrCreateChannelResponse>(request, { tied: isTied })
    this.#adopt(reply.channel.cid)
    if (body.watch) this.#feed.watching = { presence: body.presence, watchers: body.watchers }
    const kind = kindOf(body)
    const limit = body.messages?.limit || MESSAGES_DEFAULT_LIMIT
    const page = kind === 'page' ? placeOf(body.messages ?? {}, reply) : undefined
    this.#feed.accept(reply, { kind, limit, ...(page && { page }) })
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

  /** A member's draft goes with the message; of others the server does not look. */
  #dropDraft(parent_id: string | undefined): void {
    const { draft, membership } = this.#feed.told
    if (draft && !membership && !parent_id) void this.deleteDraft()
  }

  /** A channel as a reply has it, unless something newer is known. */
  #show(channel: ChannelResponse): void {
    if (this.data && this.data.updated_at > channel.updated_at) return
    this.#feed.merge({ channel: withNewestMessage(this.#feed.told, { ...this.data, ...channel }) })
  }

  /** What is the own user's alone. */
  #mark(own: { hidden: boolean }): void {
    if (this.data) this.#feed.merge({ channel: { ...this.data, ...own } })
  }

  #then<T>(call: Call<T>, note: (reply: T) => void | Promise<void>): Call<T> {
    return new Call(async signal => {
      signal.addEventListener('abort', () => call.cancel())
      const reply = await call
      await note(reply)
      return reply
    })
  }

  #write<Reply>(make: () => Write<Reply>): Call<Reply> {
    return new Call(signal => write(this.#session, this.#feed, make(), signal))
  }

  #event<Type extends 'reaction.new' | 'reaction.deleted'>(type: Type, { message, reaction }: ReactionReply) {
    return { ...headOf(this.#feed, reaction.updated_at), type, message, reaction, user: reaction.user }
  }
}

function kindOf({ state, messages = {} }: GetOrCreateChannelRequest): SnapshotKind {
  if (state === false) return 'bare'
  return Object.keys(messages).some(key => key !== 'limit') ? 'page' : 'full'
}

/** Where the messages lie that a page has. */
function placeOf(page: MessagePage, { messages }: { messages: unknown[] }): Omit<LoadedPage, 'messages'> {
  const { limit, ...bounds } = page
  const [bound = 'id_lt', anchor] = Object.entries(bounds)[0] ?? []
  const isEnd = messages.length < (limit || MESSAGES_DEFAULT_LIMIT)
  const direction = /lt|before/.test(bound) ? 'older' : /gt|after/.test(bound) ? 'newer' : 'around'
  return { direction, isEnd, anchorId: bound.startsWith('id_') ? anchor : undefined }
}

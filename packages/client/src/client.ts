import {
  type AnyEvent,
  type ChannelData,
  ChatError,
  type DeleteMessageOptions,
  type EmptyResponse,
  type Filter,
  MESSAGES_DEFAULT_LIMIT,
  type MessageReply,
  type MessageRequest,
  type MuteUserResponse,
  type OwnUser,
  type PartialUpdate,
  type PollVoteReply,
  type QueryChannelsRequest,
  type QueryChannelsResponse,
  type QueryThreadsRequest,
  type QueryThreadsResponse,
  type SortParam,
  THREAD_REPLIES_DEFAULT_LIMIT,
  type ThreadOptions,
  type ThreadReply,
  type ThreadResponse,
  type UserPartialUpdate,
  type UsersByIdResponse,
  type VoteRequest,
} from '@parley/protocol'
import type { CallOptions } from './api/api.ts'
import { Call, localError } from './call.ts'
import { deleting, edited, editing, patched } from './channel/changes.ts'
import { Channel } from './channel/channel.ts'
import { Feed } from './channel/feed.ts'
import { withoutStatus } from './channel/local-message.ts'
import type { Change } from './channel/pending.ts'
import { Thread } from './channel/thread.ts'
import { feedOf, write } from './channel/writes.ts'
import { ChannelList, type ChannelListOptions } from './channel-list.ts'
import { ClientApi } from './client-api.ts'
import { devToken } from './dev-token.ts'
import { Emitter, type Subscription } from './emitter.ts'
import type { ClientEvent, ConnectionState } from './events.ts'
import { type Listen, listenOn, type Unlisten, unlistenOn } from './listen.ts'
import { del, get, path, post, put, type RestRequest } from './net/rest.ts'
import type { TokenOrProvider } from './net/token-source.ts'
import { type ClientOptions, type ResolvedOptions, resolveOptions } from './options.ts'
import { GuestStore } from './session/guest-store.ts'
import {
  ANONYMOUS_ID,
  anonymousLogin,
  type ConnectUser,
  guestLogin,
  type Login,
  regularLogin,
} from './session/login.ts'
import { placeFeeds } from './session/recovery.ts'
import { type ConnectedUser, Session } from './session/session.ts'
import { Threads } from './threads.ts'

/** Options of `disconnectUser`. */
export interface DisconnectOptions {
  /** The guest does not come back: its kept token goes too. */
  forgetGuest?: boolean
}

/** What `upgradeUser` resolves to. */
export interface UpgradedUser extends ConnectedUser {
  /** Channels that were watched and that the new user may not read. */
  lostChannels: string[]
}

/** What `queryThreads` resolves to; `next` and `prev` are absent where there is nothing further. */
export interface ThreadsPage {
  threads: Thread[]
  next?: string
  prev?: string
}

/**
 * The connection of one app to one Parley server, for one user at a time.
 *
 * Every method that talks to the server returns a `Call`: await it, or `enqueue` a listener.
 *
 * @example
 * const client = ChatClient.getInstance(apiKey, { baseURL: 'https://chat.example.com' })
 * await client.connectUser({ id: 'bender', name: 'Bender' }, async () => (await fetch('/token')).text())
 * const channel = client.channel('messaging', 'planet-express')
 * await channel.watch()
 * channel.on('message.new', ({ message }) => console.log(message.text))
 * await channel.sendMessage({ text: 'Good news, everyone' })
 */
export class ChatClient extends ClientApi {
  static readonly #instances = new Map<string, ChatClient>()
  static #latest: ChatClient | undefined

  readonly apiKey: string
  readonly baseURL: string
  /** Listens to every event, or to those of one type. */
  readonly on: Listen
  readonly off: Unlisten
  readonly #emitter = new Emitter<ClientEvent>()
  readonly #users = new Emitter<{ type: 'changed' }>()
  readonly #options: ResolvedOptions
  readonly #facades = new WeakMap<Feed, Channel>()
  #session: Session | undefined
  #connecting: { ready: Promise<ConnectedUser>; call: Call<ConnectedUser> } | undefined
  #closing: Promise<unknown> = Promise.resolve()

  /** A client of its own; `getInstance` shares one per key. @throws ChatError for wrong options */
  constructor(apiKey: string, options: ClientOptions = {}) {
    super()
    this.#options = resolveOptions(apiKey, options)
    this.on = listenOn(() => this.#emitter)
    this.off = unlistenOn(() => this.#emitter)
    this.apiKey = apiKey
    this.baseURL = this.#options.baseURL
  }

  /** The one client of this API key, made on the first call; later options are not looked at. */
  static getInstance(apiKey: string, options?: ClientOptions): ChatClient {
    const client = ChatClient.#instances.get(apiKey) ?? new ChatClient(apiKey, options)
    ChatClient.#instances.set(apiKey, client)
    ChatClient.#latest = client
    return client
  }

  /** The client that `getInstance` gave last. @throws ChatError when it was never called */
  static instance(): ChatClient {
    if (!ChatClient.#latest)
      throw localError('call ChatClient.getInstance(apiKey, { baseURL }) first', 'usage')
    return ChatClient.#latest
  }

  /** As `connectUser` of the client that `getInstance` gave last. @throws ChatError when it was never called */
  static connectUser(user: ConnectUser, tokenOrProvider: TokenOrProvider): Call<ConnectedUser> {
    return ChatClient.instance().connectUser(user, tokenOrProvider)
  }

  /** A token for development, taken only by apps with `disable_auth_checks`. */
  static devToken(userId: string): string {
    return devToken(userId)
  }

  /** A token for development, taken only by apps with `disable_auth_checks`. */
  devToken(userId: string): string {
    return devToken(userId)
  }

  /** The connected user with mutes, devices and unread counts; undefined when there is none. */
  get user(): OwnUser | undefined {
    return this.#session?.me
  }

  get userID(): string | undefined {
    return this.#session?.me?.id
  }

  /** Calls back after every change of `user`. */
  subscribe(listener: (user: OwnUser | undefined) => void): Subscription {
    return this.#users.on('changed', () => listener(this.user))
  }

  /** Undefined while there is no connection; another one after every loss. */
  get connectionId(): string | undefined {
    return this.#session?.connectionId
  }

  get connectionState(): ConnectionState {
    return this.#session?.state ?? 'disconnected'
  }

  /**
   * Connects a regular user, and stores what is told of it.
   *
   * With a token provider the user stays connected over the token's end. The same user again
   * gets the same call; another user must be disconnected first.
   * @throws ChatError what the server said, or after five failures in a row (tried on then)
   */
  connectUser(user: ConnectUser, tokenOrProvider: TokenOrProvider): Call<ConnectedUser> {
    return this.#guarded(() => {
      checkUser(user, 'connectUser')
      checkToken(tokenOrProvider, 'connectUser')
      return this.#connect(regularLogin(user, tokenOrProvider))
    })
  }

  /** Connects a guest: no token needed. The same given id is the same guest on the next visit. */
  connectGuestUser(user: ConnectUser): Call<ConnectedUser>
  connectGuestUser(userId: string, username?: string): Call<ConnectedUser>
  connectGuestUser(userOrId: ConnectUser | string, name?: string): Call<ConnectedUser> {
    const user =
      typeof userOrId === 'string' ? { id: userOrId, ...(name !== undefined && { name }) } : userOrId
    return this.#guarded(() => {
      checkUser(user, 'connectGuestUser')
      return this.#connect(guestLogin(user, new GuestStore(this.apiKey, this.#options.guestStorage)))
    })
  }

  /** The same as `connectGuestUser`. */
  setGuestUser(user: ConnectUser): Call<ConnectedUser>
  setGuestUser(userId: string, username?: string): Call<ConnectedUser>
  setGuestUser(userOrId: ConnectUser | string, name?: string): Call<ConnectedUser> {
    return typeof userOrId === 'string'
      ? this.connectGuestUser(userOrId, name)
      : this.connectGuestUser(userOrId)
  }

  /** Connects without being anybody: may read what anonymous users may, and write nothing. */
  connectAnonymousUser(): Call<ConnectedUser> {
    return this.#guarded(() => this.#connect(anonymousLogin()))
  }

  /**
   * Ends the connection; resolves when it is closed.
   *
   * From the moment of the call nothing of the user is left: token, provider, channels. What
   * stays are the listeners of this client, and a guest's token for its next visit.
   */
  disconnectUser({ forgetGuest = false }: DisconnectOptions = {}): Call<void> {
    const session = this.#session
    this.#session = undefined
    this.#connecting = undefined
    if (session) {
      this.#closing = Promise.allSettled([this.#closing, session.close({ forget: forgetGuest })])
      this.#tellUser()
    }
    const closing = this.#closing
    return new Call(async () => {
      await closing
    })
  }

  /**
   * Makes a regular user of the anonymous user or guest, on the open connection.
   *
   * Watched channels stay watched. With `merge` the guest's messages, memberships and so on
   * become the user's, and the guest goes. After an error nothing has changed.
   */
  upgradeUser(
    user: ConnectUser,
    tokenOrProvider: TokenOrProvider,
    { merge = false }: { merge?: boolean } = {},
  ): Call<UpgradedUser> {
    return this.#guarded(() => {
      checkUser(user, 'upgradeUser')
      checkToken(tokenOrProvider, 'upgradeUser')
      return this.#upgrade(regularLogin(user, tokenOrProvider), merge)
    })
  }

  /**
   * Makes a guest of the anonymous user, on the open connection. Watched channels stay watched.
   * The same given id is the same guest as with `connectGuestUser`.
   */
  upgradeToGuest(user: ConnectUser): Call<UpgradedUser> {
    return this.#guarded(() => {
      checkUser(user, 'upgradeToGuest')
      if (this.userID !== ANONYMOUS_ID)
        throw localError('upgradeToGuest: only the anonymous user can become a guest', 'usage')
      return this.#upgrade(guestLogin(user, new GuestStore(this.apiKey, this.#options.guestStorage)), false)
    })
  }

  /** A channel by its id, or the one that its members have in common; nothing is sent yet. */
  channel(type: string, id?: string | null, data?: ChannelData): Channel
  channel(type: string, data: ChannelData): Channel
  channel(type: string, idOrData?: string | null | ChannelData, data: ChannelData = {}): Channel {
    const session = this.#current()
    if (typeof idOrData === 'string' && idOrData)
      return this.#channel(session, type, session.feed(`${type}:${idOrData}`), data)
    const given = typeof idOrData === 'object' && idOrData ? idOrData : data
    return new Channel(session, type, new Feed(session, undefined), given)
  }

  /** Channels that match, with their state, watched unless told otherwise. */
  queryChannels(
    filter_conditions: Filter = {},
    sort: readonly SortParam[] = [],
    options: Omit<QueryChannelsRequest, 'filter_conditions' | 'sort'> = {},
  ): Call<Channel[]> {
    const body = { filter_conditions, sort, state: true, watch: true, presence: false, ...options }
    return this.#withSession((session, signal) =>
      session.query(() => this.#queryChannels(session, body, signal)),
    )
  }

  /** A list of channels for a screen: `reload()` it, and `end()` it when the screen goes. */
  channels(
    filter: Filter = {},
    sort: readonly SortParam[] = [],
    options: ChannelListOptions = {},
  ): ChannelList {
    return new ChannelList(this, filter, sort, options)
  }

  /**
   * Replaces text, attachments, mentions and custom data. Shown at once, and taken back when it is
   * refused; without a connection it waits for one.
   */
  override updateMessage(message: MessageRequest & { id: string }): Call<MessageReply> {
    const { id } = message
    const content = withoutStatus(message)
    const request = post(path('messages', id), { message: content })
    return this.#write(id, request, 'message.updated', () => editing(id, old => edited(old, content)))
  }

  /** Changes some of a message, shown at once as by `updateMessage`; `set: { pinned: true }` pins it. */
  override partialUpdateMessage(id: string, update: PartialUpdate): Call<MessageReply> {
    const request = put(path('messages', id), update)
    return this.#write(id, request, 'message.updated', () => editing(id, old => patched(old, update)))
  }

  /**
   * Deletes a message: for everybody, keeping nothing (`hard`), or for oneself (`delete_for_me`).
   * Shown at once as by `updateMessage`. One that could not be sent is just forgotten.
   */
  override deleteMessage(id: string, options: DeleteMessageOptions | boolean = {}): Call<MessageReply> {
    const query = typeof options === 'boolean' ? { hard: options } : options
    const keeps = !query.hard && !query.delete_for_me
    const request = del(path('messages', id), { ...query })
    return this.#write(id, request, 'message.deleted', nowMs => deleting(id, { keeps, nowMs }), {
      hard_delete: !keeps,
    })
  }

  /** Threads that one takes part in, unread ones first; their channels are watched unless told otherwise. */
  queryThreads(options: QueryThreadsRequest = {}): Call<ThreadsPage> {
    const body = { watch: true, ...options }
    return this.#withSession((session, signal) =>
      session.query(async () => {
        const request = { ...post('threads', body), repeatable: true, signal }
        const reply = await session.request<QueryThreadsResponse>(request, { tied: body.watch })
        const threads = reply.threads.map(thread => this.#thread(session, thread, body))
        if (body.watch) await placeFeeds(session, threads, signal)
        const { next, prev } = reply
        return { threads, ...(next && { next }), ...(prev && { prev }) }
      }),
    )
  }

  /** A list of threads for a screen. `end()` it when the screen goes. */
  threads(): Threads {
    return new Threads(this)
  }

  /** A thread by its parent's id. */
  getThread(messageId: string, options: ThreadOptions = {}): Call<Thread> {
    const query = { watch: true, ...options }
    return this.#withSession((session, signal) =>
      session.query(async () => {
        const request = { ...get(path('threads', messageId), query), signal }
        const reply = await session.request<ThreadReply>(request, { tied: query.watch })
        const thread = this.#thread(session, reply.thread, query)
        if (query.watch) await placeFeeds(session, [thread], signal)
        return thread
      }),
    )
  }

  /** Votes for an option. */
  override castPollVote(messageId: string, pollId: string, vote: VoteRequest): Call<PollVoteReply> {
    return this.#noting(super.castPollVote(messageId, pollId, vote))
  }

  override removePollVote(messageId: string, pollId: string, voteId: string): Call<PollVoteReply> {
    return this.#noting(super.removePollVote(messageId, pollId, voteId))
  }

  override muteUser(
    target: string | readonly string[],
    options: { timeout?: number } = {},
  ): Call<MuteUserResponse> {
    return this.#changingMutes(super.muteUser(target, options), target)
  }

  override unmuteUser(target: string | readonly string[]): Call<EmptyResponse> {
    return this.#changingMutes(super.unmuteUser(target), target)
  }

  /** Whether one muted a user. */
  userMuteStatus(userId: string): boolean {
    return this.user?.mutes.some(({ target }) => target.id === userId) ?? false
  }

  /** Changes some of one's own data. */
  partialUpdateUser(change: UserPartialUpdate): Call<UsersByIdResponse> {
    return this.#withSession(async (session, signal) => {
      const request: RestRequest = { method: 'PATCH', path: 'users', body: { users: [change] }, signal }
      const reply = await session.request<UsersByIdResponse>(request)
      const changed = session.me && reply.users[session.me.id]
      if (session.me && changed) session.me = { ...session.me, ...changed }
      return reply
    })
  }

  #tellUser(): void {
    this.#users.emit({ type: 'changed' })
  }

  /** One's own votes are in no event of an anonymous poll. */
  #noting(call: Call<PollVoteReply>): Call<PollVoteReply> {
    return this.#then(call, (session, { poll }) => {
      for (const feed of session.feeds.values()) feed.noteVotes(poll)
    })
  }

  /** The reply may be there before the event that tells the same. */
  #changingMutes<T extends MuteUserResponse>(call: Call<T>, targets: string | readonly string[]): Call<T> {
    const named = new Set([targets].flat())
    return this.#then(call, (session, { mute, mutes = mute ? [mute] : [] }) => {
      const others = session.me?.mutes.filter(({ target }) => !named.has(target.id)) ?? []
      if (session.me) session.me = { ...session.me, mutes: [...others, ...mutes] }
    })
  }

  #then<T>(call: Call<T>, note: (session: Session, reply: T) => void): Call<T> {
    const session = this.#session
    return new Call(async signal => {
      signal.addEventListener('abort', () => call.cancel())
      const reply = await call
      if (session) note(session, reply)
      return reply
    })
  }

  #thread(session: Session, thread: ThreadResponse, options: ThreadOptions): Thread {
    const feed = session.feed(thread.channel_cid)
    if (options.watch) feed.watching ??= {}
    feed.acceptThread(thread, options.reply_limit ?? THREAD_REPLIES_DEFAULT_LIMIT)
    const channel = this.#channel(session, thread.channel.type, feed, {})
    return new Thread(session, feed, channel, thread.parent_message_id)
  }

  /** A write to one message, shown where that is. */
  #write(
    id: string,
    request: RestRequest,
    type: string,
    change: (nowMs: number) => Change,
    more: object = {},
  ): Call<MessageReply> {
    return this.#withSession(async (session, signal) => {
      const feed = feedOf(session, id)
      const unsent = feed?.failed.get(id)?.message
      if (feed && unsent && type === 'message.deleted') {
        feed.withdraw(id)
        return { message: unsent, duration: '0ms' }
      }
      const event = ({ message }: MessageReply) =>
        ({ type, cid: message.cid, created_at: message.updated_at, message, ...more }) as AnyEvent
      const made = (_: unknown, nowMs: number) => change(nowMs)
      return write<MessageReply>(session, feed, { request, change: made, event }, signal)
    })
  }

  #connect(login: Login): Call<ConnectedUser> {
    const old = this.#session
    if (old && !old.ended && !old.hasFailed) {
      if (old.key === login.key) return this.#connectingTo(old)
      throw localError(
        `${old.key} is connected, ${login.key} can't be: await disconnectUser() first, or use upgradeUser() to make a regular user of a guest`,
        'usage',
      )
    }
    if (old) void this.disconnectUser()
    const session: Session = new Session(
      login,
      {
        ...this.#options,
        emit: event => this.#emitter.emit(event),
        userChanged: () => session === this.#session && this.#tellUser(),
      },
      this.#closing,
    )
    this.#session = session
    return this.#connectingTo(session)
  }

  /** The same call as long as it tells of the same greeting. */
  #connectingTo(session: Session): Call<ConnectedUser> {
    if (this.#connecting?.ready === session.ready) return this.#connecting.call
    const call = new Call(signal => {
      signal.addEventListener('abort', () => this.#session === session && void this.disconnectUser())
      return session.ready
    })
    this.#connecting = { ready: session.ready, call }
    return call
  }

  async #queryChannels(
    session: Session,
    body: QueryChannelsRequest,
    signal: AbortSignal,
  ): Promise<Channel[]> {
    const tied = body.watch === true || body.presence === true
    const request: RestRequest = { method: 'POST', path: 'channels', body, repeatable: true, signal }
    const { channels } = await session.request<QueryChannelsResponse>(request, { tied })
    return channels.map(reply => {
      const feed = session.feed(reply.channel.cid)
      if (body.watch) feed.watching = { presence: body.presence }
      const limit = body.message_limit ?? MESSAGES_DEFAULT_LIMIT
      feed.accept(reply, { kind: body.state === false ? 'bare' : 'full', limit })
      return this.#channel(session, reply.channel.type, feed, {})
    })
  }

  #upgrade(login: Login, merge: boolean): Call<UpgradedUser> {
    const session = this.#current()
    const call = new Call(() => upgrade(session, login, merge))
    call.enqueue(({ isSuccess }) => {
      if (isSuccess && this.#session === session) this.#connecting = { ready: session.ready, call }
    })
    return call
  }

  #channel(session: Session, type: string, feed: Feed, data: ChannelData): Channel {
    const known = this.#facades.get(feed)
    if (known && Object.keys(data).length === 0) return known
    const channel = new Channel(session, type, feed, data)
    this.#facades.set(feed, channel)
    return channel
  }

  #current(): Session {
    if (!this.#session) throw localError('nobody is connected: call connectUser first', 'not_connected')
    return this.#session
  }

  #withSession<T>(run: (session: Session, signal: AbortSignal) => Promise<T>): Call<T> {
    const session = this.#session
    return new Call(signal => run(session ?? this.#current(), signal))
  }

  protected override call<T>(
    request: RestRequest | ((signal: AbortSignal) => RestRequest | Promise<RestRequest>),
    options: CallOptions = {},
  ): Call<T> {
    return this.#withSession(async (session, signal) => {
      const made = typeof request === 'function' ? await request(signal) : request
      return session.request<T>({ ...made, signal }, options)
    })
  }

  /** What is wrong with the arguments rejects the call too: one place to look for errors. */
  #guarded<T>(start: () => Call<T>): Call<T> {
    try {
      return start()
    } catch (error) {
      return new Call<T>(() => {
        throw error
      })
    }
  }
}

async function upgrade(session: Session, login: Login, merge: boolean): Promise<UpgradedUser> {
  const { me, connection_id, lost_channels } = await session.become(login, merge).catch(async error => {
    // what was kept of a guest may be stale: then a new one is made
    if (!(error instanceof ChatError) || !(await login.refused?.(error))) throw error
    return session.become(login, merge)
  })
  return { me, user: me, connectionId: connection_id, lostChannels: lost_channels }
}

function checkUser(user: unknown, method: string): void {
  const id = typeof user === 'object' && user !== null && 'id' in user ? user.id : undefined
  if (typeof id === 'string' && id !== '') return
  throw localError(`${method}: the user needs an id, such as { id: 'bender', name: 'Bender' }`, 'usage')
}

function checkToken(token: unknown, method: string): void {
  const isProvider =
    typeof token === 'function' || (typeof token === 'object' && token !== null && 'loadToken' in token)
  if (isProvider || (typeof token === 'string' && token !== '')) return
  throw localError(
    `${method}: the second argument must be a token, a function that fetches one, or { loadToken() }; ` +
      'your backend makes tokens with ServerClient.createToken(userId)',
    'usage',
  )
}

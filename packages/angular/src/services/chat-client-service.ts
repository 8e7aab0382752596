import { DestroyRef, Injectable, inject } from '@angular/core'
import {
  ChatClient,
  ChatError,
  type ClientAppSettings,
  type ClientEvent,
  type ClientOptions,
  type ConnectedUser,
  type ConnectionState,
  type ConnectUser,
  type DisconnectOptions,
  type OwnUser,
  type Subscription,
  type TokenOrProvider,
  type UpgradedUser,
  type UserResponse,
} from '@parley/client'
import { PARLEY_OPTIONS } from '../parley-options'
import { EventStream } from '../state/event-stream'
import { State } from '../state/state'
import { type ClientKey, clientKey, isSameClient } from './client-options'
import type { ConnectionProblem } from './connection-problem'
import { isExpectedEnd } from './describe-error'
import { type Credential, logIn, loginKey, type UserOrId } from './login'
import { NetworkState } from './network-state'
import { PendingInvites } from './pending-invites'
import { quiet } from './quiet'

/** How many people a search for a name offers. */
const FOUND_USERS = 10

/**
 * Who is connected, and how the connection is.
 *
 * One user at a time. After `disconnectUser`, or when another `init` takes over, nothing of the
 * old user reaches a stream any more.
 */
@Injectable({ providedIn: 'root' })
export class ChatClientService {
  readonly #options = inject(PARLEY_OPTIONS)
  readonly #network = inject(NetworkState)
  readonly #user = new State<OwnUser | undefined>(undefined)
  readonly #connectionState = new State<ConnectionState>('disconnected')
  readonly #connectionProblem = new State<ConnectionProblem | undefined>(undefined)
  readonly #appSettings = new State<ClientAppSettings | undefined>(undefined)
  readonly #invites = new PendingInvites()
  readonly #events = new EventStream<ClientEvent>()

  /** The connected user with unread counts, mutes and so on; undefined when nobody is connected. */
  readonly user$ = this.#user.changes$
  readonly user = this.#user.signal
  readonly connectionState$ = this.#connectionState.changes$
  readonly connectionState = this.#connectionState.signal
  /** Why there is no connection; undefined from the next connection on. */
  readonly connectionProblem$ = this.#connectionProblem.changes$
  readonly connectionProblem = this.#connectionProblem.signal
  /** What the app's users may know of its settings, once `getAppSettings` was called. */
  readonly appSettings$ = this.#appSettings.changes$
  readonly appSettings = this.#appSettings.signal
  /** Channels that the user is invited to and has not answered, the newest first. */
  readonly pendingInvites$ = this.#invites.channels.changes$
  readonly pendingInvites = this.#invites.channels.signal
  /** Everything that happens, as `chatClient.on` tells it; the signal has the newest. */
  readonly events$ = this.#events.events$
  readonly event = this.#events.latest

  #client: ChatClient | undefined
  #key: ClientKey | undefined
  readonly #heard: Subscription[] = []
  #pending: { key: string; promise: Promise<ConnectedUser> } | undefined
  #closing: Promise<unknown> = Promise.resolve()
  /** Whose invitations are shown. */
  #invitesOf: string | undefined
  /** Another one after every end of a user: what began before belongs to somebody else. */
  #round = 0

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      void this.#end()
      this.#unhear()
    })
  }

  /** The SDK's client; undefined before the first `init`. Its `user` is the connected one. */
  get chatClient(): ChatClient | undefined {
    return this.#client
  }

  /**
   * Connects a user, with `options` in place of those of `provideParley`.
   *
   * A regular user needs a token or what fetches one, `'guest'` and `'anonymous'` need none. The
   * same user again is the same connection. A user who is still connecting is given up for the
   * new one; one who is connected must be disconnected first. During a `disconnectUser` it waits.
   * @throws ChatError what the server said; `details.reason` `disconnected` when another `init` or
   * a `disconnectUser` came in between
   */
  init(
    apiKey: string,
    userOrId: string | ConnectUser | undefined,
    tokenOrProvider: TokenOrProvider | 'guest' | 'anonymous',
    options: ClientOptions = {},
  ): Promise<ConnectedUser> {
    const client = clientKey(apiKey, this.#options, options)
    const key = `${apiKey} ${client.options.baseURL} ${loginKey(userOrId, tokenOrProvider)}`
    if (this.#pending?.key === key) return this.#pending.promise
    if (this.#pending) void this.#end()
    const promise = quiet(this.#connect(client, userOrId, tokenOrProvider))
    this.#pending = { key, promise }
    const settled = () => {
      if (this.#pending?.promise === promise) this.#pending = undefined
    }
    promise.then(settled, settled)
    return promise
  }

  /**
   * Ends the connection. From the moment of the call nobody is connected.
   *
   * Resolves when the connection is closed; when somebody else was told to connect meanwhile,
   * once that is done, so that what waits here does not get in between.
   */
  disconnectUser(options: DisconnectOptions = {}): Promise<void> {
    return quiet(this.#settled(this.#end(options)))
  }

  /**
   * Makes a regular user of the guest or anonymous user, on the same connection.
   *
   * The open channels stay. With `merge` the guest's messages and memberships become the user's.
   */
  upgradeUser(
    user: ConnectUser,
    tokenOrProvider: TokenOrProvider,
    options: { merge?: boolean } = {},
  ): Promise<UpgradedUser> {
    return quiet(this.#upgrade(user, tokenOrProvider, options))
  }

  /** People whose name or id begins like this, without oneself; none for an empty term. */
  autocompleteUsers(term: string): Promise<UserResponse[]> {
    return quiet(this.#findUsers(term.trim()))
  }

  /** Asks moderators to look at a message. */
  flagMessage(messageId: string, options: { reason?: string } = {}): Promise<void> {
    return quiet(this.#flag(messageId, options))
  }

  /** Loads what users may know of the app's settings, once per user; undefined when nobody is connected. */
  getAppSettings(): Promise<ClientAppSettings | undefined> {
    return quiet(this.#loadSettings())
  }

  async #findUsers(term: string): Promise<UserResponse[]> {
    if (!this.#client || term === '') return []
    const filter = { $or: [{ id: { $autocomplete: term } }, { name: { $autocomplete: term } }] }
    const { users } = await this.#client.queryUsers(filter, [], { limit: FOUND_USERS + 1 })
    return users.filter(({ id }) => id !== this.user()?.id).slice(0, FOUND_USERS)
  }

  async #flag(messageId: string, options: { reason?: string }): Promise<void> {
    await this.#connected().flagMessage(messageId, options)
  }

  async #loadSettings(): Promise<ClientAppSettings | undefined> {
    if (this.#appSettings.value || !this.#client?.user) return this.#appSettings.value
    const round = this.#round
    const { app } = await this.#client.getAppSettings()
    if (round === this.#round) this.#appSettings.set(app)
    return this.#appSettings.value
  }

  async #connect(key: ClientKey, userOrId: UserOrId, credential: Credential): Promise<ConnectedUser> {
    const round = this.#round
    this.#connectionProblem.set(undefined)
    try {
      const client = this.#sameClient(key) ?? (await this.#otherClient(key))
      const call = logIn(client, userOrId, credential)
      this.#connectionState.set(client.connectionState)
      const connected = await call
      if (this.#invitesOf !== connected.me.id) this.#startInvites(client)
      return connected
    } catch (error) {
      if (round === this.#round) this.#refused(error)
      throw error
    }
  }

  #sameClient(key: ClientKey): ChatClient | undefined {
    return this.#key && isSameClient(this.#key, key) ? this.#client : undefined
  }

  /** NOTE: not `getInstance`: that one may have been made before, with another address. */
  async #otherClient(key: ClientKey): Promise<ChatClient> {
    if (this.#client?.user) {
      const why = `${this.#client.user.id} is connected to another app or server: await disconnectUser() first`
      throw new ChatError('internal', why, { details: { reason: 'usage' } })
    }
    const round = this.#round
    await this.#closing
    if (round !== this.#round) throw gone()
    const client = new ChatClient(key.apiKey, key.options)
    this.#unhear()
    this.#client = client
    this.#key = key
    this.#network.follow(key.options.network)
    this.#heard.push(
      client.subscribe(user => this.#user.set(user)),
      client.on(event => this.#hear(client, event)),
    )
    return client
  }

  #hear(client: ChatClient, event: ClientEvent): void {
    this.#user.set(client.user)
    this.#connectionState.set(client.connectionState)
    if (event.type === 'connection.failed') this.#trouble('failed', event)
    else if (event.type === 'connection.closed') this.#trouble('closed', event)
    else if (client.connectionState === 'connected') this.#connectionProblem.set(undefined)
    if (event.type === 'user.upgraded') this.#startInvites(client)
    this.#events.emit(event)
  }

  #trouble(kind: ConnectionProblem['kind'], event: object): void {
    const { error } = event as { error: ChatError }
    this.#connectionProblem.set({ kind, error })
  }

  /** Told by no event: nobody was connected yet. */
  #refused(error: unknown): void {
    const isTriedOn = this.#client !== undefined && this.#client.connectionState !== 'disconnected'
    if (isTriedOn || isExpectedEnd(error) || !(error instanceof ChatError)) return
    this.#connectionProblem.set({ kind: 'closed', error })
  }

  #startInvites(client: ChatClient): void {
    this.#invitesOf = client.userID
    this.#invites.start(client)
  }

  /** Nobody is connected from now on; resolves when the connection is closed. */
  #end(options: DisconnectOptions = {}): Promise<unknown> {
    this.#round += 1
    this.#pending = undefined
    this.#invitesOf = undefined
    this.#invites.end()
    const closing = this.#client?.disconnectUser(options)
    this.#closing = Promise.allSettled([this.#closing, closing])
    this.#connectionState.set('disconnected')
    this.#user.set(undefined)
    this.#appSettings.set(undefined)
    this.#connectionProblem.set(undefined)
    return this.#closing
  }

  async #settled(closing: Promise<unknown>): Promise<void> {
    await closing
    while (this.#pending) await this.#pending.promise.catch(() => undefined)
  }

  async #upgrade(
    user: ConnectUser,
    tokenOrProvider: TokenOrProvider,
    options: { merge?: boolean },
  ): Promise<UpgradedUser> {
    return await this.#connected().upgradeUser(user, tokenOrProvider, options)
  }

  #connected(): ChatClient {
    if (this.#client) return this.#client
    throw new ChatError('auth_failed', 'nobody is connected: call init first', {
      details: { reason: 'not_connected' },
    })
  }

  #unhear(): void {
    for (const subscription of this.#heard.splice(0)) subscription.unsubscribe()
  }
}

function gone(): ChatError {
  return new ChatError('internal', 'the user was disconnected', { details: { reason: 'disconnected' } })
}

import type {
  AppResponse,
  AppSettings,
  ChannelData,
  ChannelTypeResponse,
  ChannelTypeSettings,
  ChannelTypesResponse,
  EmptyResponse,
  Filter,
  QueryUsersRequest,
  QueryUsersResponse,
  SortParam,
  UserPartialUpdate,
  UserReply,
  UserRequest,
  UsersByIdResponse,
} from '@parley/protocol'
import { Call, localError } from '../call.ts'
import { type Fetch, path, Rest, type RestRequest } from '../net/rest.ts'
import { DEFAULT_TIMING, type Timing } from '../timing.ts'
import { importSecret, parseHex, verify } from './hmac.ts'
import { signJwt } from './jwt.ts'
import { ServerChannel } from './server-channel.ts'

/** How a backend reaches its server. */
export interface ServerClientOptions {
  /** Where Parley is; `http://127.0.0.1:8800` unless given. */
  baseURL?: string
  fetch?: Fetch
  /** For tests: other waits. */
  timing?: Partial<Timing>
}

/** How a user is deleted. */
export interface DeleteUserOptions {
  mark_messages_deleted?: boolean
  hard_delete?: boolean
  delete_conversation_channels?: boolean
}

/** A moment: a date, RFC 3339, or null for never. */
export type When = Date | string | null

const AGENT = 'parley-server-js-0.1.0'

/**
 * Parley for your backend. It holds the app's secret: never let it near a browser.
 *
 * @example
 * const parley = new ServerClient(key, secret, { baseURL: 'https://chat.example.com' })
 * const token = await parley.createToken('bender', Math.floor(Date.now() / 1000) + 3600)
 */
export class ServerClient {
  readonly apiKey: string
  readonly baseURL: string
  readonly #key: Promise<CryptoKey>
  readonly #rest: Rest

  /** @throws ChatError without key or secret */
  constructor(apiKey: string, secret: string, options: ServerClientOptions = {}) {
    if (!apiKey || !secret) {
      throw localError('API key and secret are needed: the server prints them at its first start', 'usage')
    }
    this.apiKey = apiKey
    this.baseURL = (options.baseURL ?? 'http://127.0.0.1:8800').replace(/\/+$/, '')
    this.#key = importSecret(secret)
    this.#rest = new Rest({
      apiKey,
      baseURL: this.baseURL,
      agent: AGENT,
      fetch: options.fetch,
      timing: { ...DEFAULT_TIMING, ...options.timing },
      authorize: async () => ({
        headers: { 'stream-auth-type': 'jwt', authorization: await this.#serverToken() },
      }),
    })
  }

  /**
   * A token that lets a client connect as this user.
   *
   * `exp` and `iat` are Unix seconds. Without `exp` it never expires; with `iat` it can be
   * revoked with all that were issued earlier.
   */
  async createToken(userId: string, exp?: number, iat?: number): Promise<string> {
    checkTime('exp', exp)
    checkTime('iat', iat)
    if (!userId) throw localError('createToken(userId, exp?, iat?): the user id is missing', 'usage')
    const times = { ...(exp !== undefined && { exp }), ...(iat !== undefined && { iat }) }
    return signJwt(await this.#key, { user_id: userId, ...times })
  }

  /** Whether a webhook came from Parley. `rawBody`: the bytes as received, not parsed and printed anew. */
  async verifyWebhook(rawBody: string | Uint8Array, signature: string): Promise<boolean> {
    const bytes = typeof rawBody === 'string' ? new TextEncoder().encode(rawBody) : Uint8Array.from(rawBody)
    const given = parseHex(signature)
    return given !== undefined && verify(await this.#key, given, bytes)
  }

  /** Stores users; each replaces what was stored of it. At most 100. */
  upsertUsers(users: readonly UserRequest[]): Call<UsersByIdResponse> {
    const byId = Object.fromEntries(users.map(user => [user.id, user]))
    return this.#call({ method: 'POST', path: 'users', body: { users: byId }, repeatable: true })
  }

  upsertUser(user: UserRequest): Call<UsersByIdResponse> {
    return this.upsertUsers([user])
  }

  /** Changes some of the data of users. */
  partialUpdateUsers(users: readonly UserPartialUpdate[]): Call<UsersByIdResponse> {
    return this.#call({ method: 'PATCH', path: 'users', body: { users } })
  }

  partialUpdateUser(user: UserPartialUpdate): Call<UsersByIdResponse> {
    return this.partialUpdateUsers([user])
  }

  queryUsers(
    filter_conditions: Filter = {},
    sort: readonly SortParam[] = [],
    options: Omit<QueryUsersRequest, 'filter_conditions' | 'sort' | 'presence'> = {},
  ): Call<QueryUsersResponse> {
    const payload = { filter_conditions, sort, ...options }
    return this.#call({ method: 'GET', path: 'users', query: { payload }, repeatable: true })
  }

  /** Deletes a user; without `hard_delete` the user can be restored. */
  deleteUser(userId: string, options: DeleteUserOptions = {}): Call<UserReply> {
    return this.#call({ method: 'DELETE', path: path('users', userId), query: { ...options } })
  }

  restoreUsers(userIds: readonly string[]): Call<EmptyResponse> {
    return this.#call({ method: 'POST', path: 'users/restore', body: { user_ids: userIds } })
  }

  /** The user is disconnected at once and can't connect until reactivated. */
  deactivateUser(
    userId: string,
    options: { mark_messages_deleted?: boolean; created_by_id?: string } = {},
  ): Call<UserReply> {
    return this.#call({ method: 'POST', path: path('users', userId, 'deactivate'), body: options })
  }

  reactivateUser(
    userId: string,
    options: { restore_messages?: boolean; name?: string; created_by_id?: string } = {},
  ): Call<UserReply> {
    return this.#call({ method: 'POST', path: path('users', userId, 'reactivate'), body: options })
  }

  /** Tokens of the user that were issued before are refused, those in use now too; null undoes it. */
  revokeUserToken(userId: string, before: When = new Date()): Call<UsersByIdResponse> {
    return this.revokeUsersTokens([userId], before)
  }

  revokeUsersTokens(userIds: readonly string[], before: When = new Date()): Call<UsersByIdResponse> {
    const set = { revoke_tokens_issued_before: timeOf(before) }
    return this.partialUpdateUsers(userIds.map(id => ({ id, set })))
  }

  /** Tokens of all users that were issued before are refused; null undoes it. */
  revokeTokens(before: When = new Date()): Call<EmptyResponse> {
    return this.updateAppSettings({ revoke_tokens_issued_before: timeOf(before) })
  }

  /** Changes the given settings and no others. */
  updateAppSettings(settings: Partial<AppSettings>): Call<EmptyResponse> {
    return this.#call({ method: 'PATCH', path: 'app', body: settings })
  }

  getAppSettings(): Call<AppResponse> {
    return this.#call({ method: 'GET', path: 'app', repeatable: true })
  }

  listChannelTypes(): Call<ChannelTypesResponse> {
    return this.#call({ method: 'GET', path: 'channeltypes', repeatable: true })
  }

  getChannelType(name: string): Call<ChannelTypeResponse> {
    return this.#call({ method: 'GET', path: path('channeltypes', name), repeatable: true })
  }

  /** Changes the given fields; `grants` replaces role by role, null goes back to the defaults. */
  updateChannelType(
    name: string,
    change: Partial<ChannelTypeSettings> & {
      grants?: Record<string, readonly string[]> | null
      commands?: string[]
    },
  ): Call<ChannelTypeResponse> {
    return this.#call({ method: 'PUT', path: path('channeltypes', name), body: change })
  }

  /** A channel by its id; nothing is sent yet. */
  channel(type: string, id: string, data: ChannelData = {}): ServerChannel {
    return new ServerChannel(request => this.#rest.request(request), type, id, data)
  }

  #call<T>(request: RestRequest): Call<T> {
    return new Call(signal => this.#rest.request<T>({ ...request, signal }))
  }

  async #serverToken(): Promise<string> {
    return signJwt(await this.#key, { server: true })
  }
}

function timeOf(when: When): string | null {
  return when instanceof Date ? when.toISOString() : when
}

/** Milliseconds where seconds belong would make tokens for the year 58000. */
function checkTime(name: string, seconds: number | undefined): void {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds > 0 && seconds < 100_000_000_000)) return
  throw localError(`createToken: ${name} must be Unix seconds, a whole number, not ${seconds}`, 'usage')
}

import type {
  ChannelData,
  ChannelStateResponse,
  Filter,
  QueryChannelsRequest,
  QueryChannelsResponse,
  QueryThreadsRequest,
  QueryThreadsResponse,
  SortParam,
  ThreadOptions,
  ThreadReply,
} from '@parley/protocol'
import { Call } from '../call.ts'
import { ClientApi } from '../client-api.ts'
import { get, path, post, type RestRequest } from '../net/rest.ts'
import { acting } from './acting.ts'
import { type Send, ServerChannel } from './server-channel.ts'

/** What a client can do, done by a backend: in nobody's name, or in a user's. */
export abstract class ServerApi extends ClientApi {
  /** Sends with the app's server token. */
  protected abstract readonly request: Send
  /** In whose name; undefined: nobody's. */
  protected abstract readonly actorId: string | undefined

  /** A channel by its id, or the one that its members have in common; nothing is sent yet. */
  channel(type: string, id?: string | null, data?: ChannelData): ServerChannel
  channel(type: string, data: ChannelData): ServerChannel
  channel(type: string, idOrData?: string | null | ChannelData, data: ChannelData = {}): ServerChannel {
    const id = typeof idOrData === 'string' && idOrData ? idOrData : undefined
    const given = typeof idOrData === 'object' && idOrData ? idOrData : data
    return new ServerChannel(request => this.#send(request), { type, id }, given, this.actorId)
  }

  /** Channels that match, with their state. */
  queryChannels(
    filter_conditions: Filter = {},
    sort: readonly SortParam[] = [],
    options: Omit<QueryChannelsRequest, 'filter_conditions' | 'sort' | 'watch' | 'presence'> = {},
  ): Call<ChannelStateResponse[]> {
    const request = post('channels', { filter_conditions, sort, state: true, ...options })
    return new Call(async signal => {
      const asked = { ...request, repeatable: true, signal }
      return (await this.#send<QueryChannelsResponse>(asked)).channels
    })
  }

  /** Threads that somebody takes part in. */
  queryThreads(options: QueryThreadsRequest = {}): Call<QueryThreadsResponse> {
    return this.call({ ...post('threads', options), repeatable: true })
  }

  /** A thread by its parent's id. */
  getThread(messageId: string, options: ThreadOptions = {}): Call<ThreadReply> {
    return this.call(get(path('threads', messageId), { ...options }))
  }

  protected override call<T>(
    request: RestRequest | ((signal: AbortSignal) => RestRequest | Promise<RestRequest>),
  ): Call<T> {
    return new Call(async signal => {
      const made = typeof request === 'function' ? await request(signal) : request
      return this.#send<T>({ ...made, signal })
    })
  }

  #send<T>(request: RestRequest): Promise<T> {
    return this.request<T>(acting(request, this.actorId))
  }
}

/** A backend in the name of one user: `parley.as(userId)`. Made anew at no cost. */
export class ActingClient extends ServerApi {
  protected override readonly request: Send
  protected override readonly actorId: string

  /** For `ServerClient`: ask that. */
  constructor(request: Send, actorId: string) {
    super()
    this.request = request
    this.actorId = actorId
  }
}

import type { ChannelData, GetOrCreateChannelRequest, GetOrCreateChannelResponse } from '@parley/protocol'
import { Call, localError } from '../call.ts'
import { ChannelApi } from '../channel/channel-api.ts'
import { path, post, type RestRequest } from '../net/rest.ts'

/** Sends a request with the app's server token. */
export type Send = <T>(request: RestRequest) => Promise<T>

/**
 * One channel, as a backend sees it: everything is allowed, nothing is watched.
 *
 * What somebody must do names them: `message.user_id`, say, or `parley.as(userId).channel(…)`.
 */
export class ServerChannel extends ChannelApi {
  readonly type: string
  #id: string | undefined
  readonly #send: Send
  readonly #data: ChannelData
  readonly #userId: string | undefined

  /** For `ServerClient`: ask that for channels. */
  constructor(
    send: Send,
    { type, id }: { type: string; id: string | undefined },
    data: ChannelData,
    userId?: string,
  ) {
    super()
    this.type = type
    this.#id = id
    this.#send = send
    this.#data = data
    this.#userId = userId
  }

  /** Undefined for a channel of members until it was created. */
  get id(): string | undefined {
    return this.#id
  }

  get cid(): string | undefined {
    return this.#id === undefined ? undefined : `${this.type}:${this.#id}`
  }

  /** Creates the channel unless it is there; `data` must say `created_by_id` when nobody acts. */
  create(): Call<GetOrCreateChannelResponse> {
    return this.query({ state: false })
  }

  /** The channel's state; creates the channel unless it is there. */
  query(options: GetOrCreateChannelRequest = {}): Call<GetOrCreateChannelResponse> {
    const { created_by, created_by_id } = this.#data
    const creator = this.#userId && !created_by && !created_by_id && { created_by_id: this.#userId }
    const body = { state: true, data: { ...this.#data, ...creator }, ...options }
    const own = this.#id === undefined ? [] : [this.#id]
    const request = { ...post(path('channels', this.type, ...own, 'query'), body), repeatable: true }
    return new Call(async signal => {
      const reply = await this.#send<GetOrCreateChannelResponse>({ ...request, signal })
      this.#id = reply.channel.id
      return reply
    })
  }

  protected override knownId(): string {
    if (this.#id === undefined) throw localError('this channel has no id yet: create() it first', 'usage')
    return this.#id
  }

  protected override actingId(): string {
    if (this.#userId === undefined)
      throw localError('say whose membership it is: `{ userId }`, or parley.as(userId).channel(…)', 'usage')
    return this.#userId
  }

  protected override send<T>(request: (signal: AbortSignal) => RestRequest | Promise<RestRequest>): Call<T> {
    return new Call(async signal => this.#send<T>({ ...(await request(signal)), signal }))
  }
}

import type { ChannelData, GetOrCreateChannelRequest, GetOrCreateChannelResponse } from '@parley/protocol'
import { Call, localError } from '../call.ts'
import { ChannelApi } from '../channel/channel-api.ts'
import type { RestRequest } from '../net/rest.ts'

/** Sends a request with the app's server token. */
export type Send = <T>(request: RestRequest) => Promise<T>

/**
 * One channel, as a backend sees it: everything is allowed, nothing is watched.
 *
 * What somebody must do names them: `message.user_id`, say, or `parley.as(userId).channel(…)`.
 */
export class ServerChannel extends ChannelApi {
  readonly type: string
  readonly id: string
  readonly #send: Send
  readonly #data: ChannelData
  readonly #userId: string | undefined

  /** For `ServerClient`: ask that for channels. */
  constructor(send: Send, { type, id }: { type: string; id: string }, data: ChannelData, userId?: string) {
    super()
    this.type = type
    this.id = id
    this.#send = send
    this.#data = data
    this.#userId = userId
  }

  get cid(): string {
    return `${this.type}:${this.id}`
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
    return this.send(() => ({ ...this.at('POST', 'query', body), repeatable: true }))
  }

  protected override knownId(): string {
    return this.id
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

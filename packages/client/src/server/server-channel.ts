import type {
  ChannelData,
  ChannelPartialSet,
  ChannelReply,
  EventRequest,
  GetOrCreateChannelRequest,
  GetOrCreateChannelResponse,
  MemberRequest,
  MessageReply,
  MessageRequest,
  SendEventResponse,
  SendMessageRequest,
  UpdateChannelRequest,
  UpdateChannelResponse,
} from '@parley/protocol'
import { Call } from '../call.ts'
import { path, type RestRequest } from '../net/rest.ts'
import { randomId } from '../random-id.ts'

/** Sends a request with the app's server token. */
export type Send = <T>(request: RestRequest) => Promise<T>

/** What may go along with a change of a channel. */
export type ServerChangeOptions = Omit<UpdateChannelRequest, 'data' | 'add_members' | 'remove_members'>

/** One channel, as a backend sees it: everything is allowed, nothing is watched. */
export class ServerChannel {
  readonly type: string
  readonly id: string
  readonly #send: Send
  readonly #data: ChannelData

  /** For `ServerClient`: ask that for channels. */
  constructor(send: Send, type: string, id: string, data: ChannelData) {
    this.type = type
    this.id = id
    this.#send = send
    this.#data = data
  }

  get cid(): string {
    return `${this.type}:${this.id}`
  }

  /** Creates the channel unless it is there; `data` must say `created_by_id` when it is not. */
  create(): Call<GetOrCreateChannelResponse> {
    return this.query({ state: false })
  }

  /** The channel's state; creates the channel unless it is there. */
  query(options: GetOrCreateChannelRequest = {}): Call<GetOrCreateChannelResponse> {
    return this.#call('POST', 'query', { state: true, data: this.#data, ...options }, true)
  }

  /** Sends a message of `message.user_id`; its id is made here unless given. */
  sendMessage(
    message: MessageRequest & { user_id: string },
    options: Omit<SendMessageRequest, 'message'> = {},
  ): Call<MessageReply> {
    return this.#call(
      'POST',
      'message',
      { message: { ...message, id: message.id ?? randomId() }, ...options },
      true,
    )
  }

  /** Sends an event of `event.user_id`. */
  sendEvent(event: EventRequest & { user_id: string }): Call<SendEventResponse> {
    return this.#call('POST', 'event', { event })
  }

  /** Replaces all custom data; what is not in `data` goes. */
  update(data: ChannelData, options: ServerChangeOptions = {}): Call<UpdateChannelResponse> {
    return this.#call('POST', '', { data, ...options })
  }

  /** Changes some of the data; `set.config_overrides` replaces the overrides of its type. */
  updatePartial(change: { set?: ChannelPartialSet; unset?: readonly string[] }): Call<ChannelReply> {
    return this.#call('PATCH', '', change)
  }

  addMembers(
    members: readonly (string | MemberRequest)[],
    options: ServerChangeOptions = {},
  ): Call<UpdateChannelResponse> {
    return this.#call('POST', '', { add_members: members, ...options })
  }

  removeMembers(userIds: readonly string[], options: ServerChangeOptions = {}): Call<UpdateChannelResponse> {
    return this.#call('POST', '', { remove_members: userIds, ...options })
  }

  delete(): Call<ChannelReply> {
    return this.#call('DELETE', '')
  }

  #call<T>(method: RestRequest['method'], verb: string, body?: unknown, repeatable = false): Call<T> {
    const segments = ['channels', this.type, this.id, ...(verb ? [verb] : [])]
    const request: RestRequest = {
      method,
      path: path(...segments),
      repeatable,
      ...(body !== undefined && { body }),
    }
    return new Call(signal => this.#send<T>({ ...request, signal }))
  }
}

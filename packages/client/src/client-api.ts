import type {
  BlockResponse,
  BlocksResponse,
  DeviceRequest,
  DevicesResponse,
  EmptyResponse,
  Filter,
  MessageReply,
  MessageRequest,
  PartialUpdate,
  QueryUsersRequest,
  QueryUsersResponse,
  SortParam,
  SyncRequest,
  SyncResponse,
  UnreadCountsResponse,
} from '@parley/protocol'
import type { Call } from './call.ts'
import { Listenable } from './listen.ts'
import { get, path, post, type RestRequest } from './net/rest.ts'

/** The requests that concern no one channel. `ChatClient` has them all. */
export abstract class ClientApi extends Listenable {
  /** Sends a request as the connected user; a `tied` one names the connection. */
  protected abstract call<T>(request: RestRequest, options?: { tied?: boolean }): Call<T>

  /** Users that match. */
  queryUsers(
    filter_conditions: Filter = {},
    sort: readonly SortParam[] = [],
    options: Omit<QueryUsersRequest, 'filter_conditions' | 'sort'> = {},
  ): Call<QueryUsersResponse> {
    const payload = { filter_conditions, sort, ...options }
    return this.call(get('users', { payload }), { tied: options.presence === true })
  }

  blockUser(blocked_user_id: string): Call<BlockResponse> {
    return this.call(post('users/block', { blocked_user_id }))
  }

  unBlockUser(blocked_user_id: string): Call<EmptyResponse> {
    return this.call(post('users/unblock', { blocked_user_id }))
  }

  getBlockedUsers(): Call<BlocksResponse> {
    return this.call(get('users/block'))
  }

  /** Adds a device to push to; adding it again overwrites. */
  addDevice(device: DeviceRequest): Call<EmptyResponse>
  addDevice(
    id: string,
    push_provider: DeviceRequest['push_provider'],
    push_provider_name?: string,
  ): Call<EmptyResponse>
  addDevice(
    deviceOrId: DeviceRequest | string,
    push_provider: DeviceRequest['push_provider'] = 'firebase',
    name?: string,
  ): Call<EmptyResponse> {
    const named = { id: deviceOrId, push_provider, ...(name !== undefined && { push_provider_name: name }) }
    return this.call(post('devices', typeof deviceOrId === 'string' ? named : deviceOrId))
  }

  getDevices(): Call<DevicesResponse> {
    return this.call(get('devices'))
  }

  removeDevice(id: string): Call<EmptyResponse> {
    return this.call({ method: 'DELETE', path: 'devices', query: { id } })
  }

  /** Where there is something unread, by channel. */
  getUnreadCount(): Call<UnreadCountsResponse> {
    return this.call(get('unread'))
  }

  /** Marks every channel read. */
  markAllRead(): Call<EmptyResponse> {
    return this.call(post('channels/read', {}))
  }

  getMessage(id: string): Call<MessageReply> {
    return this.call(get(path('messages', id)))
  }

  /** Replaces text, attachments, mentions and custom data. */
  updateMessage(message: MessageRequest & { id: string }): Call<MessageReply> {
    return this.call(post(path('messages', message.id), { message }))
  }

  /** Changes some of a message; `set: { pinned: true }` pins it. */
  partialUpdateMessage(id: string, change: PartialUpdate): Call<MessageReply> {
    return this.call({ method: 'PUT', path: path('messages', id), body: change })
  }

  /** Deletes a message; `hard` leaves nothing of it. */
  deleteMessage(id: string, { hard = false }: { hard?: boolean } = {}): Call<MessageReply> {
    return this.call({ method: 'DELETE', path: path('messages', id), ...(hard && { query: { hard } }) })
  }

  /** What was logged in these channels since then. The SDK itself asks after every loss. */
  sync(request: SyncRequest): Call<SyncResponse> {
    return this.call({ ...post('sync', request), repeatable: true })
  }
}

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
import { path, type RestRequest } from './net/rest.ts'

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
    return this.call(
      { method: 'GET', path: 'users', query: { payload }, repeatable: true },
      { tied: options.presence === true },
    )
  }

  blockUser(blocked_user_id: string): Call<BlockResponse> {
    return this.call({ method: 'POST', path: 'users/block', body: { blocked_user_id } })
  }

  unBlockUser(blocked_user_id: string): Call<EmptyResponse> {
    return this.call({ method: 'POST', path: 'users/unblock', body: { blocked_user_id } })
  }

  getBlockedUsers(): Call<BlocksResponse> {
    return this.call({ method: 'GET', path: 'users/block', repeatable: true })
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
    return this.call({
      method: 'POST',
      path: 'devices',
      body: typeof deviceOrId === 'string' ? named : deviceOrId,
    })
  }

  getDevices(): Call<DevicesResponse> {
    return this.call({ method: 'GET', path: 'devices', repeatable: true })
  }

  removeDevice(id: string): Call<EmptyResponse> {
    return this.call({ method: 'DELETE', path: 'devices', query: { id } })
  }

  /** Where there is something unread, by channel. */
  getUnreadCount(): Call<UnreadCountsResponse> {
    return this.call({ method: 'GET', path: 'unread', repeatable: true })
  }

  /** Marks every channel read. */
  markAllRead(): Call<EmptyResponse> {
    return this.call({ method: 'POST', path: 'channels/read', body: {} })
  }

  getMessage(id: string): Call<MessageReply> {
    return this.call({ method: 'GET', path: path('messages', id), repeatable: true })
  }

  /** Replaces text, attachments, mentions and custom data. */
  updateMessage(message: MessageRequest & { id: string }): Call<MessageReply> {
    return this.call({ method: 'POST', path: path('messages', message.id), body: { message } })
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
    return this.call({ method: 'POST', path: 'sync', body: request, repeatable: true })
  }
}

import type {
  BlockResponse,
  BlocksResponse,
  ClientAppResponse,
  DeviceRequest,
  DevicesResponse,
  EmptyResponse,
  FileUploadResponse,
  Filter,
  LiveLocationResponse,
  LiveLocationsResponse,
  MarkDeliveredRequest,
  PushPreferenceRequest,
  PushPreferencesResponse,
  QueryUsersRequest,
  QueryUsersResponse,
  SortParam,
  UnreadCountsResponse,
  UpdateLiveLocationRequest,
} from '@parley/protocol'
import type { Call } from '../call.ts'
import { type UploadOptions, uploadRequest } from '../channel/channel-api.ts'
import { del, get, post, put } from '../net/rest.ts'
import type { Uploadable } from '../net/upload.ts'
import { Api } from './api.ts'

/** Users, and what is a user's own: blocks, devices, preferences, unread counts, locations, files. */
export abstract class UserApi extends Api {
  /** Users that match. */
  queryUsers(
    filter_conditions: Filter = {},
    sort: readonly SortParam[] = [],
    options: Omit<QueryUsersRequest, 'filter_conditions' | 'sort'> = {},
  ): Call<QueryUsersResponse> {
    const payload = { filter_conditions, sort, ...options }
    return this.call(get('users', { payload }), { tied: options.presence === true })
  }

  /** What the app's users may know of its settings: what may be uploaded, what is switched on. */
  getAppSettings(): Call<ClientAppResponse> {
    return this.call(get('app'))
  }

  /** Nothing more of them in channels of two. */
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
    return this.call(del('devices', { id }))
  }

  /** What is pushed: everywhere, or in the channel that `channel_cid` names. */
  setPushPreferences(preferences: readonly PushPreferenceRequest[]): Call<PushPreferencesResponse> {
    return this.call(post('push_preferences', { preferences }))
  }

  /** Where there is something unread, by channel. */
  getUnreadCount(): Call<UnreadCountsResponse> {
    return this.call(get('unread'))
  }

  /** Marks every channel read. */
  markAllRead(): Call<EmptyResponse> {
    return this.call(post('channels/read'))
  }

  /** The newest message that arrived, of each channel. */
  markChannelsDelivered(request: MarkDeliveredRequest): Call<EmptyResponse> {
    return this.call(post('channels/delivered', request))
  }

  /** Where one shares one's location now. */
  getSharedLocations(): Call<LiveLocationsResponse> {
    return this.call(get('users/live_locations'))
  }

  /** Moves a location that is live; `end_at` of now ends it. */
  updateLocation(location: UpdateLiveLocationRequest): Call<LiveLocationResponse> {
    return this.call(put('users/live_locations', location))
  }

  /** Uploads a file that belongs to no channel. */
  uploadFile(file: Uploadable, options: UploadOptions = {}): Call<FileUploadResponse> {
    return this.call(() => uploadRequest('uploads/file', file, options))
  }

  /** As `uploadFile`, for pictures such as avatars: they can be asked for in other sizes. */
  uploadImage(file: Uploadable, options: UploadOptions = {}): Call<FileUploadResponse> {
    return this.call(() => uploadRequest('uploads/image', file, options))
  }

  deleteFile(url: string): Call<EmptyResponse> {
    return this.call(del('uploads/file', { url }))
  }

  deleteImage(url: string): Call<EmptyResponse> {
    return this.call(del('uploads/image', { url }))
  }
}

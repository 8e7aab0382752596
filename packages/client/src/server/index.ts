export {
  type AppSettings,
  type ChannelData,
  type ChannelTypeSettings,
  ChatError,
  type ErrorName,
  type Filter,
  type MessageRequest,
  type SortParam,
  type UserPartialUpdate,
  type UserRequest,
  type UserResponse,
} from '@parley/protocol'
export { Call, type LocalReason, Result } from '../call.ts'
export type { ChangeOptions, ChannelBanOptions, UploadOptions } from '../channel/channel-api.ts'
export type { Fetch } from '../net/rest.ts'
export type { Uploadable } from '../net/upload.ts'
export type { AppSettingsUpdate, EventHookUpdate, UsageResponse } from './app-admin.ts'
export { ActingClient } from './server-api.ts'
export { ServerChannel } from './server-channel.ts'
export { ServerClient, type ServerClientOptions } from './server-client.ts'
export type {
  DeactivateUserOptions,
  DeleteUserOptions,
  DeleteUsersOptions,
  ReactivateUserOptions,
  When,
} from './user-admin.ts'

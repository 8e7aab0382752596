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
export type { Fetch } from '../net/rest.ts'
export { type ServerChangeOptions, ServerChannel } from './server-channel.ts'
export { type DeleteUserOptions, ServerClient, type ServerClientOptions, type When } from './server-client.ts'

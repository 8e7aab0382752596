export type * from '@parley/protocol'
export { ChatError } from '@parley/protocol'
export type { BanOptions, FlagOptions } from './api/moderation-api.ts'
export type { CursorPage } from './api/poll-api.ts'
export type { SearchOptions } from './api/search.ts'
export { Call, type LocalReason, Result } from './call.ts'
export { Channel } from './channel/channel.ts'
export type { ChangeOptions, ChannelBanOptions, ReplyPage, UploadOptions } from './channel/channel-api.ts'
export type { LocalMessage, MessageSet, MessageSets, MessageStatus } from './channel/message-sets.ts'
export type { ThreadInfo } from './channel/reduce-threads.ts'
export type { ChannelState, Typist } from './channel/state.ts'
export { Thread, type ThreadState } from './channel/thread.ts'
export { ChannelList, type ChannelListOptions, type ChannelListState } from './channel-list.ts'
export {
  ChatClient,
  ChatClient as StreamChat,
  type DisconnectOptions,
  type ThreadsPage,
  type UpgradedUser,
} from './client.ts'
export type { Subscription } from './emitter.ts'
export type {
  ClientEvent,
  ClientEventMap,
  ClientEventType,
  ConnectionState,
  ListenedEvent,
  LocalEventMap,
} from './events.ts'
export type { WebSocketClass, WebSocketLike } from './net/link.ts'
export type { TokenOrProvider, TokenProvider } from './net/token-source.ts'
export type { Uploadable } from './net/upload.ts'
export type { ClientOptions } from './options.ts'
export type { GuestStorage } from './session/guest-store.ts'
export type { ConnectUser, UserKind } from './session/login.ts'
export type { OfflineStorage } from './session/outbox.ts'
export type { ConnectedUser } from './session/session.ts'
export { Threads, type ThreadsState } from './threads.ts'
export type { Timing } from './timing.ts'

import type { Time } from './common.ts'
import type { UserResponse } from './user.ts'

/** Events about a user, for whoever asked for that user's presence. Never logged. */
export interface UserEvent<Type extends string> {
  type: Type
  created_at: Time
  user: UserResponse
}

/** Events that concern a user, not a channel. */
export interface UserEventMap {
  /** Online, offline, or another status text. */
  'user.presence.changed': UserEvent<'user.presence.changed'>
  /** Also to the user's own connections. */
  'user.updated': UserEvent<'user.updated'>
  /** With `deleted_at`. */
  'user.deleted': UserEvent<'user.deleted'>
}

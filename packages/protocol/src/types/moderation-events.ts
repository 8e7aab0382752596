import type { Time } from './common.ts'
import type { Flag } from './flag.ts'
import type { MessageResponse } from './message.ts'
import type { Mute } from './mute.ts'
import type { OwnUser, UserResponse } from './user.ts'

/** Where something holds: these are absent when it is the whole app. */
interface MaybeChannel {
  cid?: string
  channel_id?: string
  channel_type?: string
  team?: string
}

/** One was banned, and is told; not of a shadow ban. */
export interface UserBannedEvent extends MaybeChannel {
  type: 'user.banned'
  created_at: Time
  user: UserResponse
  reason?: string
  /** Absent: for good. */
  expiration?: Time
  /** Null where a server banned in nobody's name. */
  created_by: UserResponse | null
  /** Webhooks only: shadow bans are told to nobody else. */
  shadow?: boolean
}

/** A ban was lifted, or ran out. */
export interface UserUnbannedEvent extends MaybeChannel {
  type: 'user.unbanned'
  created_at: Time
  user: UserResponse
  /** Null where a server lifted it in nobody's name, or it ran out. */
  created_by: UserResponse | null
  shadow?: boolean
}

/** One's mutes changed; for one's own connections. */
export interface MutesUpdatedEvent {
  type: 'notification.mutes_updated'
  created_at: Time
  me: OwnUser
}

/** Events of moderation that clients get. */
export interface ModerationEventMap {
  'user.banned': UserBannedEvent
  'user.unbanned': UserUnbannedEvent
  'notification.mutes_updated': MutesUpdatedEvent
}

interface UserHookEvent<Type extends string> {
  type: Type
  created_at: Time
  user: UserResponse
}

/** Who muted is `user`; one event for each target. */
interface MuteHookEvent<Type extends string> extends UserHookEvent<Type> {
  target: UserResponse
  /** While it lasts. */
  mute?: Mute
}

/** Who flagged is `user`; null for the server. */
interface FlagHookEvent<Type extends string> extends MaybeChannel {
  type: Type
  created_at: Time
  user: UserResponse | null
  flag: Flag
  /** Of the message, or of the user, by now. */
  total_flags: number
}

/** Events of moderation and accounts that webhooks alone get. */
export interface ModerationHookEventMap {
  'user.muted': MuteHookEvent<'user.muted'>
  'user.unmuted': MuteHookEvent<'user.unmuted'>
  'user.flagged': FlagHookEvent<'user.flagged'> & { target_user: UserResponse }
  'message.flagged': FlagHookEvent<'message.flagged'> & { message: MessageResponse }
  'user.deactivated': UserHookEvent<'user.deactivated'> & { created_by_id?: string }
  'user.reactivated': UserHookEvent<'user.reactivated'> & { created_by: UserResponse | null }
}

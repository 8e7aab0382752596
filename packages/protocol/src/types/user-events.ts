import type { Time } from './common.ts'
import type { PollVote } from './poll.ts'
import type { OwnUser, UserResponse } from './user.ts'

/** Events about a user, for whoever asked for that user's presence. Never logged. */
export interface UserEvent<Type extends string> {
  type: Type
  created_at: Time
  user: UserResponse
}

/** The own user muted or unmuted a channel; `me` has all channel mutes as they are now. */
export interface ChannelMutesUpdatedEvent {
  type: 'notification.channel_mutes_updated'
  created_at: Time
  me: OwnUser
}

/** The own user voted in an anonymous poll, or took a vote back: events of the poll say nobody's name. */
export interface PollVotesUpdatedEvent {
  type: 'notification.poll_votes_updated'
  created_at: Time
  poll_id: string
  /** All own votes and the answer, as they are now. */
  own_votes: PollVote[]
}

/** Events that concern a user, not a channel. */
export interface UserEventMap {
  /** Online, offline, or another status text. */
  'user.presence.changed': UserEvent<'user.presence.changed'>
  /** Also to the user's own connections. */
  'user.updated': UserEvent<'user.updated'>
  /** With `deleted_at`. */
  'user.deleted': UserEvent<'user.deleted'>
  'notification.channel_mutes_updated': ChannelMutesUpdatedEvent
  'notification.poll_votes_updated': PollVotesUpdatedEvent
}

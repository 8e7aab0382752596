import type { ChannelResponse } from './channel.ts'
import type { Time } from './common.ts'
import type { Member } from './member.ts'
import type { MessageResponse } from './message.ts'
import type { ReactionResponse } from './reaction.ts'
import type { ThreadBase } from './thread.ts'
import type { UnreadCounters, UserResponse } from './user.ts'

/** What every event of a channel says. */
export interface ChannelScope {
  created_at: Time
  cid: string
  channel_id: string
  channel_type: string
  /** The channel's team; multi-tenancy only. */
  team?: string
}

/**
 * An event that stands in the channel's log.
 *
 * `seq` grows by one with each entry of the channel, in commit order. A connection need not see
 * every number (see PROTOCOL.md, "The log").
 */
export interface LoggedScope extends ChannelScope {
  seq: number
}

/** The user an event is about; null when nothing is known of them. */
type EventUser = UserResponse | null

/** A message was sent; its sender gets this too. */
export interface MessageNewEvent extends LoggedScope {
  type: 'message.new'
  message: MessageResponse
  user: EventUser
  watcher_count?: number
}

/** A message was edited, pinned or unpinned, or its thread grew. */
export interface MessageUpdatedEvent extends LoggedScope {
  type: 'message.updated'
  message: MessageResponse
  /** Who changed it. */
  user: EventUser
}

/** A message was deleted. */
export interface MessageDeletedEvent extends LoggedScope {
  type: 'message.deleted'
  /** With `deleted_at`, unless it was deleted for one user only. */
  message: MessageResponse
  /** Who deleted it; absent when a server did, in nobody's name. */
  user?: EventUser
  /** Nothing of it is kept: drop it from the list. */
  hard_delete: boolean
  /** The receiving user deleted it for themselves: drop it from the list. Others still see it. */
  deleted_for_me?: boolean
}

/**
 * An entry of the log that others than the receiver may see, such as a restricted message. It says
 * nothing but its `seq`, so that nobody waits for what is not theirs.
 */
export interface LogSkippedEvent extends LoggedScope {
  type: 'log.skipped'
}

/** Somebody read the channel. Not sent to rooms above 100 watchers. */
export interface MessageReadEvent extends ChannelScope {
  type: 'message.read'
  /** Absent where read marks are not logged. */
  seq?: number
  user: UserResponse
  last_read_message_id?: string
  channel_last_read_at: Time
  /** When a thread was read instead of the channel; `channel_last_read_at` is the thread's then. */
  thread_id?: string
}

/**
 * A message reached somebody. Only with `delivery_events`, and not to rooms above 100 watchers.
 */
export interface MessageDeliveredEvent extends LoggedScope {
  type: 'message.delivered'
  user: UserResponse
  last_delivered_at: Time
  last_delivered_message_id: string
}

/** Somebody reacted, reacted anew, or took a reaction back. `message` is as it stands then. */
export interface ReactionEvent<Type extends 'reaction.new' | 'reaction.updated' | 'reaction.deleted'>
  extends LoggedScope {
  type: Type
  message: MessageResponse
  reaction: ReactionResponse
  user: EventUser
}

/** A thread has another title or other custom data. */
export interface ThreadUpdatedEvent extends LoggedScope {
  type: 'thread.updated'
  thread: ThreadBase
  /** Who changed it; absent when a server did, in nobody's name. */
  user?: EventUser
}

/** Somebody became a member. */
export interface MemberAddedEvent extends LoggedScope {
  type: 'member.added'
  member: Member
  user: UserResponse
  member_count?: number
}

/** A member has another role, other data, or answered an invitation. */
export interface MemberUpdatedEvent extends LoggedScope {
  type: 'member.updated'
  member: Member
  user: UserResponse
}

/** Somebody is a member no more. */
export interface MemberRemovedEvent extends LoggedScope {
  type: 'member.removed'
  user: UserResponse
  member_count?: number
}

/** The channel has other data or settings. */
export interface ChannelUpdatedEvent extends LoggedScope {
  type: 'channel.updated'
  channel: ChannelResponse
  /** The message posted with the change. */
  message?: MessageResponse
  user?: EventUser
}

/** The channel is gone; `channel` has `deleted_at`. */
export interface ChannelDeletedEvent extends LoggedScope {
  type: 'channel.deleted'
  channel: ChannelResponse
  user?: EventUser
}

/**
 * Messages up to `channel.truncated_at` are gone, replies among them.
 *
 * A message that was posted along has its own `message.new` after this.
 */
export interface ChannelTruncatedEvent extends LoggedScope {
  type: 'channel.truncated'
  /** With `truncated_at`, and counts as they are now. */
  channel: ChannelResponse
  /** The message that is posted along. */
  message?: MessageResponse
  user?: EventUser
}

/** All messages of a user went, here or everywhere. */
export interface UserMessagesDeletedEvent extends Partial<LoggedScope> {
  type: 'user.messages.deleted'
  created_at: Time
  user: UserResponse
  soft_delete?: boolean
  hard_delete?: boolean
  /** Messages up to then are concerned; of a soft deletion also their `deleted_at`. */
  deleted_at: Time
  channel_last_message_at?: Time
}

/** A guest became a regular user: rename its messages and memberships. */
export interface UserMergedEvent extends LoggedScope {
  type: 'user.merged'
  user: UserResponse
  /** The guest's id, which exists no more. */
  merged_from: string
  member_count: number
}

/** Best effort, never logged; forget it after 7 s without another. */
export interface TypingEvent<Type extends 'typing.start' | 'typing.stop'> extends ChannelScope {
  type: Type
  user: UserResponse
  /** Set inside of a thread. */
  parent_id?: string
  [custom: string]: unknown
}

/** Somebody opened or left the channel. Above 100 watchers one event per 5 s tells of many. */
export interface WatchingEvent<Type extends 'user.watching.start' | 'user.watching.stop'>
  extends ChannelScope {
  type: Type
  user: UserResponse
  /** When it tells of many: these, at most 100; `user` is the last of them. */
  users?: UserResponse[]
  watcher_count: number
}

/** For a member whose connection does not watch the channel. */
export interface NotificationMessageNewEvent extends ChannelScope, Partial<UnreadCounters> {
  type: 'notification.message_new'
  message: MessageResponse
  channel: ChannelResponse
}

/** A reply, for who takes part in the thread and whose connection does not watch the channel. */
export interface NotificationThreadMessageNewEvent extends ChannelScope {
  type: 'notification.thread_message_new'
  message: MessageResponse
  channel: ChannelResponse
  /** The parent's id. */
  thread_id: string
}

/** The own unread counters after a read or unread mark. */
export interface NotificationMarkEvent<Type extends string> extends Partial<ChannelScope>, UnreadCounters {
  type: Type
  created_at: Time
  user: UserResponse
  channel?: ChannelResponse
  /** Unread messages of this channel. */
  channel_unread_count?: number
  channel_last_read_at?: Time
  last_read_message_id?: string
  first_unread_message_id?: string
  thread_id?: string
}

/** The own membership changed, for a connection that does not watch the channel. */
export interface NotificationMemberEvent<Type extends string> extends ChannelScope {
  type: Type
  channel: ChannelResponse
  member: Member
  user?: UserResponse
}

/** A channel is gone, for a member whose connection did not watch it. */
export interface NotificationChannelDeletedEvent extends ChannelScope {
  type: 'notification.channel_deleted'
  channel: ChannelResponse
}

/** A channel was emptied, for a member whose connection did not watch it. */
export interface NotificationChannelTruncatedEvent extends ChannelScope {
  type: 'notification.channel_truncated'
  channel: ChannelResponse
}

/** The own user hid a channel. */
export interface ChannelHiddenEvent extends ChannelScope {
  type: 'channel.hidden'
  channel: ChannelResponse
  user: UserResponse
  /** Earlier messages are gone for this user. */
  clear_history: boolean
}

/** The own user sees a channel again: shown by them, or by a message. */
export interface ChannelVisibleEvent extends ChannelScope {
  type: 'channel.visible'
  channel: ChannelResponse
  user: UserResponse
}

/** Events that concern one channel. */
export interface ChannelEventMap {
  'message.new': MessageNewEvent
  'message.updated': MessageUpdatedEvent
  'message.deleted': MessageDeletedEvent
  'log.skipped': LogSkippedEvent
  'message.read': MessageReadEvent
  'message.delivered': MessageDeliveredEvent
  'reaction.new': ReactionEvent<'reaction.new'>
  'reaction.updated': ReactionEvent<'reaction.updated'>
  'reaction.deleted': ReactionEvent<'reaction.deleted'>
  'thread.updated': ThreadUpdatedEvent
  'member.added': MemberAddedEvent
  'member.updated': MemberUpdatedEvent
  'member.removed': MemberRemovedEvent
  'channel.updated': ChannelUpdatedEvent
  'channel.deleted': ChannelDeletedEvent
  'channel.truncated': ChannelTruncatedEvent
  'channel.hidden': ChannelHiddenEvent
  'channel.visible': ChannelVisibleEvent
  'user.messages.deleted': UserMessagesDeletedEvent
  'user.merged': UserMergedEvent
  'typing.start': TypingEvent<'typing.start'>
  'typing.stop': TypingEvent<'typing.stop'>
  'user.watching.start': WatchingEvent<'user.watching.start'>
  'user.watching.stop': WatchingEvent<'user.watching.stop'>
  'notification.message_new': NotificationMessageNewEvent
  'notification.thread_message_new': NotificationThreadMessageNewEvent
  'notification.mark_read': NotificationMarkEvent<'notification.mark_read'>
  'notification.mark_unread': NotificationMarkEvent<'notification.mark_unread'>
  'notification.added_to_channel': NotificationMemberEvent<'notification.added_to_channel'>
  'notification.removed_from_channel': NotificationMemberEvent<'notification.removed_from_channel'>
  'notification.invited': NotificationMemberEvent<'notification.invited'>
  'notification.invite_accepted': NotificationMemberEvent<'notification.invite_accepted'>
  'notification.invite_rejected': NotificationMemberEvent<'notification.invite_rejected'>
  'notification.channel_deleted': NotificationChannelDeletedEvent
  'notification.channel_truncated': NotificationChannelTruncatedEvent
}

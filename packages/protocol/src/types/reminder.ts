import type { ChannelResponse } from './channel.ts'
import type { ChannelScope } from './channel-events.ts'
import type { Duration, Filter, SortParam, Time } from './common.ts'
import type { MessageResponse } from './message.ts'
import type { UserResponse } from './user.ts'

/** A message that somebody wants to come back to. Only they see it. */
export interface ReminderResponse {
  channel_cid: string
  /** The channel's id without its type. */
  channel_id: string
  message_id: string
  user_id: string
  /** Null: a bookmark. */
  remind_at: Time | null
  created_at: Time
  updated_at: Time
  /** Absent inside of the message, as the others below. */
  message?: MessageResponse
  channel?: ChannelResponse
  user?: UserResponse
}

/** Body of `POST` and `PATCH messages/{id}/reminders`. */
export interface ReminderRequest {
  /** Absent or null: a bookmark. */
  remind_at?: Time | null
}

/** Reply of `POST` and `PATCH messages/{id}/reminders`. */
export interface ReminderReply extends Duration {
  reminder: ReminderResponse
}

/** Body of `POST reminders/query`. */
export interface QueryRemindersRequest {
  filter?: Filter
  /** `remind_at` 1 unless given. */
  sort?: readonly SortParam[]
  limit?: number
  offset?: number
}

/** Reply of `POST reminders/query`. */
export interface QueryRemindersResponse extends Duration {
  reminders: ReminderResponse[]
}

/** The own reminder came, changed, went, or is due. */
export interface ReminderEvent<
  Type extends 'reminder.created' | 'reminder.updated' | 'reminder.deleted' | 'notification.reminder_due',
> extends ChannelScope {
  type: Type
  message_id: string
  user_id: string
  /** Of a reply: its thread's parent. */
  parent_id?: string
  /** With `message`, `channel` and `user`. */
  reminder: ReminderResponse
}

/** Events of reminders, to the connections of who made them. */
export interface ReminderEventMap {
  'reminder.created': ReminderEvent<'reminder.created'>
  'reminder.updated': ReminderEvent<'reminder.updated'>
  'reminder.deleted': ReminderEvent<'reminder.deleted'>
  'notification.reminder_due': ReminderEvent<'notification.reminder_due'>
}

/** The types that `event_types` of a hook may name, beside custom ones. */
export const HOOK_EVENT_TYPES = [
  'message.new',
  'message.updated',
  'message.deleted',
  'message.read',
  'message.flagged',
  'reaction.new',
  'reaction.updated',
  'reaction.deleted',
  'member.added',
  'member.updated',
  'member.removed',
  'channel.created',
  'channel.updated',
  'channel.deleted',
  'channel.truncated',
  'channel.hidden',
  'channel.muted',
  'channel.unmuted',
  'user.updated',
  'user.deleted',
  'user.banned',
  'user.unbanned',
  'user.muted',
  'user.unmuted',
  'user.flagged',
  'user.deactivated',
  'user.reactivated',
  'user.messages.deleted',
  'user.unread_message_reminder',
  'reminder.created',
  'reminder.updated',
  'reminder.deleted',
  'notification.reminder_due',
  'export.users.success',
  'export.users.error',
  'export.channels.success',
  'export.channels.error',
  'channel_batch_update.started',
  'channel_batch_update.completed',
] as const

/**
 * A built-in event that webhooks get. Custom events are sent to them, too.
 *
 * Source: spec/events.md §3, column H.
 */
export type HookEventType = (typeof HOOK_EVENT_TYPES)[number]

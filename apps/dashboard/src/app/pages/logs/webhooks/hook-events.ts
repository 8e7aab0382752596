import type { HookEventType } from '@parley/client'

export interface EventGroup {
  readonly label: string
  readonly types: readonly HookEventType[]
}

/** The types of events that a hook may name, by what they are about. */
export const EVENT_GROUPS = [
  {
    label: 'Messages',
    types: ['message.new', 'message.updated', 'message.deleted', 'message.read', 'message.flagged'],
  },
  { label: 'Reactions', types: ['reaction.new', 'reaction.updated', 'reaction.deleted'] },
  { label: 'Members', types: ['member.added', 'member.updated', 'member.removed'] },
  {
    label: 'Channels',
    types: [
      'channel.created',
      'channel.updated',
      'channel.deleted',
      'channel.truncated',
      'channel.hidden',
      'channel.muted',
      'channel.unmuted',
    ],
  },
  {
    label: 'Users',
    types: [
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
    ],
  },
  {
    label: 'Reminders',
    types: ['reminder.created', 'reminder.updated', 'reminder.deleted', 'notification.reminder_due'],
  },
  {
    label: 'Long work',
    types: [
      'export.users.success',
      'export.users.error',
      'export.channels.success',
      'export.channels.error',
      'channel_batch_update.started',
      'channel_batch_update.completed',
    ],
  },
] as const satisfies readonly EventGroup[]

type Listed = (typeof EVENT_GROUPS)[number]['types'][number]

/** Does not compile when a type of event is in no group. */
export const KNOWN_EVENTS: ReadonlySet<string> = new Set<
  Exclude<HookEventType, Listed> extends never ? string : never
>(EVENT_GROUPS.flatMap(group => [...group.types]))

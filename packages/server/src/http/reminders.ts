import {
  DeleteReminderQuery,
  EmptyReply,
  MessagePath,
  QueryRemindersBody,
  QueryRemindersReply,
  ReminderBody,
  ReminderReply,
} from '@parley/protocol/schemas'
import { createReminder, deleteReminder, updateReminder } from '../actions/reminders/change-reminders.ts'
import { queryReminders } from '../actions/reminders/query-reminders.ts'
import type { Route } from './route.ts'

const tag = 'Reminders'

export function registerReminderRoutes(route: Route): void {
  const one = { path: '/messages/{id}/reminders', auth: 'any', params: MessagePath, tag } as const
  route({
    ...one,
    method: 'POST',
    name: 'CreateReminder',
    body: ReminderBody,
    reply: ReminderReply,
    summary: 'Set a reminder of a message, or a bookmark',
    description: 'Without `remind_at` it is a bookmark.',
    handle: async ({ deps, actor, params, body }) => ({
      reminder: await createReminder(deps, actor, params.id, body),
    }),
  })
  route({
    ...one,
    method: 'PATCH',
    name: 'UpdateReminder',
    body: ReminderBody,
    reply: ReminderReply,
    summary: 'Give a reminder another time',
    description: 'Without `remind_at` it becomes a bookmark.',
    handle: async ({ deps, actor, params, body }) => ({
      reminder: await updateReminder(deps, actor, params.id, body),
    }),
  })
  route({
    ...one,
    method: 'DELETE',
    name: 'DeleteReminder',
    query: DeleteReminderQuery,
    reply: EmptyReply,
    summary: 'Delete a reminder',
    handle: async ({ deps, actor, params, query }) => {
      await deleteReminder(deps, actor, params.id, query)
      return {}
    },
  })
  route({
    method: 'POST',
    path: '/reminders/query',
    auth: 'any',
    name: 'QueryReminders',
    rate: 'read',
    allowBanned: true,
    body: QueryRemindersBody,
    reply: QueryRemindersReply,
    tag,
    summary: 'Find reminders of a user',
    handle: async ({ deps, actor, body }) => ({ reminders: await queryReminders(deps, actor, body) }),
  })
}

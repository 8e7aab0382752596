import {
  ExportChannelsBody,
  ExportUsersBody,
  TaskPath,
  TaskReply,
  TaskStartedReply,
} from '@parley/protocol/schemas'
import { exportChannels, exportUsers } from '../actions/exports/start-exports.ts'
import { findTask, showTask } from '../actions/tasks/get-task.ts'
import type { Route } from './route.ts'

const tag = 'Exports'

export function registerExportRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/export_channels',
    auth: 'server',
    name: 'ExportChannels',
    body: ExportChannelsBody,
    reply: TaskStartedReply,
    tag,
    summary: 'Write channels to a file',
    description:
      'The task’s result has `url`, good for 24 hours and made anew whenever the task is asked for; the file is kept for 60 days.',
    handle: async ({ deps, actor, body, serverUrl }) => ({
      task_id: await exportChannels(deps, actor, body, serverUrl),
    }),
  })
  route({
    method: 'GET',
    path: '/export_channels/{id}',
    auth: 'server',
    name: 'GetExportChannels',
    params: TaskPath,
    reply: TaskReply,
    tag,
    summary: 'See how far an export is',
    handle: async ({ deps, actor, params, serverUrl }) => ({
      ...showTask(deps, await findTask(deps, actor, params.id), serverUrl),
    }),
  })
  route({
    method: 'POST',
    path: '/export/users',
    auth: 'server',
    name: 'ExportUsers',
    body: ExportUsersBody,
    reply: TaskStartedReply,
    tag,
    summary: 'Write users and what they said to a file',
    handle: async ({ deps, actor, body, serverUrl }) => ({
      task_id: await exportUsers(deps, actor, body, serverUrl),
    }),
  })
}

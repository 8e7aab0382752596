import { TaskPath, TaskReply } from '@parley/protocol/schemas'
import { findTask, showTask } from '../actions/tasks/get-task.ts'
import type { Route } from './route.ts'

export function registerTaskRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/tasks/{id}',
    auth: 'server',
    name: 'GetTask',
    params: TaskPath,
    reply: TaskReply,
    tag: 'Tasks',
    summary: 'See how far something in the background is',
    description: '`result` is null until `completed`; `error` says why it `failed`.',
    handle: async ({ deps, actor, params, serverUrl }) => ({
      ...showTask(deps, await findTask(deps, actor, params.id), serverUrl),
    }),
  })
}

import {
  GetThreadQuery,
  PartialUpdateThreadBody,
  QueryThreadsBody,
  QueryThreadsReply,
  ThreadPath,
  ThreadReply,
} from '@parley/protocol/schemas'
import { getThread } from '../actions/threads/get-thread.ts'
import { queryThreads } from '../actions/threads/query-threads.ts'
import { updateThread } from '../actions/threads/update-thread.ts'
import type { Route } from './route.ts'

const tag = 'Threads'

export function registerThreadRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/threads',
    auth: 'any',
    name: 'QueryThreads',
    rate: 'read',
    allowBanned: true,
    body: QueryThreadsBody,
    reply: QueryThreadsReply,
    tag,
    summary: 'Query the threads of a user',
    description:
      'Only threads that the user takes part in; unless sorted those with unread replies first. A cursor carries its own order.',
    handle: async ({ deps, actor, body, connectionId }) => ({
      ...(await queryThreads(deps, actor, body, body.connection_id || connectionId)),
    }),
  })
  route({
    method: 'GET',
    path: '/threads/{message_id}',
    auth: 'reader',
    name: 'GetThread',
    allowBanned: true,
    params: ThreadPath,
    query: GetThreadQuery,
    reply: ThreadReply,
    tag,
    summary: 'Get the thread of a message',
    handle: async ({ deps, actor, params, query, connectionId }) => ({
      thread: await getThread(deps, actor, params.message_id, query, connectionId),
    }),
  })
  route({
    method: 'PATCH',
    path: '/threads/{message_id}',
    auth: 'any',
    name: 'UpdateThreadPartial',
    params: ThreadPath,
    body: PartialUpdateThreadBody,
    reply: ThreadReply,
    tag,
    summary: 'Change a thread’s title and custom data',
    handle: async ({ deps, actor, params, body }) => ({
      thread: await updateThread(deps, actor, params.message_id, body),
    }),
  })
}

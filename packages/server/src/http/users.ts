import {
  DeactivateUserBody,
  DeactivateUsersBody,
  DeleteUserQuery,
  DeleteUsersBody,
  EmptyReply,
  ExportUserReply,
  PartialUpdateUsersBody,
  QueryUsersPayload,
  QueryUsersReply,
  ReactivateUserBody,
  ReactivateUsersBody,
  RestoreUsersBody,
  SendUserEventBody,
  TaskStartedReply,
  UpsertUsersBody,
  UserPath,
  UserReply,
  UsersByIdReply,
} from '@parley/protocol/schemas'
import { startTask } from '../actions/tasks/start-task.ts'
import { deactivateUser } from '../actions/users/deactivate-user.ts'
import { deleteUser } from '../actions/users/delete-user.ts'
import { deleteUsers } from '../actions/users/delete-users.ts'
import { exportUser } from '../actions/users/export-user.ts'
import { queryUsers } from '../actions/users/query-users.ts'
import { reactivateUser } from '../actions/users/reactivate-user.ts'
import { restoreUsers } from '../actions/users/restore-users.ts'
import { sendUserEvent } from '../actions/users/send-user-event.ts'
import { updateUsers } from '../actions/users/update-users.ts'
import { upsertUsers } from '../actions/users/upsert-users.ts'
import { toUser } from '../actions/wire/user.ts'
import type { Route } from './route.ts'

const tag = 'Users'

export function registerUserRoutes(route: Route): void {
  registerProfiles(route)
  registerManyAccounts(route)
  registerAccounts(route)
}

function registerManyAccounts(route: Route): void {
  route({
    method: 'POST',
    path: '/users/delete',
    auth: 'server',
    name: 'DeleteUsers',
    body: DeleteUsersBody,
    reply: TaskStartedReply,
    tag,
    summary: 'Delete users',
    description:
      'They are gone at once, what they left is deleted by a task. `user: "hard"` takes `messages: "hard"` and `conversations: "hard"`; their channels go to `new_channel_owner_id`, or to a new user.',
    handle: async ({ deps, actor, body }) => ({ task_id: await deleteUsers(deps, actor, body) }),
  })
  route({
    method: 'POST',
    path: '/users/deactivate',
    auth: 'server',
    name: 'DeactivateUsers',
    body: DeactivateUsersBody,
    reply: TaskStartedReply,
    tag,
    summary: 'Deactivate users',
    handle: async ({ deps, actor, body }) => {
      const input = {
        userIds: [...new Set(body.user_ids)],
        createdById: body.created_by_id,
        messages: body.mark_messages_deleted,
        channels: body.mark_channels_deleted,
      }
      return { task_id: await startTask(deps, { appId: actor.app.id, kind: 'deactivate_users', input }) }
    },
  })
  route({
    method: 'POST',
    path: '/users/reactivate',
    auth: 'server',
    name: 'ReactivateUsers',
    body: ReactivateUsersBody,
    reply: TaskStartedReply,
    tag,
    summary: 'Reactivate users',
    handle: async ({ deps, actor, body }) => {
      const input = {
        userIds: [...new Set(body.user_ids)],
        beganAtUs: deps.clock(),
        createdById: body.created_by_id,
        messages: body.restore_messages,
        channels: body.restore_channels,
      }
      return { task_id: await startTask(deps, { appId: actor.app.id, kind: 'reactivate_users', input }) }
    },
  })
}

function registerProfiles(route: Route): void {
  route({
    method: 'POST',
    path: '/users',
    auth: 'server',
    name: 'UpsertUsers',
    body: UpsertUsersBody,
    reply: UsersByIdReply,
    tag,
    summary: 'Create users, or replace them',
    description:
      'What is not given of an existing user goes, but for its role. All users are written or none. At most 100.',
    handle: async ({ deps, actor, body }) => ({
      users: await upsertUsers(deps, actor, Object.values(body.users)),
    }),
  })
  route({
    method: 'PATCH',
    path: '/users',
    auth: 'any',
    name: 'UpdateUsersPartial',
    body: PartialUpdateUsersBody,
    reply: UsersByIdReply,
    tag,
    summary: 'Change users in part',
    description:
      'Clients change themselves. Dotted paths reach into custom data; privacy settings are merged. `revoke_tokens_issued_before` revokes tokens and closes the connections made with them (server only).',
    handle: async ({ deps, actor, body }) => ({ users: await updateUsers(deps, actor, body.users) }),
  })
  route({
    method: 'GET',
    path: '/users',
    auth: 'any',
    name: 'QueryUsers',
    body: QueryUsersPayload,
    reply: QueryUsersReply,
    tag,
    summary: 'Find users',
    handle: async ({ deps, actor, body, connectionId }) => ({
      users: await queryUsers(deps, actor, { ...body, connectionId }),
    }),
  })
}

function registerAccounts(route: Route): void {
  route({
    method: 'POST',
    path: '/users/restore',
    auth: 'server',
    name: 'RestoreUsers',
    body: RestoreUsersBody,
    reply: EmptyReply,
    tag,
    summary: 'Bring back soft-deleted users',
    handle: async ({ deps, actor, body }) => {
      await restoreUsers(deps, actor, body.user_ids)
      return {}
    },
  })
  route({
    method: 'POST',
    path: '/users/{id}/deactivate',
    auth: 'server',
    name: 'DeactivateUser',
    params: UserPath,
    body: DeactivateUserBody,
    reply: UserReply,
    tag,
    summary: 'Deactivate a user',
    description: 'The user can’t connect or act any more; open connections close with code 4003.',
    handle: async ({ deps, actor, params, body }) => {
      const options = {
        createdById: body.created_by_id,
        messages: body.mark_messages_deleted,
        channels: body.mark_channels_deleted,
      }
      return { user: toUser(deps, await deactivateUser(deps, actor, params.id, options), 'private') }
    },
  })
  route({
    method: 'POST',
    path: '/users/{id}/reactivate',
    auth: 'server',
    name: 'ReactivateUser',
    params: UserPath,
    body: ReactivateUserBody,
    reply: UserReply,
    tag,
    summary: 'Reactivate a user',
    handle: async ({ deps, actor, params, body }) => {
      const options = {
        name: body.name,
        createdById: body.created_by_id,
        messages: body.restore_messages,
        channels: body.restore_channels,
      }
      return { user: toUser(deps, await reactivateUser(deps, actor, params.id, options), 'private') }
    },
  })
  route({
    method: 'DELETE',
    path: '/users/{id}',
    auth: 'server',
    name: 'DeleteUser',
    params: UserPath,
    query: DeleteUserQuery,
    reply: UserReply,
    tag,
    summary: 'Delete a user',
    description:
      'Soft unless `hard_delete`: soft-deleted users can be restored. A hard delete forgets profile, devices, blocks and memberships; the id stays taken.',
    handle: async ({ deps, actor, params, query }) => {
      const user = await deleteUser(deps, actor, params.id, {
        hard: query.hard_delete,
        messages: query.mark_messages_deleted,
        conversations: query.delete_conversation_channels,
      })
      return { user: toUser(deps, user, 'private') }
    },
  })
  route({
    method: 'GET',
    path: '/users/{id}/export',
    auth: 'server',
    name: 'ExportUser',
    params: UserPath,
    reply: ExportUserReply,
    tag,
    summary: 'Get all that a user is and said',
    description: 'Refused above 10,000 messages: `POST /export/users` makes a file of them.',
    handle: async ({ deps, actor, params }) => ({ ...(await exportUser(deps, actor, params.id)) }),
  })
  route({
    method: 'POST',
    path: '/users/{id}/event',
    auth: 'server',
    name: 'SendUserCustomEvent',
    params: UserPath,
    body: SendUserEventBody,
    reply: EmptyReply,
    tag,
    summary: 'Send an event of your own to a user’s connections',
    handle: async ({ deps, actor, params, body }) => {
      await sendUserEvent(deps, actor, params.id, body.event)
      return {}
    },
  })
}

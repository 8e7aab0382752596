import { object, oneOf, optional, queryWhole, text, whole } from '@parley/protocol/schemas'
import { browseUsers } from '../actions/users/browse-users.ts'
import { makeToken } from '../actions/users/make-token.ts'
import { showUser } from '../actions/users/show-user.ts'
import { closeUserConnections, listUserConnections } from '../actions/users/user-connections.ts'
import { parseJson } from '../util/parse-json.ts'
import type { Route } from './route.ts'

const YEAR_SECONDS = 365 * 24 * 3_600

/** NOTE: the path's `app` is looked at before. */
const UserPath = object({ app: text(64), id: text(255) })
const ConnectionPath = UserPath.extend({ connection: text(64) })

const UsersQuery = object({
  standing: oneOf(['all', 'active', 'online', 'guest', 'banned', 'deactivated', 'deleted']).default('all'),
  filter: optional(text(8_000)),
  search: optional(text(255)),
  order: oneOf(['created_at', 'last_active']).default('created_at'),
  limit: queryWhole(1, 200),
  next: optional(text(2_000)),
})

/** What the chat's own API does not tell of users, and what it does not do. */
export function registerUserRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/apps/{app}/users',
    role: 'viewer',
    query: UsersQuery,
    summary: 'Users, deleted ones too, page by page',
    handle: async ({ deps, app, query }) => {
      const filter = query.filter === undefined ? {} : parseJson(query.filter, 'filter')
      return { body: await browseUsers(deps, app, { ...query, filter }) }
    },
  })
  route({
    method: 'GET',
    path: '/apps/{app}/users/{id}',
    role: 'viewer',
    params: UserPath,
    summary: 'One user, deleted or not',
    handle: async ({ deps, app, params }) => ({ body: await showUser(deps, app, params.id) }),
  })
  route({
    method: 'POST',
    path: '/apps/{app}/users/{id}/token',
    role: 'admin',
    confirmed: true,
    params: UserPath,
    body: object({ expires_in_seconds: whole(60, YEAR_SECONDS).default(3_600) }),
    summary: 'Make a token of a user; it is shown once',
    handle: async ({ deps, actor, app, params, body }) => ({
      body: await makeToken(deps, actor, app, params.id, body.expires_in_seconds),
    }),
  })
  registerConnections(route)
}

function registerConnections(route: Route): void {
  route({
    method: 'GET',
    path: '/apps/{app}/users/{id}/connections',
    role: 'viewer',
    params: UserPath,
    summary: 'Where a user is connected from',
    handle: ({ deps, app, params }) => ({ body: listUserConnections(deps, app, params.id) }),
  })
  route({
    method: 'DELETE',
    path: '/apps/{app}/users/{id}/connections',
    role: 'admin',
    params: UserPath,
    summary: 'Close all connections of a user',
    handle: async ({ deps, actor, app, params }) => ({
      body: await closeUserConnections(deps, actor, app, params.id),
    }),
  })
  route({
    method: 'DELETE',
    path: '/apps/{app}/users/{id}/connections/{connection}',
    role: 'admin',
    params: ConnectionPath,
    summary: 'Close one connection of a user',
    handle: async ({ deps, actor, app, params }) => ({
      body: await closeUserConnections(deps, actor, app, params.id, params.connection),
    }),
  })
}

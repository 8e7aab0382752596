import {
  BanUserBody,
  EmptyReply,
  QueryBannedUsersPayload,
  QueryBannedUsersReply,
  QueryFutureChannelBansPayload,
  QueryFutureChannelBansReply,
  UnbanUserQuery,
} from '@parley/protocol/schemas'
import { banUser } from '../actions/bans/ban-user.ts'
import { queryBans } from '../actions/bans/query-bans.ts'
import { queryFutureBans } from '../actions/bans/query-future-bans.ts'
import { unbanUser } from '../actions/bans/unban-user.ts'
import type { Route } from './route.ts'

const tag = 'Moderation'

export function registerBanRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/moderation/ban',
    auth: 'any',
    name: 'Ban',
    body: BanUserBody,
    reply: EmptyReply,
    tag,
    summary: 'Ban a user',
    description:
      'With `type` and `id` from that channel, else from the whole app. Banning again overwrites. `timeout` is in minutes.',
    handle: async ({ deps, actor, body }) => {
      await banUser(deps, actor, body)
      return {}
    },
  })
  route({
    method: 'DELETE',
    path: '/moderation/ban',
    auth: 'any',
    name: 'Unban',
    query: UnbanUserQuery,
    reply: EmptyReply,
    tag,
    summary: 'Lift a ban',
    description: 'Of whatever kind it is; one that is not there is no error.',
    handle: async ({ deps, actor, query }) => {
      await unbanUser(deps, actor, query)
      return {}
    },
  })
  route({
    method: 'GET',
    path: '/query_banned_users',
    auth: 'any',
    name: 'QueryBannedUsers',
    body: QueryBannedUsersPayload,
    reply: QueryBannedUsersReply,
    tag,
    summary: 'Find bans',
    handle: async ({ deps, actor, body }) => ({ bans: await queryBans(deps, actor, body) }),
  })
  route({
    method: 'GET',
    path: '/query_future_channel_bans',
    auth: 'any',
    name: 'QueryFutureChannelBans',
    body: QueryFutureChannelBansPayload,
    reply: QueryFutureChannelBansReply,
    tag,
    summary: 'Find bans from channels yet to be made',
    description: 'Clients see the bans they made.',
    handle: async ({ deps, actor, body }) => ({ bans: await queryFutureBans(deps, actor, body) }),
  })
}

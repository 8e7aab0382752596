import { BlockReply, BlocksReply, BlockUserBody, EmptyReply, OfUserQuery } from '@parley/protocol/schemas'
import { blockUser } from '../actions/blocks/block-user.ts'
import { listBlocks } from '../actions/blocks/list-blocks.ts'
import { unblockUser } from '../actions/blocks/unblock-user.ts'
import { actingUser, planActingUser } from '../actions/channels/acting-user.ts'
import type { Route } from './route.ts'

const tag = 'Users'

export function registerBlockRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/users/block',
    auth: 'any',
    name: 'BlockUser',
    allowBanned: true,
    body: BlockUserBody,
    reply: BlockReply,
    tag,
    summary: 'Block a user',
    handle: async ({ deps, actor, body }) =>
      blockUser(deps, actor, await planActingUser(deps, actor, body), body.blocked_user_id),
  })
  route({
    method: 'POST',
    path: '/users/unblock',
    auth: 'any',
    name: 'UnblockUser',
    allowBanned: true,
    body: BlockUserBody,
    reply: EmptyReply,
    tag,
    summary: 'Unblock a user',
    handle: async ({ deps, actor, body }) => {
      await unblockUser(deps, actor, await actingUser(deps, actor, body), body.blocked_user_id)
      return {}
    },
  })
  route({
    method: 'GET',
    path: '/users/block',
    auth: 'any',
    name: 'ListBlockedUsers',
    query: OfUserQuery,
    reply: BlocksReply,
    tag,
    summary: 'List whom a user blocks',
    handle: async ({ deps, actor, query }) => ({
      blocks: await listBlocks(deps, await actingUser(deps, actor, query)),
    }),
  })
}

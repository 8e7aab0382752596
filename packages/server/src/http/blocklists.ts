import {
  BlocklistReply,
  BlocklistsReply,
  CreateBlocklistBody,
  EmptyReply,
  NamePath,
  UpdateBlocklistBody,
} from '@parley/protocol/schemas'
import { getBlocklist, listBlocklists } from '../actions/blocklists/list-blocklists.ts'
import { createBlocklist, deleteBlocklist, updateBlocklist } from '../actions/blocklists/write-blocklists.ts'
import type { Route } from './route.ts'

const tag = 'Moderation'

export function registerBlocklistRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/blocklists',
    auth: 'server',
    name: 'CreateBlocklist',
    body: CreateBlocklistBody,
    reply: BlocklistReply,
    tag,
    summary: 'Make a list of words to look for in messages',
    description: 'Channel types and channels name it as their `blocklist`. At most 15 of 10,000 words.',
    handle: async ({ deps, actor, body }) => ({
      blocklist: await createBlocklist(deps, actor, body.name, body.words),
    }),
  })
  route({
    method: 'GET',
    path: '/blocklists',
    auth: 'server',
    name: 'ListBlocklists',
    reply: BlocklistsReply,
    tag,
    summary: 'List the blocklists',
    handle: async ({ deps, actor }) => ({ blocklists: await listBlocklists(deps, actor) }),
  })
  route({
    method: 'GET',
    path: '/blocklists/{name}',
    auth: 'server',
    name: 'GetBlocklist',
    params: NamePath,
    reply: BlocklistReply,
    tag,
    summary: 'Get a blocklist',
    handle: async ({ deps, actor, params }) => ({ blocklist: await getBlocklist(deps, actor, params.name) }),
  })
  route({
    method: 'PUT',
    path: '/blocklists/{name}',
    auth: 'server',
    name: 'UpdateBlocklist',
    params: NamePath,
    body: UpdateBlocklistBody,
    reply: BlocklistReply,
    tag,
    summary: 'Put other words into a blocklist',
    handle: async ({ deps, actor, params, body }) => ({
      blocklist: await updateBlocklist(deps, actor, params.name, body.words),
    }),
  })
  route({
    method: 'DELETE',
    path: '/blocklists/{name}',
    auth: 'server',
    name: 'DeleteBlocklist',
    params: NamePath,
    reply: EmptyReply,
    tag,
    summary: 'Delete a blocklist',
    description: 'Channel types that used it use it no more.',
    handle: async ({ deps, actor, params }) => {
      await deleteBlocklist(deps, actor, params.name)
      return {}
    },
  })
}

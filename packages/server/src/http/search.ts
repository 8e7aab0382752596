import { SearchPayload, SearchReply } from '@parley/protocol/schemas'
import { searchMessages } from '../actions/search/search-messages.ts'
import type { Route } from './route.ts'

export function registerSearchRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/search',
    auth: 'reader',
    name: 'Search',
    allowBanned: true,
    body: SearchPayload,
    reply: SearchReply,
    tag: 'Messages',
    summary: 'Search messages',
    description: 'By words or by fields, in the channels that a filter finds and the caller may read.',
    handle: async ({ deps, actor, body }) => ({ ...(await searchMessages(deps, actor, body)) }),
  })
}

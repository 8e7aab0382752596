import { SyncBody, SyncReply } from '@parley/protocol/schemas'
import { sync } from '../actions/sync/sync.ts'
import type { Route } from './route.ts'

export function registerSyncRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/sync',
    auth: 'reader',
    name: 'Sync',
    rate: 'read',
    allowBanned: true,
    body: SyncBody,
    reply: SyncReply,
    tag: 'Events',
    summary: 'Get what was missed',
    description:
      'The logged events of these channels since a `seq` or a time. More than 1000, or further back than the log reaches: 400/4 "too far behind", read the channels anew.',
    handle: async ({ deps, actor, body }) => ({ rawJson: await sync(deps, actor, body) }),
  })
}

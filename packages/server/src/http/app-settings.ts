import {
  AppReply,
  ClientAppReply,
  EmptyReply,
  RateLimitsQuery,
  RateLimitsReply,
  UpdateAppBody,
  unsetTime,
} from '@parley/protocol/schemas'
import { z } from 'zod'
import { getApp, getClientApp } from '../actions/app/get-app.ts'
import { getUsage } from '../actions/app/get-usage.ts'
import { updateApp } from '../actions/app/update-app.ts'
import { parseTime } from '../util/time.ts'
import type { Route } from './route.ts'

const tag = 'App'

/** What is left of quotas, by platform and endpoint. */
export type ReportRateLimits = (appId: number, query: z.output<typeof RateLimitsQuery>) => object

export function registerAppRoutes(route: Route, reportRateLimits: ReportRateLimits): void {
  route({
    method: 'GET',
    path: '/app',
    auth: 'reader',
    name: 'GetApp',
    reply: z.union([AppReply, ClientAppReply]),
    tag,
    summary: 'Get the app’s settings',
    description: 'Clients are shown the few that they need, such as what may be uploaded.',
    handle: ({ app, actor }) => ({ app: actor.kind === 'server' ? getApp(app) : getClientApp(app) }),
  })
  route({
    method: 'PATCH',
    path: '/app',
    auth: 'server',
    name: 'UpdateApp',
    body: UpdateAppBody,
    reply: EmptyReply,
    tag,
    summary: 'Change the app’s settings',
    description:
      'What is not given stays. `revoke_tokens_issued_before` revokes every user token issued before and closes the connections made with them; null takes it back only in a body that changes nothing else.',
    handle: async ({ deps, actor, body }) => {
      await updateApp(deps, actor, body)
      return {}
    },
  })
  route({
    method: 'GET',
    path: '/rate_limits',
    auth: 'server',
    name: 'GetRateLimits',
    query: RateLimitsQuery,
    reply: RateLimitsReply,
    tag,
    summary: 'See quotas and what is left of them',
    handle: ({ app, query }) => reportRateLimits(app.id, query),
  })
  registerUsage(route)
}

const UsageQuery = z.object({ from: unsetTime, to: unsetTime })

const peak = z.object({ at: z.string(), peak: z.int() })
const month = z.object({ month: z.string(), regular: z.int(), guest: z.int(), total: z.int() })

const UsageReply = z.object({
  from: z.string(),
  to: z.string(),
  monthly_active_users: z.array(month),
  concurrent_connections: z.object({ peak: z.int(), resolution_seconds: z.int(), peaks: z.array(peak) }),
})

function registerUsage(route: Route): void {
  route({
    method: 'GET',
    path: '/usage',
    auth: 'server',
    name: 'GetUsage',
    query: UsageQuery,
    reply: UsageReply,
    tag,
    summary: 'See monthly active users and the peaks of open sockets',
    description: 'The last 24 hours unless `from` and `to` (RFC 3339, at most 93 days) say otherwise.',
    handle: ({ deps, app, query }) =>
      getUsage(deps, app, {
        fromUs: query.from === undefined ? undefined : parseTime(query.from),
        toUs: query.to === undefined ? undefined : parseTime(query.to),
      }),
  })
}

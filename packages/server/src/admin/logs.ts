import { object, oneOf, optional, queryWhole, text } from '@parley/protocol/schemas'
import { rateLimitsInForce } from '../actions/app/rate-limits-in-force.ts'
import { listDeliveries } from '../actions/hooks/list-deliveries.ts'
import { testHook } from '../actions/hooks/test-hook.ts'
import type { Route } from './route.ts'

const PAGE_MAX = 200
const hookId = text(255)
const limit = queryWhole(1, PAGE_MAX)

export function registerLogRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/apps/{app}/hook_deliveries',
    role: 'viewer',
    query: object({
      hook: optional(hookId),
      outcome: optional(oneOf(['delivered', 'failed'])),
      before: queryWhole(1, Number.MAX_SAFE_INTEGER),
      limit,
    }),
    summary: 'What hooks were told lately, and how it went',
    handle: ({ deps, app, query }) => ({ body: listDeliveries(deps, app, query) }),
  })
  route({
    method: 'POST',
    path: '/apps/{app}/hooks/{id}/test',
    role: 'admin',
    params: object({ app: text(64), id: hookId }),
    body: object({ event_type: optional(text(255)) }),
    summary: 'Send a hook a sample now',
    handle: async ({ deps, actor, app, params, body }) => ({
      body: await testHook(deps, actor, app, { id: params.id, type: body.event_type }),
    }),
  })
  route({
    method: 'GET',
    path: '/apps/{app}/rate_limits',
    role: 'viewer',
    query: object({ limit }),
    summary: 'Quotas, who is close to theirs, and who was refused lately',
    handle: ({ deps, app, query }) => ({ body: rateLimitsInForce(deps, app, query.limit) }),
  })
}

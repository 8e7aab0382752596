import { object, optional, queryWhole, text } from '@parley/protocol/schemas'
import { inspect } from '../actions/tokens/inspect.ts'
import { listFailures } from '../actions/tokens/list-failures.ts'
import type { Route } from './route.ts'

const apiKey = optional(text(64))
/** Longer ones are no tokens; the inspector says so. */
const token = text(16_384)

export function registerTokenRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/tokens/inspect',
    role: 'viewer',
    body: object({ token, app: apiKey }),
    summary: 'What a token says, and whether and why it is refused',
    handle: async ({ deps, actor, body }) => ({ body: await inspect(deps, actor, body.token, body.app) }),
  })
  route({
    method: 'GET',
    path: '/auth_failures',
    role: 'viewer',
    query: object({ app: apiKey, code: queryWhole(-1, 99), limit: queryWhole(1, 200) }),
    summary: 'Credentials that were refused lately, and why',
    handle: async ({ deps, actor, query }) => ({ body: await listFailures(deps, actor, query) }),
  })
}

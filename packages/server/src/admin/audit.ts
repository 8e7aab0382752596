import { object, optional, queryWhole, text, unsetTime } from '@parley/protocol/schemas'
import { listAudit } from '../actions/admins/list-audit.ts'
import { parseTime } from '../util/time.ts'
import type { Route } from './route.ts'

const AuditQuery = object({
  app: optional(text(64)),
  admin: optional(text(64)),
  action: optional(text(64)),
  from: unsetTime,
  to: unsetTime,
  limit: queryWhole(1, 200),
  next: optional(text(1_000)),
})

export function registerAuditRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/audit',
    role: 'admin',
    query: AuditQuery,
    summary: 'What was changed, and by whom',
    handle: async ({ deps, actor, query }) => {
      const { from, to, ...rest } = query
      const times = { fromUs: timeOf(from), toUs: timeOf(to) }
      return { body: await listAudit(deps, actor, { ...rest, ...times }) }
    },
  })
}

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseTime(text)
}

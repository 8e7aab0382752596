import { anyText, object, oneOf, optional, queryWhole, text } from '@parley/protocol/schemas'
import { listTeamUsage } from '../actions/usage/list-team-usage.ts'
import { readUsage } from '../actions/usage/read-usage.ts'
import { showLive } from '../actions/usage/show-live.ts'
import { usageCsv, usageFileName } from '../actions/usage/usage-csv.ts'
import { GRAINS } from '../domain/usage.ts'
import type { Route } from './route.ts'

const time = optional(text(64))
const range = { from: time, to: time, by: optional(oneOf(GRAINS)) }
/** `''` is who belongs to none. */
const team = optional(anyText(255))

export function registerUsageRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/apps/{app}/usage',
    role: 'viewer',
    query: object({ ...range, team, format: optional(oneOf(['json', 'csv'])) }),
    summary: 'Messages, active users and connections, by minute, hour, day or month',
    handle: async ({ deps, app, query: { format, ...asked } }) => {
      const report = await readUsage(deps, app, asked)
      if (format !== 'csv') return { body: report }
      const name = usageFileName(app.key, report)
      return { body: {}, download: { name, type: 'text/csv; charset=utf-8', text: usageCsv(report) } }
    },
  })
  route({
    method: 'GET',
    path: '/apps/{app}/usage/teams',
    role: 'viewer',
    query: object({ ...range, limit: queryWhole(1, 100), after: team }),
    summary: 'What each team used',
    handle: async ({ deps, app, query }) => ({ body: await listTeamUsage(deps, app, query) }),
  })
  route({
    method: 'GET',
    path: '/apps/{app}/live',
    role: 'viewer',
    query: object({ since: queryWhole(0, 2 ** 33) }),
    summary: 'What the app does right now',
    handle: async ({ deps, actor, app, query }) => ({ body: await showLive(deps, actor, app, query.since) }),
  })
}

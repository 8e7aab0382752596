import { object, queryWhole, text } from '@parley/protocol/schemas'
import { listReportFlags } from '../actions/flags/list-report-flags.ts'
import { reopenFlagReport } from '../actions/flags/reopen-flag-report.ts'
import type { Route } from './route.ts'

const ReportPath = object({ app: text(64), id: text(64) })

export function registerFlagReportRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/apps/{app}/flag_reports/{id}/flags',
    role: 'viewer',
    params: ReportPath,
    query: object({ limit: queryWhole(1, 500) }),
    summary: 'Who flagged something, and why',
    handle: async ({ deps, app, params, query }) => ({
      body: await listReportFlags(deps, app, params.id, query.limit),
    }),
  })
  route({
    method: 'POST',
    path: '/apps/{app}/flag_reports/{id}/reopen',
    role: 'admin',
    params: ReportPath,
    summary: 'Take back what was decided about a flag report',
    handle: async ({ deps, actor, app, params }) => {
      await reopenFlagReport(deps, actor, app, params.id)
      return { body: {} }
    },
  })
}

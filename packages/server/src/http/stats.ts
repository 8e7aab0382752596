import { TeamUsageBody, TeamUsageReply } from '@parley/protocol/schemas'
import { teamUsage } from '../actions/stats/team-usage.ts'
import type { Route } from './route.ts'

export function registerStatsRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/stats/team_usage',
    auth: 'server',
    name: 'TeamUsage',
    rate: 'read',
    body: TeamUsageBody,
    reply: TeamUsageReply,
    tag: 'Statistics',
    summary: 'See what each team uses',
    description:
      'Of this month, a `month`, or from `start_date` to `end_date`, which also gives each day’s numbers. Empty without multi-tenancy.',
    handle: ({ deps, actor, body }) => teamUsage(deps, actor, body),
  })
}

import {
  EmptyReply,
  FlagBody,
  FlagReply,
  FlagReportPath,
  QueryFlagReportsBody,
  QueryFlagReportsReply,
  QueryMessageFlagsPayload,
  QueryMessageFlagsReply,
  ReviewFlagReportBody,
  ReviewFlagReportReply,
  UnflagBody,
} from '@parley/protocol/schemas'
import { flag } from '../actions/flags/flag.ts'
import { queryFlagReports } from '../actions/flags/query-flag-reports.ts'
import { queryMessageFlags } from '../actions/flags/query-message-flags.ts'
import { reviewFlagReport } from '../actions/flags/review-flag-report.ts'
import { unflag } from '../actions/flags/unflag.ts'
import type { Route } from './route.ts'

const tag = 'Moderation'

export function registerFlagRoutes(route: Route): void {
  registerFlags(route)
  registerReports(route)
}

function registerFlags(route: Route): void {
  route({
    method: 'POST',
    path: '/moderation/flag',
    auth: 'any',
    name: 'Flag',
    allowBanned: true,
    body: FlagBody,
    reply: FlagReply,
    tag,
    summary: 'Flag a message or a user',
    description: 'Flagging again changes what was said.',
    handle: async ({ deps, actor, body }) => ({ flag: await flag(deps, actor, body) }),
  })
  route({
    method: 'POST',
    path: '/moderation/unflag',
    auth: 'any',
    name: 'Unflag',
    allowBanned: true,
    body: UnflagBody,
    reply: EmptyReply,
    tag,
    summary: 'Take a flag back',
    handle: async ({ deps, actor, body }) => {
      await unflag(deps, actor, body)
      return {}
    },
  })
  route({
    method: 'GET',
    path: '/moderation/flags/message',
    auth: 'any',
    name: 'QueryMessageFlags',
    body: QueryMessageFlagsPayload,
    reply: QueryMessageFlagsReply,
    tag,
    summary: 'Find flags of messages',
    description:
      'The newest first. Clients name the channels (`channel_cid`), and need `read-message-flags` there.',
    handle: async ({ deps, actor, body }) => ({ flags: await queryMessageFlags(deps, actor, body) }),
  })
}

function registerReports(route: Route): void {
  route({
    method: 'POST',
    path: '/moderation/reports',
    auth: 'any',
    name: 'QueryFlagReports',
    rate: 'read',
    body: QueryFlagReportsBody,
    reply: QueryFlagReportsReply,
    tag,
    summary: 'Find what was flagged',
    description: 'One report for each message or user, the newest first.',
    handle: async ({ deps, actor, body }) => ({ flag_reports: await queryFlagReports(deps, actor, body) }),
  })
  route({
    method: 'PATCH',
    path: '/moderation/reports/{id}',
    auth: 'any',
    name: 'ReviewFlagReport',
    params: FlagReportPath,
    body: ReviewFlagReportBody,
    reply: ReviewFlagReportReply,
    tag,
    summary: 'Decide about a flag report',
    description: '`approved` and `rejected` also show on the flags; any other word is your own.',
    handle: async ({ deps, actor, params, body }) => ({
      flag_report: await reviewFlagReport(deps, actor, params.id, body),
    }),
  })
}

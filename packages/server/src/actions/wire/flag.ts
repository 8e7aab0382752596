import type { Flag, FlagReport, MessageFlag, MessageResponse, ModerationResult } from '@parley/protocol'
import type { FlagRecord, FlagReportRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { People } from './people.ts'

/** What both shapes of a flag say. */
function said(flag: FlagRecord, people: People) {
  return {
    user: people.user(flag.userId),
    ...(flag.reason !== undefined && { reason: flag.reason }),
    ...(flag.custom && { custom: { ...flag.custom } }),
    created_by_automod: flag.userId === undefined,
    created_at: toRfc3339(flag.createdAtUs),
    updated_at: toRfc3339(flag.updatedAtUs),
  }
}

/** The flag as whoever flags sees it. */
export function toFlag(flag: FlagRecord, report: FlagReportRecord, people: People): Flag {
  return {
    ...said(flag, people),
    ...(report.messageId !== undefined && { target_message_id: report.messageId }),
    target_user: people.user(report.userId),
  }
}

/** The flag of a message or of a user, with what the server found, for the dashboard. */
export function toReportedFlag(flag: FlagRecord, report: FlagReportRecord, people: People) {
  return {
    ...said(flag, people),
    ...(flag.moderationResult && { moderation_result: toResult(flag, report) }),
  }
}

/** The flag of a message as those see it who moderate; `message` is null when it is gone for good. */
export function toMessageFlag(
  flag: FlagRecord,
  report: FlagReportRecord,
  people: People,
  message: MessageResponse | null,
): MessageFlag {
  const result = flag.moderationResult && toResult(flag, report)
  const reviewedAt = report.reviewedAtUs === undefined ? undefined : toRfc3339(report.reviewedAtUs)
  return {
    ...said(flag, people),
    message,
    ...(result && { moderation_result: result }),
    ...(reviewedAt !== undefined && {
      reviewed_at: reviewedAt,
      reviewed_by: people.user(report.reviewedById),
    }),
    ...(reviewedAt !== undefined && report.reviewResult === 'approved' && { approved_at: reviewedAt }),
    ...(reviewedAt !== undefined && report.reviewResult === 'rejected' && { rejected_at: reviewedAt }),
  }
}

function toResult({ moderationResult, createdAtUs, updatedAtUs }: FlagRecord, report: FlagReportRecord) {
  return {
    message_id: report.messageId ?? '',
    ...moderationResult,
    created_at: toRfc3339(createdAtUs),
    updated_at: toRfc3339(updatedAtUs),
    // Written by ourselves only (`flag-by-server.ts`).
  } as ModerationResult
}

/** All flags of one thing, and what was decided about it. */
export function toFlagReport(
  report: FlagReportRecord,
  people: People,
  message: MessageResponse | null | undefined,
): FlagReport {
  return {
    id: report.id,
    ...(report.messageId === undefined ? { user: people.user(report.userId) } : { message: message ?? null }),
    flags_count: report.flagsCount,
    message_user_id: report.userId,
    ...(report.channelCid !== undefined && { channel_cid: report.channelCid }),
    created_at: toRfc3339(report.createdAtUs),
    updated_at: toRfc3339(report.updatedAtUs),
    ...(report.reviewResult !== undefined && { review_result: report.reviewResult }),
    ...(report.reviewDetails && { review_details: { ...report.reviewDetails } }),
    ...(report.reviewedAtUs !== undefined && {
      reviewed_at: toRfc3339(report.reviewedAtUs),
      reviewed_by: people.user(report.reviewedById),
    }),
  }
}

import { type Selectable, sql } from 'kysely'
import type { FlagRecord, FlagReportRecord } from '../../domain/records.ts'
import { jsonText, objectOrUndefined, orNull, textOrNull, undefinedIfNull } from '../encode.ts'
import type { FlagReportTable, FlagTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { FlagQuery } from '../store.ts'
import { type Columns, compareColumn } from './columns.ts'
import { compileFilter } from './filter-sql.ts'

/** What stands in `user_id` of a flag of the server's own. */
const SERVER = ''

function toReport(row: Selectable<FlagReportTable>): FlagReportRecord {
  return {
    appId: row.app_id,
    id: row.id,
    messageId: undefinedIfNull(row.message_id),
    userId: row.user_id,
    channelCid: undefinedIfNull(row.channel_cid),
    team: undefinedIfNull(row.team),
    flagsCount: row.flags_count,
    reviewResult: undefinedIfNull(row.review_result),
    reviewDetails: objectOrUndefined(row.review_details),
    reviewedById: undefinedIfNull(row.reviewed_by_id),
    reviewedAtUs: undefinedIfNull(row.reviewed_at_us),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

function toRow(report: FlagReportRecord): Selectable<FlagReportTable> {
  return {
    app_id: report.appId,
    id: report.id,
    message_id: textOrNull(report.messageId),
    user_id: report.userId,
    channel_cid: orNull(report.channelCid),
    team: textOrNull(report.team),
    flags_count: report.flagsCount,
    review_result: textOrNull(report.reviewResult),
    review_details: report.reviewDetails ? jsonText(report.reviewDetails) : null,
    reviewed_by_id: orNull(report.reviewedById),
    reviewed_at_us: orNull(report.reviewedAtUs),
    created_at_us: report.createdAtUs,
    updated_at_us: report.updatedAtUs,
  }
}

export async function findFlagReport(
  { db }: Session,
  appId: number,
  reportId: string,
): Promise<FlagReportRecord | undefined> {
  const row = await db
    .selectFrom('flag_reports')
    .selectAll()
    .where('app_id', '=', appId)
    .where('id', '=', reportId)
    .executeTakeFirst()
  return row && toReport(row)
}

/** The report of a message; of a user where `messageId` is undefined. */
export async function findReportOf(
  { db }: Session,
  appId: number,
  messageId: string | undefined,
  userId: string,
): Promise<FlagReportRecord | undefined> {
  let select = db.selectFrom('flag_reports').selectAll().where('app_id', '=', appId)
  select =
    messageId === undefined
      ? select.where('user_id', '=', userId).where('message_id', 'is', null)
      : select.where('message_id', '=', messageId)
  const row = await select.executeTakeFirst()
  return row && toReport(row)
}

/** False (and nothing is written) when somebody else made it meanwhile. */
export async function insertFlagReport({ db }: Session, report: FlagReportRecord): Promise<boolean> {
  const row = await db
    .insertInto('flag_reports')
    .values(toRow(report))
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function updateFlagReport({ db }: Session, report: FlagReportRecord): Promise<void> {
  const { app_id, id, ...data } = toRow(report)
  await db.updateTable('flag_reports').set(data).where('app_id', '=', app_id).where('id', '=', id).execute()
}

/** Its flags go with it. */
export async function deleteFlagReport({ db }: Session, appId: number, reportId: string): Promise<void> {
  await db.deleteFrom('flags').where('app_id', '=', appId).where('report_id', '=', reportId).execute()
  await db.deleteFrom('flag_reports').where('app_id', '=', appId).where('id', '=', reportId).execute()
}

function toFlag(row: Selectable<FlagTable>): FlagRecord {
  return {
    appId: row.app_id,
    reportId: row.report_id,
    userId: row.user_id === SERVER ? undefined : row.user_id,
    reason: undefinedIfNull(row.reason),
    custom: objectOrUndefined(row.custom),
    moderationResult: objectOrUndefined(row.moderation_result),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

/** Flagging again changes what was said; returns the flag, and whether it is a new one. */
export async function putFlag(
  { db }: Session,
  flag: FlagRecord,
): Promise<{ flag: FlagRecord; isNew: boolean }> {
  const userId = flag.userId ?? SERVER
  const said = {
    reason: textOrNull(flag.reason),
    custom: flag.custom ? jsonText(flag.custom) : null,
    moderation_result: flag.moderationResult ? jsonText(flag.moderationResult) : null,
    updated_at_us: flag.updatedAtUs,
  }
  const row = await db
    .insertInto('flags')
    .values({
      app_id: flag.appId,
      report_id: flag.reportId,
      user_id: userId,
      created_at_us: flag.createdAtUs,
      ...said,
    })
    .onConflict(conflict => conflict.columns(['app_id', 'report_id', 'user_id']).doUpdateSet(said))
    .returningAll()
    .executeTakeFirstOrThrow()
  return { flag: toFlag(row), isNew: row.created_at_us === flag.createdAtUs }
}

export async function deleteFlag(
  { db }: Session,
  appId: number,
  reportId: string,
  userId: string,
): Promise<boolean> {
  const row = await db
    .deleteFrom('flags')
    .where('app_id', '=', appId)
    .where('report_id', '=', reportId)
    .where('user_id', '=', userId)
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Of one report, the newest first. */
export async function listFlags(
  { db }: Session,
  appId: number,
  reportId: string,
  limit: number,
): Promise<FlagRecord[]> {
  const rows = await db
    .selectFrom('flags')
    .selectAll()
    .where('app_id', '=', appId)
    .where('report_id', '=', reportId)
    .orderBy('created_at_us', 'desc')
    .orderBy('user_id')
    .limit(limit)
    .execute()
  return rows.map(toFlag)
}

const REPORT: Columns = {
  text: {
    report_id: sql`flag_reports.id`,
    message_id: sql`flag_reports.message_id`,
    user_id: sql`flag_reports.user_id`,
    channel_cid: sql`flag_reports.channel_cid`,
    team: sql`flag_reports.team`,
    review_result: sql`flag_reports.review_result`,
    reviewed_by: sql`flag_reports.reviewed_by_id`,
  },
  times: {
    created_at: sql`flag_reports.created_at_us`,
    updated_at: sql`flag_reports.updated_at_us`,
    reviewed_at: sql`flag_reports.reviewed_at_us`,
  },
  numbers: { flags_count: sql`flag_reports.flags_count` },
  flags: { is_reviewed: sql`(case when flag_reports.reviewed_at_us is null then 0 else 1 end)` },
}

/** The newest first. */
export async function queryFlagReports(
  { db, dialect }: Session,
  appId: number,
  { filter, limit, offset }: FlagQuery,
): Promise<FlagReportRecord[]> {
  const rows = await db
    .selectFrom('flag_reports')
    .selectAll()
    .where('app_id', '=', appId)
    .where(compileFilter(filter, comparison => compareColumn(dialect, REPORT, comparison)))
    .orderBy('created_at_us', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map(toReport)
}

const FLAG: Columns = {
  ...REPORT,
  text: { ...REPORT.text, reason: sql`flags.reason` },
  times: { ...REPORT.times, created_at: sql`flags.created_at_us` },
  flags: {
    ...REPORT.flags,
    created_by_automod: sql`(case when flags.user_id = ${SERVER} then 1 else 0 end)`,
  },
}

/** Flags of messages with their reports, the newest first. */
export async function queryMessageFlags(
  { db, dialect }: Session,
  appId: number,
  { filter, limit, offset }: FlagQuery,
): Promise<FlagRecord[]> {
  const rows = await db
    .selectFrom('flags')
    .innerJoin('flag_reports', join =>
      join.onRef('flag_reports.app_id', '=', 'flags.app_id').onRef('flag_reports.id', '=', 'flags.report_id'),
    )
    .selectAll('flags')
    .where('flags.app_id', '=', appId)
    .where('flag_reports.message_id', 'is not', null)
    .where(compileFilter(filter, comparison => compareColumn(dialect, FLAG, comparison)))
    .orderBy('flags.created_at_us', 'desc')
    .orderBy('flags.report_id', 'desc')
    .orderBy('flags.user_id')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map(toFlag)
}

export async function findFlagReports(
  { db }: Session,
  appId: number,
  reportIds: readonly string[],
): Promise<FlagReportRecord[]> {
  if (reportIds.length === 0) return []
  const rows = await db
    .selectFrom('flag_reports')
    .selectAll()
    .where('app_id', '=', appId)
    .where('id', 'in', reportIds)
    .execute()
  return rows.map(toReport)
}

import type { AppRecord, FlagReportRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import type { AdminDeps } from '../admins/admin-deps.ts'
import { toReportedFlag } from '../wire/flag.ts'
import { loadPeople } from '../wire/people.ts'
import { noReport } from './review-flag-report.ts'

const DEFAULT_LIMIT = 100

/**
 * Who flagged a message or a user, and why, the newest first.
 * @throws ChatError `not_found`
 */
export async function listReportFlags(
  deps: AdminDeps,
  { id: appId }: AppRecord,
  reportId: string,
  limit = DEFAULT_LIMIT,
) {
  const { read } = deps.store
  const report = await getReport(read, appId, reportId)
  const flags = await read.listFlags(appId, reportId, limit)
  const people = await loadPeople(
    deps,
    read,
    appId,
    flags.map(flag => flag.userId),
  )
  return { flags: flags.map(flag => toReportedFlag(flag, report, people)) }
}

async function getReport(read: Reader, appId: number, reportId: string): Promise<FlagReportRecord> {
  const report = await read.findFlagReport(appId, reportId)
  if (!report) throw noReport(reportId)
  return report
}

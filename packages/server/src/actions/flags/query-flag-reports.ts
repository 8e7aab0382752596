import { FLAGS_DEFAULT_LIMIT, type FlagReport } from '@parley/protocol'
import type { QueryFlagReportsBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { FLAG_REPORT_FIELDS } from '../../domain/flag-fields.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import { APP_RESOURCE, checkCan } from '../../domain/permissions.ts'
import type { Actor, Deps } from '../deps.ts'
import { toFlagReport } from '../wire/flag.ts'
import { loadFlagged } from './show-flagged.ts'

export type QueryFlagReportsInput = z.output<typeof QueryFlagReportsBody>

/**
 * What was flagged, one report for each message or user, the newest first.
 * @throws ChatError `invalid_input` | `not_allowed`
 */
export async function queryFlagReports(
  deps: Deps,
  actor: Exclude<Actor, { kind: 'anonymous' }>,
  { filter_conditions, limit = FLAGS_DEFAULT_LIMIT, offset }: QueryFlagReportsInput,
): Promise<FlagReport[]> {
  checkCan(actor, 'read-flag-reports', APP_RESOURCE)
  const filter = parseFilter(filter_conditions, FLAG_REPORT_FIELDS, { perspective: false })
  const { read } = deps.store
  const reports = await read.queryFlagReports(actor.app.id, { filter, limit, offset })
  const flagged = await loadFlagged(deps, read, actor, reports)
  return reports
    .filter(report => flagged.isShown(report))
    .map(report => toFlagReport(report, flagged.people, flagged.message(report)))
}

import { ChatError, type FlagReport } from '@parley/protocol'
import type { ReviewFlagReportBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { APP_RESOURCE, checkCan } from '../../domain/permissions.ts'
import { planNamedUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { toFlagReport } from '../wire/flag.ts'
import { loadFlagged } from './show-flagged.ts'

export type ReviewInput = z.output<typeof ReviewFlagReportBody>

/**
 * Says what came of a report; another review overwrites the first.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function reviewFlagReport(
  deps: Deps,
  actor: Actor,
  reportId: string,
  input: ReviewInput,
): Promise<FlagReport> {
  checkCan(actor, 'update-flag-report', APP_RESOURCE)
  const acting = await planNamedUser(deps, actor, { user: input.user, user_id: input.user_id })
  return deps.store.transaction(async tx => {
    await acting?.save?.(tx)
    const before = await tx.findFlagReport(actor.app.id, reportId)
    if (!before) throw noReport(reportId)
    const nowUs = deps.clock()
    const report = {
      ...before,
      reviewResult: input.review_result,
      reviewDetails: input.review_details,
      reviewedById: acting?.user.id,
      reviewedAtUs: nowUs,
      updatedAtUs: nowUs,
    }
    const flagged = await loadFlagged(deps, tx, actor, [report])
    if (!flagged.isShown(report, 'update-flag-report')) throw noReport(reportId)
    await tx.updateFlagReport(report)
    return toFlagReport(report, flagged.people, flagged.message(report))
  })
}

export function noReport(id: string): ChatError {
  return new ChatError('not_found', `flag report "${id}" does not exist`)
}

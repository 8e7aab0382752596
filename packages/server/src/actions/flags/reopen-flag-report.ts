import { ChatError } from '@parley/protocol'
import type { AppRecord } from '../../domain/records.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { auditOf } from '../apps/app-entry.ts'
import { noReport } from './review-flag-report.ts'

/**
 * Takes back what was decided about a flag report: it is to be looked at again.
 * @throws ChatError `not_found`; `not_allowed` for one that nobody decided about
 */
export async function reopenFlagReport(
  deps: AdminDeps,
  actor: AdminActor,
  app: AppRecord,
  reportId: string,
): Promise<void> {
  await deps.store.transaction(async tx => {
    const before = await tx.findFlagReport(app.id, reportId)
    if (!before) throw noReport(reportId)
    const { reviewResult } = before
    if (before.reviewedAtUs === undefined) {
      throw new ChatError('not_allowed', 'nobody decided about this report: there is nothing to take back')
    }
    await tx.updateFlagReport({
      ...before,
      reviewResult: undefined,
      reviewDetails: undefined,
      reviewedById: undefined,
      reviewedAtUs: undefined,
      updatedAtUs: deps.clock(),
    })
    await auditOf(deps, tx, actor, app, {
      action: 'flag.reopen',
      target: `flag report ${reportId}`,
      before: { review_result: reviewResult ?? null },
      after: { review_result: null },
    })
  })
}

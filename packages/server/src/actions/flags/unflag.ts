import { planActingUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { type FlagInput, getFlagTarget } from './flag.ts'

/**
 * Takes one's own flag back; one that is not there is no error. A report that nobody decided about
 * goes with its last flag.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function unflag(deps: Deps, actor: Actor, input: FlagInput): Promise<void> {
  const { user, save } = await planActingUser(deps, actor, { user: input.user, user_id: input.user_id })
  const { appId } = user
  await deps.store.transaction(async tx => {
    await save?.(tx)
    const { messageId, userId } = await getFlagTarget(tx, actor, input, user.id)
    const report = await tx.findReportOf(appId, messageId, userId)
    if (!report || !(await tx.deleteFlag(appId, report.id, user.id))) return
    const flagsCount = report.flagsCount - 1
    if (flagsCount === 0 && report.reviewedAtUs === undefined) await tx.deleteFlagReport(appId, report.id)
    else await tx.updateFlagReport({ ...report, flagsCount, updatedAtUs: deps.clock() })
  })
}

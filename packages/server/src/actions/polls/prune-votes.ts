import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import type { TaskRun } from '../tasks/kinds.ts'
import { insertTask } from '../tasks/start-task.ts'

/** Whose votes go: those of a deleted poll, or of one option. */
export interface PruneVotes {
  readonly pollId: string
  readonly optionId?: string
  /** Of a poll made later with the same id none do. */
  readonly beforeUs: number
}

/** Forgets votes: a few at once, with many the rest in the background. Returns whether a task waits. */
export async function dropVotes(deps: Deps, tx: Tx, appId: number, which: PruneVotes): Promise<boolean> {
  if ((await tx.pruneVotes(appId, which.pollId, which.optionId, which.beforeUs)) === 0) return false
  if ((await tx.pruneVotes(appId, which.pollId, which.optionId, which.beforeUs)) === 0) return false
  await insertTask(deps, tx, { appId, kind: 'prune_votes', input: { ...which } })
  return true
}

/** The task: goes on until none are left. */
export async function pruneVotes(
  { deps, app, signal }: TaskRun,
  { pollId, optionId, beforeUs }: PruneVotes,
): Promise<Record<string, never>> {
  const prune = () => deps.store.transaction(tx => tx.pruneVotes(app.id, pollId, optionId, beforeUs))
  while ((await prune()) > 0) signal.throwIfAborted()
  return {}
}

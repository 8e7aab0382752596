import { TASKS_KEPT_DAYS } from '@parley/protocol'
import type { Deps } from '../deps.ts'

const DAY_US = 86_400_000_000

/** Forgets tasks that ended so long ago that nobody asks for them any more. */
export async function pruneTasks(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  const beforeUs = clock() - TASKS_KEPT_DAYS * DAY_US
  while (!signal.aborted && (await store.transaction(tx => tx.pruneTasks(beforeUs))) > 0);
}

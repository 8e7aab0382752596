import { LOG_KEPT_DAYS, LOG_KEPT_ENTRIES } from '@parley/protocol'
import type { Deps } from '../deps.ts'

const DAY_US = 86_400_000_000

type PruneDeps = Pick<Deps, 'store' | 'clock' | 'log'>

/**
 * Forgets entries of channels' logs that nobody may catch up from any more, a few thousand per
 * transaction, so that no sender waits for long. Returns how many went.
 */
export async function pruneLogs({ store, clock }: PruneDeps, signal?: AbortSignal): Promise<number> {
  const beforeUs = clock() - LOG_KEPT_DAYS * DAY_US
  let pruned = 0
  while (!signal?.aborted) {
    const went = await store.transaction(tx => tx.pruneEvents(beforeUs, LOG_KEPT_ENTRIES))
    if (went === 0) break
    pruned += went
  }
  return pruned
}

import { LOG_KEPT_DAYS, LOG_KEPT_ENTRIES } from '@parley/protocol'
import type { Deps } from '../deps.ts'

const EVERY_MS = 3_600_000
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

/** Prunes at once and then every hour until disposed of. */
export function pruneLogsHourly(deps: PruneDeps): AsyncDisposable {
  const stop = new AbortController()
  let running = Promise.resolve()
  const run = () => {
    running = pruneLogs(deps, stop.signal).then(
      pruned => deps.log.debug({ pruned }, 'logs were pruned'),
      (error: unknown) => deps.log.error({ err: error }, 'logs could not be pruned; it will be tried again'),
    )
  }
  const timer = setInterval(run, EVERY_MS)
  timer.unref()
  run()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      stop.abort()
      await running
    },
  }
}

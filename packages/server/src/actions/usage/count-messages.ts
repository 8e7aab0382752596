import { bucketOf, KEPT } from '../../domain/usage.ts'
import type { Frontier } from '../../store/store.ts'
import type { Deps } from '../deps.ts'

const DAY_US = 86_400e6
/** Whoever was active on an earlier day is not asked about any more. */
const KEPT_DAYS = 2

/** Counts what was sent; each call goes on where the one before ended. */
export function messageCounter({ store }: Pick<Deps, 'store'>): (signal: AbortSignal) => Promise<void> {
  let seen: Frontier | undefined
  return async signal => {
    for (let more = true; more && !signal.aborted; ) {
      const counted = await store.transaction(tx => tx.countMessages(seen))
      seen = counted.seen
      more = counted.more
    }
  }
}

/** Forgets what is told by longer times only. */
export async function pruneUsage({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const nowUs = clock()
  const before = {
    minute: bucketOf(nowUs - KEPT.minuteDays * DAY_US, 'minute'),
    hour: bucketOf(nowUs - KEPT.hourDays * DAY_US, 'hour'),
    day: bucketOf(nowUs - KEPT_DAYS * DAY_US, 'day'),
  }
  await store.transaction(tx => tx.pruneUsage(before))
}

import type { Deps } from '../deps.ts'

type SweepDeps = Pick<Deps, 'store' | 'clock'>

const AT_ONCE = 500

/** Deletes pending messages that nobody committed in time. Returns how many went. */
export async function sweepPending({ store, clock }: SweepDeps, signal?: AbortSignal): Promise<number> {
  let swept = 0
  while (!signal?.aborted) {
    const nowUs = clock()
    // Asked outside of a transaction first: there is hardly ever something.
    if ((await store.read.listExpiredPending(nowUs, 1)).length === 0) break
    swept += await store.transaction(async tx => {
      const expired = await tx.listExpiredPending(nowUs, AT_ONCE)
      for (const { message } of expired) await tx.deletePending(message.appId, message.id)
      return expired.length
    })
  }
  return swept
}

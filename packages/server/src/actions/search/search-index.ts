import type { Deps } from '../deps.ts'

/** So many messages go into the index in one transaction; senders wait meanwhile. */
const AT_ONCE = 500
/** A search catches up with so many messages itself; more are behind only after an upgrade. */
const BEFORE_SEARCH = 5_000

type IndexDeps = Pick<Deps, 'store'>

/** Brings what was just sent into the index, so that a search finds it. */
export async function catchUp({ store }: IndexDeps): Promise<void> {
  for (let done = 0; done < BEFORE_SEARCH; done += AT_ONCE) {
    const indexed = await store.transaction(tx => tx.indexMessages(AT_ONCE))
    if (indexed < AT_ONCE) return
  }
}

/** Brings into the index whatever is not in it yet. */
export async function indexAll({ store }: IndexDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await store.transaction(tx => tx.indexMessages(AT_ONCE))) > 0) {
    // Nothing: the next ones.
  }
}

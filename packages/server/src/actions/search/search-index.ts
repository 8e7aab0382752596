import type { Deps } from '../deps.ts'

const EVERY_MS = 1_000
/** So many messages go into the index in one transaction; senders wait meanwhile. */
const AT_ONCE = 500
/** A search catches up with so many messages itself; more are behind only after an upgrade. */
const BEFORE_SEARCH = 5_000

type IndexDeps = Pick<Deps, 'store' | 'log'>

/** Brings what was just sent into the index, so that a search finds it. */
export async function catchUp({ store }: IndexDeps): Promise<void> {
  for (let done = 0; done < BEFORE_SEARCH; done += AT_ONCE) {
    const indexed = await store.transaction(tx => tx.indexMessages(AT_ONCE))
    if (indexed < AT_ONCE) return
  }
}

/** Keeps the index close behind the senders until disposed of. */
export function keepSearchIndex({ store, log }: IndexDeps): AsyncDisposable {
  let stopped = false
  let running: Promise<void> | undefined
  const run = async () => {
    while (!stopped && (await store.transaction(tx => tx.indexMessages(AT_ONCE))) > 0) {
      // Nothing: the next ones.
    }
  }
  const timer = setInterval(() => {
    running ??= run()
      .catch((error: unknown) => log.error({ err: error }, 'messages could not be indexed for search'))
      .finally(() => {
        running = undefined
      })
  }, EVERY_MS)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

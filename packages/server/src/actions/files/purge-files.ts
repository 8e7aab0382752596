import type { Deps } from '../deps.ts'
import { throwAway } from './delete-file.ts'

const AT_ONCE = 100

type PurgeDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'files'>

/** Throws away the content of files that are gone: deleted along with something, or kept long enough. Returns how many went. */
export async function purgeFiles(deps: PurgeDeps, signal?: AbortSignal): Promise<number> {
  let purged = 0
  while (!signal?.aborted) {
    const files = await deps.store.read.listRemovedFiles(deps.clock(), AT_ONCE)
    for (const file of files) {
      if (signal?.aborted) break
      await throwAway(deps, file)
      purged++
    }
    if (files.length < AT_ONCE) break
  }
  return purged
}

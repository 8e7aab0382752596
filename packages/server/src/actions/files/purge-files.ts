import type { Deps } from '../deps.ts'
import { throwAway } from './delete-file.ts'

const EVERY_MS = 60_000
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

/** Every minute until disposed of. */
export function purgeFilesRegularly(deps: PurgeDeps): AsyncDisposable {
  const stop = new AbortController()
  let running = Promise.resolve()
  const run = async () => {
    try {
      const purged = await purgeFiles(deps, stop.signal)
      if (purged > 0) deps.log.debug({ purged }, 'files were thrown away')
    } catch (error) {
      deps.log.error({ err: error }, 'files could not be thrown away; it will be tried again')
    }
  }
  const timer = setInterval(() => {
    running = running.then(run)
  }, EVERY_MS)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      stop.abort()
      await running
    },
  }
}

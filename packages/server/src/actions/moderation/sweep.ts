import { sweepBans } from '../bans/sweep-bans.ts'
import type { Deps } from '../deps.ts'
import { sweepMutes } from '../mutes/sweep-mutes.ts'

const EVERY_MS = 2_000

/** Every few seconds, until disposed of, tells of bans and mutes that ran out. */
export function sweepModeration(deps: Deps): AsyncDisposable {
  const stop = new AbortController()
  let running: Promise<void> | undefined
  const sweep = async () => {
    try {
      await sweepBans(deps, stop.signal)
      await sweepMutes(deps, stop.signal)
    } catch (error) {
      deps.log.error(
        { err: error },
        'bans and mutes that ran out could not be lifted; it will be tried again',
      )
    }
    running = undefined
  }
  const timer = setInterval(() => {
    running ??= sweep()
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

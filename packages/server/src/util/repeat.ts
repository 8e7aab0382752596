import type { Logger } from 'pino'

export interface Repeated {
  readonly everyMs: number
  /** What it does, for the log: `pending messages are swept`. */
  readonly what: string
  readonly run: (signal: AbortSignal) => Promise<unknown>
}

/** Does something at once and then again and again, never twice at a time, until disposed of. */
export function repeat(log: Logger, { everyMs, what, run }: Repeated): AsyncDisposable {
  const stop = new AbortController()
  let running: Promise<void> | undefined
  const begin = () => {
    running ??= run(stop.signal)
      .then(
        () => undefined,
        (error: unknown) =>
          log.error({ err: error, what }, 'failed in the background; it will be tried again'),
      )
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(begin, everyMs)
  timer.unref()
  begin()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      stop.abort()
      await running
    },
  }
}

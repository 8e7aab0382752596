import { localError } from './call.ts'

/** A signal, and the end of whatever makes it fire. */
export interface EndableSignal {
  signal: AbortSignal
  end(): void
}

/** A signal that fires with either, for the same reason; `end` lets go of both. */
export function joined(one: AbortSignal | undefined, other: AbortSignal | undefined): EndableSignal {
  const abort = new AbortController()
  const sources = [one, other].filter(source => source !== undefined)
  const fire = () => abort.abort(sources.find(source => source.aborted)?.reason)
  for (const source of sources) source.addEventListener('abort', fire)
  if (sources.some(source => source.aborted)) fire()
  const end = () => {
    for (const source of sources) source.removeEventListener('abort', fire)
  }
  return { signal: abort.signal, end }
}

/** A signal that fires with the outer one, or after `ms`. */
export function deadline(ms: number, outer: AbortSignal | undefined): EndableSignal {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error(`nothing came within ${ms} ms`)), ms)
  const { signal, end } = joined(outer, late.signal)
  return {
    signal,
    end: () => {
      clearTimeout(timer)
      end()
    },
  }
}

/** @throws why the signal fired; React Native's signals don't know */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason ?? localError('the request was given up', 'cancelled')
}

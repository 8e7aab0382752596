import { ChatError } from '@parley/protocol'
import { report } from './emitter.ts'

/** How a `Call` ended: a value or a `ChatError`. */
export class Result<T> {
  readonly #outcome: { value: T } | { error: ChatError }

  constructor(outcome: { value: T } | { error: ChatError }) {
    this.#outcome = outcome
  }

  get isSuccess(): boolean {
    return 'value' in this.#outcome
  }

  get isError(): boolean {
    return 'error' in this.#outcome
  }

  /**
   * The value of a successful call.
   * @throws the call's `ChatError` when it failed: ask `isSuccess` first
   */
  data(): T {
    if ('error' in this.#outcome) throw this.#outcome.error
    return this.#outcome.value
  }

  /**
   * The error of a failed call.
   * @throws TypeError when the call succeeded: ask `isError` first
   */
  error(): ChatError {
    if ('value' in this.#outcome) throw new TypeError('error() on a Result that is a success')
    return this.#outcome.error
  }
}

/**
 * Something asked of the server: a promise, and listenable with `enqueue`.
 *
 * It starts at once. Nobody has to listen: a call whose outcome nobody awaits never ends in
 * an unhandled rejection. `cancel()` aborts the request; the call then rejects. It only ever
 * rejects with a `ChatError`.
 */
export class Call<T> extends Promise<T> {
  static {
    // What `then` and friends return is an ordinary promise. Symbol.species would say so to
    // engines, but React Native's own Promise asks for `constructor`.
    Object.defineProperty(Call.prototype, 'constructor', { value: Promise })
  }

  readonly #giveUp: (reason: ChatError) => void

  /** `run` is given a signal that `cancel()` aborts; whatever it throws becomes a `ChatError`. */
  constructor(run: (signal: AbortSignal) => T | PromiseLike<T>) {
    const abort = new AbortController()
    let fail: (error: unknown) => void = () => undefined
    super((resolve, reject) => {
      fail = error => reject(toChatError(error))
      new Promise<T>(start => start(run(abort.signal))).then(resolve, fail)
    })
    this.#giveUp = reason => {
      fail(reason)
      abort.abort(reason)
    }
    this.catch(() => undefined)
  }

  /** Calls `listener` once with the outcome. Never leaves an unhandled rejection. */
  enqueue(listener: (result: Result<T>) => void = () => undefined): void {
    void this.then(
      value => report(() => listener(new Result({ value }))),
      error => report(() => listener(new Result<T>({ error }))),
    )
  }

  /** Gives up: the request is aborted and the call rejects with `details.reason` `cancelled`. */
  cancel(): void {
    this.#giveUp(localError('the call was cancelled', 'cancelled'))
  }
}

/** A `ChatError` that arose on this side; `details.reason` tells programs which. */
export function localError(message: string, reason: LocalReason, cause?: unknown): ChatError {
  const name = reason === 'not_connected' || reason === 'token_provider' ? 'auth_failed' : 'internal'
  return new ChatError(name, message, { details: { reason }, cause })
}

export function disconnected(): ChatError {
  return localError('the user was disconnected', 'disconnected')
}

export function connectionLost(): ChatError {
  return localError('the connection was lost', 'network')
}

/**
 * `details.reason` of errors that did not come from the server:
 * - `cancelled`: `Call.cancel()`
 * - `disconnected`: the user was disconnected meanwhile
 * - `not_connected`: connect a user first
 * - `network`: no answer, or none that is Parley's
 * - `token_provider`: the provider threw, or gave no usable token
 * - `usage`: the SDK was used in a way that can't work; the message says how it can
 */
export type LocalReason =
  | 'cancelled'
  | 'disconnected'
  | 'not_connected'
  | 'network'
  | 'token_provider'
  | 'usage'

/** Any thrown thing as a `ChatError`; one that is already is returned as it is. */
export function toChatError(error: unknown): ChatError {
  if (error instanceof ChatError) return error
  return localError(error instanceof Error ? error.message : String(error), 'usage', error)
}

import type { Call } from '../call.ts'
import type { RestRequest } from '../net/rest.ts'

/** How a request goes. */
export interface CallOptions {
  /** It names the connection, and waits for one. */
  tied?: boolean
}

/** What can be asked of a server. */
export abstract class Api {
  /** Sends a request as whoever this is; what making it throws rejects the call. */
  protected abstract call<T>(
    request: RestRequest | ((signal: AbortSignal) => RestRequest | Promise<RestRequest>),
    options?: CallOptions,
  ): Call<T>
}

import type { Deps } from '../actions/deps.ts'
import type { Auth } from '../auth/authenticate.ts'
import type { RateLimits } from '../auth/rate-limits.ts'
import type { IsTrusted } from '../util/client-ip.ts'
import type { Deadlines } from '../util/deadlines.ts'
import type { BodyLimits } from '../util/read-body.ts'

/** What every request is answered with. */
export interface HttpContext {
  readonly deps: Deps
  /** The same, with a store that refuses to write. */
  readonly lookingDeps: Deps
  readonly auth: Auth
  readonly rateLimits: RateLimits
  readonly bodyLimits: BodyLimits
  readonly deadlines: Deadlines
  readonly isTrustedProxy: IsTrusted
}

/** What the listener gives along with a request: `Bun.serve`'s server. */
export interface Listener {
  requestIP(request: Request): { readonly address: string } | null
}

export interface HttpEnv {
  Bindings: Listener
}

import type { AdminDeps } from '../actions/admins/admin-deps.ts'
import type { IsTrusted } from '../util/client-ip.ts'
import type { Deadlines } from '../util/deadlines.ts'
import type { BodyLimits } from '../util/read-body.ts'

/** What every request of the dashboard is answered with. */
export interface AdminContext {
  readonly deps: AdminDeps
  readonly bodyLimits: BodyLimits
  readonly deadlines: Deadlines
  readonly isTrustedProxy: IsTrusted
}

/** What the listener gives along with a request: `Bun.serve`'s server. */
export interface Listener {
  requestIP(request: Request): { readonly address: string } | null
}

export interface AdminEnv {
  Bindings: Listener
}

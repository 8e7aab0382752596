import type { AdminPasswords } from '../../auth/admin-passwords.ts'
import type { Auth } from '../../auth/authenticate.ts'
import type { RateLimits } from '../../auth/rate-limits.ts'
import type { SignInThrottle } from '../../auth/sign-in-throttle.ts'
import type { Deps } from '../deps.ts'

export type { AdminActor, AdminOrigin } from '../../auth/admin-sessions.ts'

/** What actions of the dashboard are given beside the rest. */
export interface AdminDeps extends Deps {
  readonly auth: Auth
  readonly rateLimits: RateLimits
  readonly passwords: AdminPasswords
  readonly throttle: SignInThrottle
}

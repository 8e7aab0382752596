import type { AdminPasswords } from '../../auth/admin-passwords.ts'
import type { Auth } from '../../auth/authenticate.ts'
import type { RateLimits } from '../../auth/rate-limits.ts'
import type { SignInThrottle } from '../../auth/sign-in-throttle.ts'
import type { App } from '../../domain/app.ts'
import type { Deps } from '../deps.ts'

export type { AdminActor, AdminOrigin } from '../../auth/admin-sessions.ts'

/** Who calls an app's own API from inside of this program; see `ChatServer`. */
export interface ChatCaller {
  readonly app: App
  /** The admin's. */
  readonly address: string
  /** `POST /users/{id}/deactivate`: the one endpoint that the request is good for. */
  readonly endpoint: string
  /** When not, whatever the call would write is refused. */
  readonly mayWrite: boolean
}

/** Answers a request of the chat's API as that of a server of the app, without token and uncounted. */
export type ChatServer = (request: Request, caller: ChatCaller) => Response | Promise<Response>

/** What actions of the dashboard are given beside the rest. */
export interface AdminDeps extends Deps {
  readonly auth: Auth
  readonly rateLimits: RateLimits
  readonly passwords: AdminPasswords
  readonly throttle: SignInThrottle
  readonly chat: ChatServer
  /** The API key of the app whose playground is served, while one is. */
  readonly playgroundKey: () => string | undefined
}

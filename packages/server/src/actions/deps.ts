import type { Logger } from 'pino'
import type { AppRegistry } from '../auth/app-registry.ts'
import type { Bus } from '../bus/bus.ts'
import type { App } from '../domain/app.ts'
import type { UserRecord } from '../domain/records.ts'
import type { Hub } from '../hub/hub.ts'
import type { Store } from '../store/store.ts'
import type { Metrics } from '../util/metrics.ts'
import type { Clock } from '../util/time.ts'

/** What every action is given. */
export interface Deps {
  readonly store: Store
  readonly bus: Bus
  readonly hub: Hub
  readonly apps: AppRegistry
  readonly clock: Clock
  readonly log: Logger
  readonly metrics: Metrics
}

/**
 * Who acts: a principal whose user was loaded and may act (not deactivated, deleted or revoked).
 * A server may do everything and has no identity: actions that need one take `user_id` and make
 * it an `ActingUser` first.
 */
export type Actor =
  | { readonly kind: 'server'; readonly app: App; readonly user?: undefined }
  | { readonly kind: 'user'; readonly app: App; readonly user: UserRecord }
  | { readonly kind: 'anonymous'; readonly app: App; readonly user: UserRecord }

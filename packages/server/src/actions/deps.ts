import type { Logger } from 'pino'
import type { AppRegistry } from '../auth/app-registry.ts'
import type { FileUrls } from '../auth/file-urls.ts'
import type { SecretBox } from '../auth/secret-box.ts'
import type { Bus } from '../bus/bus.ts'
import type { Files } from '../files/files.ts'
import type { Hub } from '../hub/hub.ts'
import type { Store } from '../store/store.ts'
import type { Metrics } from '../util/metrics.ts'
import type { Outbound } from '../util/outbound.ts'
import type { Clock } from '../util/time.ts'
import type { DeliveryLog } from './hooks/delivery-log.ts'

export type { Actor } from '../auth/principal.ts'

/** What every action is given. */
export interface Deps {
  readonly store: Store
  readonly bus: Bus
  readonly hub: Hub
  readonly apps: AppRegistry
  /** Keeps credentials of push networks and of queues. */
  readonly box: SecretBox
  readonly files: Files
  readonly fileUrls: FileUrls
  /** Where the server is reached from outside, when its configuration says so: `https://chat.example`. */
  readonly publicUrl: string | undefined
  readonly outbound: Outbound
  /** What was tried of hooks lately. */
  readonly deliveries: DeliveryLog
  readonly clock: Clock
  readonly log: Logger
  readonly metrics: Metrics
}

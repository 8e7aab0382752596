import type { Auth } from '../../auth/authenticate.ts'
import type { NodeHub } from '../../hub/node-hub.ts'
import type { Deps } from '../deps.ts'

/** What actions on connections are given beside the rest: the hub's inside, and authentication. */
export interface ConnectionDeps extends Deps {
  readonly hub: NodeHub
  readonly auth: Auth
}

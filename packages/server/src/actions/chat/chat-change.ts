import type { App } from '../../domain/app.ts'
import type { Json } from '../../domain/records.ts'
import type { AdminDeps } from '../admins/admin-deps.ts'
import type { Given } from './given.ts'

/** Reads what a call is about to change: named fields, an empty object when it is not there. */
export type ReadState = (deps: AdminDeps, app: App, given: Given) => Promise<Json> | Json

/** What the audit log says of a call that changes something. */
export interface ChatChange {
  /** `user.update` */
  readonly action: string
  /** `user bender` */
  readonly target: (given: Given) => string
  /** Read before and after: the entry tells in what they differ. */
  readonly state?: ReadState | undefined
  /** Fields of query and body that are written down, too; dotted. */
  readonly keeps?: readonly string[] | undefined
  /** Fields of the answer that are written down; dotted. */
  readonly made?: readonly string[] | undefined
}

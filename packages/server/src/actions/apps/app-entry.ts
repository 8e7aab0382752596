import type { AppRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { type AuditedChange, audit, difference } from '../admins/audit.ts'
import { showApp, showAuthentication } from './show-app.ts'

interface Change {
  readonly before: AppRecord
  readonly after: AppRecord
}

/** Writes the difference between two states of an app down; nothing when there is none. */
export async function auditApp(
  deps: AdminDeps,
  tx: Tx,
  actor: AdminActor,
  action: string,
  { before, after }: Change,
): Promise<void> {
  const entry = difference(stateOf(before), stateOf(after))
  if (entry) await auditOf(deps, tx, actor, after, { action, ...entry })
}

/** Writes something down that concerns an app. */
export async function auditOf(
  deps: AdminDeps,
  tx: Tx,
  actor: AdminActor,
  app: Pick<AppRecord, 'id' | 'key'>,
  change: Omit<AuditedChange, 'target' | 'appId'> & { readonly target?: string },
): Promise<void> {
  await audit(deps, tx, actor, { target: `app ${app.key}`, ...change, appId: app.id })
}

/** What can be told of an app without a secret. */
function stateOf(app: AppRecord) {
  const { updated_at: _, ...shown } = showApp(app)
  return { ...shown, ...showAuthentication(app) }
}

/** Every node looks at the app anew, at once. */
export function announceApp({ bus }: AdminDeps, appId: number): void {
  bus.publish({ to: 'nodes', control: { kind: 'app', appId } })
}

import { ChatError } from '@parley/protocol'
import type { AdminRecord, AdminRole } from '../../domain/admins.ts'
import type { Tx } from '../../store/store.ts'
import type { AdminActor, AdminDeps } from './admin-deps.ts'
import { appIdsOf } from './app-access.ts'
import { audit, difference } from './audit.ts'
import { appKeys, showAdmin } from './show-admin.ts'

export interface AccessChange {
  readonly role?: AdminRole | undefined
  /** API keys of the apps that they may see; null for all, undefined for no change. */
  readonly apps?: readonly string[] | null | undefined
}

/**
 * Changes what an admin may do; it counts from their next request on.
 * @throws ChatError `not_found`; `not_allowed` when nobody would be an owner any more
 */
export async function changeAdmin(deps: AdminDeps, actor: AdminActor, id: string, change: AccessChange) {
  const keys = await appKeys(deps.store)
  const found = await getAdmin(deps.store.read, id)
  const role = change.role ?? found.role
  const asked = await appIdsOf(deps.store, role, change.apps)
  const after = await deps.store.transaction(async tx => {
    await tx.lockOwners()
    const before = await getAdmin(tx, id)
    if (role !== 'owner') await checkOwnerLeft(tx, before)
    const kept = change.apps === undefined ? before.appIds : asked
    const changed: AdminRecord = { ...before, role, appIds: role === 'owner' ? undefined : kept }
    const entry = difference(accessOf(before, keys), accessOf(changed, keys))
    if (!entry) return before
    await tx.updateAdmin(id, { role, appIds: changed.appIds }, deps.clock())
    await audit(deps, tx, actor, { action: 'admin.access', target: `admin ${before.email}`, ...entry })
    return changed
  })
  return showAdmin(after, keys)
}

/**
 * Removes an admin with all sessions. What they did stays in the audit log.
 * @throws ChatError as `changeAdmin`
 */
export async function removeAdmin(deps: AdminDeps, actor: AdminActor, id: string): Promise<void> {
  const keys = await appKeys(deps.store)
  await deps.store.transaction(async tx => {
    await tx.lockOwners()
    const admin = await getAdmin(tx, id)
    await checkOwnerLeft(tx, admin)
    await tx.deleteAdmin(id)
    const before = accessOf(admin, keys)
    await audit(deps, tx, actor, { action: 'admin.remove', target: `admin ${admin.email}`, before })
  })
}

async function getAdmin(read: Pick<Tx, 'findAdmin'>, id: string): Promise<AdminRecord> {
  const admin = await read.findAdmin(id)
  if (!admin) throw new ChatError('not_found', 'there is no such admin')
  return admin
}

async function checkOwnerLeft(tx: Tx, leaving: AdminRecord): Promise<void> {
  if (leaving.role !== 'owner' || (await tx.countOwners()) > 1) return
  throw new ChatError('not_allowed', 'this is the last owner: make somebody else one first', {
    details: { reason: 'last_owner' },
  })
}

function accessOf(admin: AdminRecord, keys: ReadonlyMap<number, string>) {
  const { role, apps } = showAdmin(admin, keys)
  return { role, apps }
}

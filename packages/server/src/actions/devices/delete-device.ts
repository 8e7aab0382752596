import type { UserRecord } from '../../domain/records.ts'
import type { Deps } from '../deps.ts'

/** Forgets a device; one that is not there is no error. */
export async function deleteDevice(deps: Deps, user: UserRecord, deviceId: string): Promise<void> {
  await deps.store.transaction(tx => tx.deleteDevice(user.appId, user.id, deviceId))
}

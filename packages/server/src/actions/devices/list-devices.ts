import type { Device } from '@parley/protocol'
import type { UserRecord } from '../../domain/records.ts'
import type { Deps } from '../deps.ts'
import { toDevice } from '../wire/device.ts'

/** The user's devices, the oldest first. */
export async function listDevices(deps: Deps, user: UserRecord): Promise<Device[]> {
  return (await deps.store.read.listDevices(user.appId, user.id)).map(toDevice)
}

import { DEVICES_PER_USER } from '@parley/protocol'
import { invalidField } from '../../util/invalid-input.ts'
import type { ActingUser } from '../channels/acting-user.ts'
import type { Deps } from '../deps.ts'

/** A device to push to. */
export interface DeviceInput {
  readonly id: string
  readonly push_provider: string
  readonly push_provider_name?: string | undefined
}

/**
 * Registers a device; registering it again overwrites, also for another user: people share phones.
 * Beyond 25 the oldest one goes.
 * @throws ChatError `invalid_input` for a provider's name that the app does not have.
 */
export async function createDevice(
  deps: Deps,
  { user, save }: ActingUser,
  input: DeviceInput,
): Promise<void> {
  if (input.push_provider_name !== undefined) {
    throw invalidField(
      'push_provider_name',
      `must name a push provider of this app; "${input.push_provider_name}" is none`,
    )
  }
  await deps.store.transaction(async tx => {
    await save?.(tx)
    await tx.upsertDevice({
      appId: user.appId,
      id: input.id,
      userId: user.id,
      pushProvider: input.push_provider,
      pushProviderName: undefined,
      createdAtUs: deps.clock(),
    })
    const devices = await tx.listDevices(user.appId, user.id)
    const others = devices.filter(device => device.id !== input.id)
    for (const device of others.slice(0, Math.max(0, devices.length - DEVICES_PER_USER))) {
      await tx.deleteDevice(user.appId, user.id, device.id)
    }
  })
}

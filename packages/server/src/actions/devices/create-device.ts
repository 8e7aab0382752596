import { DEVICES_PER_USER } from '@parley/protocol'
import { invalidField } from '../../util/invalid-input.ts'
import type { ActingUser } from '../channels/acting-user.ts'
import type { Deps } from '../deps.ts'

/** A device to push to. */
export interface DeviceInput {
  readonly id: string
  readonly push_provider: string
  readonly push_provider_name?: string | undefined
  readonly web_push_keys?: { readonly p256dh: string; readonly auth: string } | undefined
}

/**
 * Registers a device; registering it again overwrites, also for another user: people share phones.
 * Beyond 25 the oldest one goes.
 * @throws ChatError `invalid_input` for a provider's name that the app does not have, and for a browser
 * without its subscription.
 */
export async function createDevice(
  deps: Deps,
  { user, save }: ActingUser,
  input: DeviceInput,
): Promise<void> {
  await checkDevice(deps, user.appId, input)
  await deps.store.transaction(async tx => {
    await save?.(tx)
    await tx.upsertDevice({
      appId: user.appId,
      id: input.id,
      userId: user.id,
      pushProvider: input.push_provider,
      pushProviderName: input.push_provider_name,
      webPushKeys: input.web_push_keys,
      disabledAtUs: undefined,
      disabledReason: undefined,
      createdAtUs: deps.clock(),
    })
    const devices = await tx.listDevices(user.appId, user.id)
    const others = devices.filter(device => device.id !== input.id)
    for (const device of others.slice(0, Math.max(0, devices.length - DEVICES_PER_USER))) {
      await tx.deleteDevice(user.appId, user.id, device.id)
    }
  })
}

async function checkDevice(deps: Deps, appId: number, input: DeviceInput): Promise<void> {
  const { push_provider: type, push_provider_name: name } = input
  if (name !== undefined) {
    const { settings } = await deps.apps.get(appId)
    const isKnown = settings.pushProviders.some(each => each.type === type && each.name === name)
    if (!isKnown) {
      throw invalidField(
        'push_provider_name',
        `must name a push provider of this app for ${type}; "${name}" is none`,
      )
    }
  }
  if (type !== 'web') return
  if (!/^https?:\/\//.test(input.id) || !URL.canParse(input.id)) {
    throw invalidField('id', 'must be the endpoint of the browser’s push subscription')
  }
  if (!input.web_push_keys) {
    throw invalidField('web_push_keys', 'is required for a browser: keys of its push subscription')
  }
}

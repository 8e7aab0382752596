import type { Device, PushProviderName } from '@parley/protocol'
import type { DeviceRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'

/** The device as its owner and servers see it. */
export function toDevice(device: DeviceRecord): Device {
  return {
    id: device.id,
    user_id: device.userId,
    // The schema lets nothing else in.
    push_provider: device.pushProvider as PushProviderName,
    ...(device.pushProviderName !== undefined && { push_provider_name: device.pushProviderName }),
    created_at: toRfc3339(device.createdAtUs),
    ...(device.disabledAtUs !== undefined && {
      disabled: true,
      disabled_reason: device.disabledReason ?? '',
    }),
  }
}

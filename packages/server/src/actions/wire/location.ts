import type { SharedLocation } from '@parley/protocol'
import type { LocationRecord, MessageRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'

/** The location as the wire shows it. */
export function toSharedLocation(message: MessageRecord, location: LocationRecord): SharedLocation {
  const shared: SharedLocation = {
    message_id: message.id,
    channel_cid: message.cid,
    user_id: message.userId,
    latitude: location.latitude,
    longitude: location.longitude,
    created_at: toRfc3339(message.createdAtUs),
    updated_at: toRfc3339(location.updatedAtUs),
  }
  if (location.deviceId !== undefined) shared.created_by_device_id = location.deviceId
  if (location.endsAtUs !== undefined) shared.end_at = toRfc3339(location.endsAtUs)
  return shared
}

import { invalidField } from '../util/invalid-input.ts'
import { parseTime } from '../util/time.ts'
import type { LocationRecord } from './records.ts'

/** A location as a message to send has it. */
export interface LocationInput {
  readonly latitude: number
  readonly longitude: number
  readonly end_at?: string | null | undefined
  readonly created_by_device_id?: string | undefined
}

/** The location of a message that is sent now. */
export function newLocation(input: LocationInput, atUs: number): LocationRecord {
  return {
    latitude: input.latitude,
    longitude: input.longitude,
    deviceId: input.created_by_device_id,
    endsAtUs: input.end_at ? parseTime(input.end_at) : undefined,
    updatedAtUs: atUs,
  }
}

/** @throws ChatError `invalid_input` for one that would be over before it began. */
export function checkNewLocation({ end_at }: LocationInput, nowUs: number): void {
  const endsAtUs = end_at ? parseTime(end_at) : undefined
  if (endsAtUs === undefined || endsAtUs > nowUs) return
  throw invalidField('message.shared_location.end_at', 'must lie ahead')
}

/** Whether its author may still move it. */
export function isLive(
  location: LocationRecord | undefined,
  nowUs: number,
): location is LocationRecord & { readonly endsAtUs: number } {
  return location?.endsAtUs !== undefined && location.endsAtUs > nowUs
}

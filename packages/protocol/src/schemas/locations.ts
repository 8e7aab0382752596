import { z } from 'zod'
import { messageId, optionalUserId } from './ids.ts'
import { jsonObject } from './json.ts'
import { looseObject, object, optional, optionalObject, optionalText } from './primitives.ts'
import { clearableTime, unsetTime } from './time.ts'
import { acting } from './users.ts'

function degrees(max: number) {
  const error = `must be a number from -${max} to ${max}`
  return z.number({ error }).min(-max, { error }).max(max, { error })
}

/** `shared_location` of a message to send. */
export const sharedLocation = optionalObject(
  looseObject({
    latitude: degrees(90),
    longitude: degrees(180),
    end_at: clearableTime,
    created_by_device_id: optionalText(255),
  }),
)

/** Query of `GET` and `PUT users/live_locations`. */
export const LiveLocationQuery = object({ user_id: optionalUserId })

/** `PUT users/live_locations`. */
export const UpdateLiveLocationBody = jsonObject(
  object({
    message_id: messageId,
    latitude: optional(degrees(90)),
    longitude: optional(degrees(180)),
    end_at: unsetTime,
    created_by_device_id: optionalText(255),
    ...acting,
  }).refine(({ latitude, longitude }) => (latitude === undefined) === (longitude === undefined), {
    error: 'must have both latitude and longitude, or none of them',
  }),
)

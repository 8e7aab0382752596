import { QUERY_MAX_OFFSET, REMINDERS_MAX_LIMIT } from '../limits.ts'
import { optionalUserId } from './ids.ts'
import { jsonObject } from './json.ts'
import { filter, limit, object, offset } from './primitives.ts'
import { sort } from './sort.ts'
import { unsetTime } from './time.ts'
import { acting } from './users.ts'

/** `POST` and `PATCH messages/{id}/reminders`. Without `remind_at` it is a bookmark. */
export const ReminderBody = jsonObject(object({ remind_at: unsetTime, ...acting }))

/** Query of `DELETE messages/{id}/reminders`. */
export const DeleteReminderQuery = object({ user_id: optionalUserId })

/** `POST reminders/query`. */
export const QueryRemindersBody = jsonObject(
  object({
    filter,
    sort,
    limit: limit(REMINDERS_MAX_LIMIT),
    offset: offset(QUERY_MAX_OFFSET),
    ...acting,
  }),
)

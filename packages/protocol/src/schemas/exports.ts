import { z } from 'zod'
import { CHANNELS_PER_EXPORT, USERS_PER_EXPORT } from '../limits.ts'
import { channelId, cid, name, userId } from './ids.ts'
import { jsonObject } from './json.ts'
import { list, object, optionalFlag, optionalOneOf, optionalUnlessEmpty } from './primitives.ts'
import { unsetTime } from './time.ts'

const atLeastOne = { error: 'must have at least one entry' }

const channel = object({
  type: optionalUnlessEmpty(name),
  id: optionalUnlessEmpty(channelId),
  cid: optionalUnlessEmpty(cid),
  messages_since: unsetTime,
  messages_until: unsetTime,
}).refine(({ type, id, cid }) => cid !== undefined || (type !== undefined && id !== undefined), {
  error: 'must have type and id, or cid',
})

/** `POST export_channels`. */
export const ExportChannelsBody = jsonObject(
  object({
    channels: list(channel, CHANNELS_PER_EXPORT).min(1, atLeastOne),
    clear_deleted_message_text: optionalFlag,
    include_truncated_messages: optionalFlag,
    include_soft_deleted_channels: optionalFlag,
    export_users: optionalFlag,
    version: optionalOneOf(['v1', 'v2']),
  }),
)

/** `POST export/users`. */
export const ExportUsersBody = jsonObject(
  object({ user_ids: list(userId, USERS_PER_EXPORT).min(1, atLeastOne) }),
)

/** `result` of a finished export. */
export const ExportResultSchema = z.object({
  url: z.string(),
  size: z.int(),
  path: z.string(),
  s3_bucket_name: z.string(),
})

import { z } from 'zod'
import { CURSOR_MAX_LENGTH, QUERY_MAX_OFFSET, SEARCH_MAX_LIMIT } from '../limits.ts'
import { optionalUserId } from './ids.ts'
import { jsonObject } from './json.ts'
import { ChannelSchema, MessageSchema } from './objects.ts'
import { filter, limit, object, offset, optionalText } from './primitives.ts'
import { sort } from './sort.ts'
import { acting } from './users.ts'

/** `payload` of `GET search`. What excludes what is checked with the search. */
export const SearchPayload = jsonObject(
  object({
    filter_conditions: filter,
    query: optionalText(1024),
    message_filter_conditions: filter,
    sort,
    limit: limit(SEARCH_MAX_LIMIT),
    offset: offset(QUERY_MAX_OFFSET),
    next: optionalText(CURSOR_MAX_LENGTH),
    user_id: optionalUserId,
    user: acting.user,
  }),
)

/** Reply of `GET search`. */
export const SearchReply = z.object({
  results: z.array(
    z.object({ message: z.intersection(MessageSchema, z.object({ channel: ChannelSchema })) }),
  ),
  next: z.string().exactOptional(),
  previous: z.string().exactOptional(),
  duration: z.string(),
})

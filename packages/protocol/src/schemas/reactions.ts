import {
  QUERY_MAX_OFFSET,
  REACTION_CUSTOM_MAX_BYTES,
  REACTION_MAX_SCORE,
  REACTIONS_MAX_LIMIT,
} from '../limits.ts'
import { cursorPage } from './cursors.ts'
import { withCustom } from './custom.ts'
import { optionalUserId, reactionType } from './ids.ts'
import { jsonObject } from './json.ts'
import { filter, object, optional, optionalFlag, optionalText, queryWhole, whole } from './primitives.ts'
import { sort } from './sort.ts'
import { acting } from './users.ts'

/** Keys of a reaction that only the server writes. */
const READ_ONLY = ['message_id', 'created_at', 'updated_at'] as const

/** A reaction to give; `enforce_unique` and `skip_push` may stand inside of it. */
export const ReactionRequest = withCustom(
  {
    type: reactionType,
    score: optional(whole(-REACTION_MAX_SCORE, REACTION_MAX_SCORE)),
    emoji_code: optionalText(64),
    enforce_unique: optionalFlag,
    skip_push: optionalFlag,
    ...acting,
  },
  { readOnly: READ_ONLY, maxBytes: REACTION_CUSTOM_MAX_BYTES },
)

/** `POST messages/{id}/reaction`. */
export const SendReactionBody = jsonObject(
  object({
    reaction: ReactionRequest,
    enforce_unique: optionalFlag,
    skip_push: optionalFlag,
    ...acting,
  }),
)

/** Query of `GET messages/{id}/reactions`. */
export const ReactionsQuery = object({
  limit: queryWhole(0, REACTIONS_MAX_LIMIT),
  offset: queryWhole(0, QUERY_MAX_OFFSET),
  user_id: optionalUserId,
})

/** `POST messages/{id}/reactions`. */
export const QueryReactionsBody = jsonObject(
  object({ filter, sort, ...cursorPage(REACTIONS_MAX_LIMIT), ...acting }),
)

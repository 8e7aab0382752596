import { DRAFT_CUSTOM_MAX_BYTES, DRAFTS_MAX_LIMIT } from '../limits.ts'
import { cursorPage } from './cursors.ts'
import { optionalMessageId, optionalUserId } from './ids.ts'
import { jsonObject } from './json.ts'
import { draftMessage } from './messages.ts'
import { filter, object } from './primitives.ts'
import { sort } from './sort.ts'
import { acting } from './users.ts'

/** `POST channels/{type}/{id}/draft`. */
export const CreateDraftBody = jsonObject(
  object({ message: draftMessage(DRAFT_CUSTOM_MAX_BYTES), ...acting }),
)

/** Query of `GET` and `DELETE channels/{type}/{id}/draft`. */
export const DraftQuery = object({ parent_id: optionalMessageId, user_id: optionalUserId })

/** `POST drafts/query`. */
export const QueryDraftsBody = jsonObject(
  object({ filter, sort, ...cursorPage(DRAFTS_MAX_LIMIT), ...acting }),
)

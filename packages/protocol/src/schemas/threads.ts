import {
  MEMBERS_MAX_LIMIT,
  THREAD_CUSTOM_MAX_BYTES,
  THREAD_PARTICIPANTS_MAX_LIMIT,
  THREAD_REPLIES_MAX_LIMIT,
  THREAD_TITLE_MAX_LENGTH,
  THREADS_MAX_LIMIT,
} from '../limits.ts'
import { cursorPage } from './cursors.ts'
import { withCustom } from './custom.ts'
import { optionalUserId } from './ids.ts'
import { jsonObject } from './json.ts'
import { partialUpdate } from './partial.ts'
import {
  anyText,
  filter,
  limit,
  object,
  optional,
  optionalFlag,
  optionalText,
  queryFlag,
  queryWhole,
} from './primitives.ts'
import { sort } from './sort.ts'
import { acting } from './users.ts'

/** `POST threads`. */
export const QueryThreadsBody = jsonObject(
  object({
    filter,
    sort,
    ...cursorPage(THREADS_MAX_LIMIT),
    reply_limit: limit(THREAD_REPLIES_MAX_LIMIT),
    participant_limit: limit(THREAD_PARTICIPANTS_MAX_LIMIT),
    member_limit: limit(MEMBERS_MAX_LIMIT),
    watch: optionalFlag,
    connection_id: optional(anyText(64)),
    ...acting,
  }),
)

/** Query of `GET threads/{message_id}`. */
export const GetThreadQuery = object({
  reply_limit: queryWhole(0, THREAD_REPLIES_MAX_LIMIT),
  participant_limit: queryWhole(0, THREAD_PARTICIPANTS_MAX_LIMIT),
  member_limit: queryWhole(0, MEMBERS_MAX_LIMIT),
  watch: queryFlag,
  user_id: optionalUserId,
})

/** Keys of a thread that only the server writes. */
const READ_ONLY = [
  'channel_cid',
  'channel',
  'parent_message_id',
  'parent_message',
  'created_by_user_id',
  'created_by',
  'reply_count',
  'participant_count',
  'active_participant_count',
  'thread_participants',
  'last_message_at',
  'created_at',
  'updated_at',
  'deleted_at',
  'latest_replies',
  'read',
  'draft',
] as const

/** NOTE: `custom` and paths below it are taken apart where the thread is known. */
const threadSet = withCustom(
  { title: optionalText(THREAD_TITLE_MAX_LENGTH) },
  { readOnly: READ_ONLY, maxBytes: THREAD_CUSTOM_MAX_BYTES },
)

/** `PATCH threads/{message_id}`. */
export const PartialUpdateThreadBody = jsonObject(partialUpdate(threadSet, acting))

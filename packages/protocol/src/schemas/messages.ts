import { z } from 'zod'
import {
  CURSOR_MAX_LENGTH,
  MESSAGE_ATTACHMENTS_MAX_BYTES,
  MESSAGE_CUSTOM_MAX_BYTES,
  MESSAGE_HISTORY_MAX_LIMIT,
  MESSAGE_IDS_PER_REQUEST,
  MESSAGE_MAX_ATTACHMENTS,
  MESSAGE_MAX_MENTIONED_USERS,
  MESSAGE_MAX_RESTRICTED_VISIBILITY,
  MESSAGES_MAX_LIMIT,
  QUERY_MAX_OFFSET,
  REQUEST_BODY_MAX_BYTES,
} from '../limits.ts'
import { jsonBytes, withCustom } from './custom.ts'
import { messageId, optionalMessageId, optionalPollId, optionalUserId, userId } from './ids.ts'
import { jsonObject } from './json.ts'
import { sharedLocation } from './locations.ts'
import { partialUpdate } from './partial.ts'
import {
  anyText,
  expected,
  filter,
  limit,
  list,
  looseObject,
  object,
  objectOrEmptyArray,
  offset,
  oneBound,
  optional,
  optionalFlag,
  optionalList,
  optionalObject,
  optionalOneOf,
  optionalText,
  queryFlag,
  queryWhole,
  text,
} from './primitives.ts'
import { sort } from './sort.ts'
import { clearableTime, unsetTime } from './time.ts'
import { acting } from './users.ts'

/** NOTE: how long a text may be is the channel's to say, with an error of its own (20). */
const messageText = optional(anyText(REQUEST_BODY_MAX_BYTES))

const optionalString = optional(anyText())

const action = looseObject({
  name: optionalString,
  text: optionalString,
  style: optionalString,
  type: optionalString,
  value: optionalString,
})

/** An attachment: its known keys are checked, the others are kept. */
export const AttachmentRequest = objectOrEmptyArray(
  looseObject({
    type: optionalString,
    author_name: optionalString,
    title: optionalString,
    title_link: optionalString,
    text: optionalString,
    image_url: optionalString,
    thumb_url: optionalString,
    asset_url: optionalString,
    og_scrape_url: optionalString,
    mime_type: optionalString,
    fallback: optionalString,
    actions: optionalList(action, 25),
  }),
)

const attachments = optional(
  list(AttachmentRequest, MESSAGE_MAX_ATTACHMENTS).refine(
    value => value.length === 0 || jsonBytes(value) <= MESSAGE_ATTACHMENTS_MAX_BYTES,
    { error: `must have at most ${MESSAGE_ATTACHMENTS_MAX_BYTES} bytes together` },
  ),
)

/** A user id; of a whole user (as replies have them) its id. */
const idOfUser = z.preprocess(
  value => (typeof value === 'object' && value !== null && 'id' in value ? value.id : value),
  userId,
)

function idsOfUsers(max: number) {
  return optional(list(idOfUser, max).transform(ids => [...new Set(ids)]))
}

const content = {
  text: messageText,
  mml: optional(anyText(REQUEST_BODY_MAX_BYTES)),
  html: optional(anyText(REQUEST_BODY_MAX_BYTES)),
  attachments,
  mentioned_users: idsOfUsers(MESSAGE_MAX_MENTIONED_USERS),
  quoted_message_id: optionalMessageId,
  silent: optionalFlag,
  pinned: optionalFlag,
  pin_expires: clearableTime,
  poll_id: optionalPollId,
  shared_location: sharedLocation,
}

/** Keys of a message that only the server writes. */
const READ_ONLY = [
  'cid',
  'member',
  'latest_reactions',
  'own_reactions',
  'reaction_counts',
  'reaction_scores',
  'reaction_groups',
  'reply_count',
  'deleted_reply_count',
  'thread_participants',
  'quoted_message',
  'shadowed',
  'pinned_at',
  'pinned_by',
  'command',
  'args',
  'command_info',
  'i18n',
  'image_labels',
  'poll',
  'reminder',
  'moderation',
  'deleted_at',
  'deleted_for_me',
  'message_text_updated_at',
  'created_at',
  'updated_at',
  'channel',
  'before_message_send_failed',
] as const

const rule = { readOnly: READ_ONLY, maxBytes: MESSAGE_CUSTOM_MAX_BYTES }

/** A message to store. Types other than `system` are the server's to decide. */
export const MessageRequest = withCustom(
  {
    id: optionalMessageId,
    type: optionalOneOf(['regular', 'reply', 'system']),
    ...content,
    parent_id: optionalMessageId,
    show_in_channel: optionalFlag,
    restricted_visibility: idsOfUsers(MESSAGE_MAX_RESTRICTED_VISIBILITY),
    ...acting,
  },
  rule,
)

/** A message that is kept before it is sent. Its custom data may stand at the root or under `custom`. */
export function draftMessage(maxBytes: number) {
  return withCustom(
    {
      id: optionalMessageId,
      type: optionalOneOf(['regular', 'reply', 'system']),
      text: messageText,
      mml: content.mml,
      html: content.html,
      attachments,
      mentioned_users: content.mentioned_users,
      quoted_message_id: optionalMessageId,
      silent: optionalFlag,
      poll_id: optionalPollId,
      parent_id: optionalMessageId,
      show_in_channel: optionalFlag,
      ...acting,
    },
    { readOnly: READ_ONLY, maxBytes },
  )
}

const metadata = optionalObject(
  z.record(z.string(), anyText(1024), { error: expected('an object of texts') }),
)

/** `POST channels/{type}/{id}/message`. */
export const SendMessageBody = jsonObject(
  object({
    message: MessageRequest,
    ...acting,
    skip_push: optionalFlag,
    skip_enrich_url: optionalFlag,
    keep_channel_hidden: optionalFlag,
    pending: optionalFlag,
    is_pending_message: optionalFlag,
    pending_message_metadata: metadata,
    force_moderation: optionalFlag,
  }),
)

/** `POST messages/{id}`: the whole new content. The id of the path counts. */
export const UpdateMessageBody = jsonObject(
  object({ message: MessageRequest, ...acting, skip_push: optionalFlag, skip_enrich_url: optionalFlag }),
)

const messageSet = withCustom(content, {
  ...rule,
  readOnly: [
    ...READ_ONLY,
    'id',
    'type',
    'user',
    'user_id',
    'parent_id',
    'show_in_channel',
    'restricted_visibility',
  ],
})

/** `PUT messages/{id}`. */
export const PartialUpdateMessageBody = jsonObject(
  partialUpdate(messageSet, { ...acting, skip_enrich_url: optionalFlag }),
)

/** Query of `GET messages/{id}`. */
export const GetMessageQuery = object({ show_deleted_message: queryFlag, user_id: optionalUserId })

/** Query of `DELETE messages/{id}`. */
export const DeleteMessageQuery = object({
  hard: queryFlag,
  delete_for_me: queryFlag,
  deleted_by: optionalUserId,
  user_id: optionalUserId,
})

/** Query of `GET channels/{type}/{id}/messages`. */
export const GetMessagesQuery = object({
  ids: text(REQUEST_BODY_MAX_BYTES)
    .transform(value => value.split(',').filter(id => id !== ''))
    .pipe(list(messageId, MESSAGE_IDS_PER_REQUEST)),
  user_id: optionalUserId,
})

/** Query of `GET messages/{id}/replies`. `offset` is ignored. */
export const RepliesQuery = object({
  limit: queryWhole(0, MESSAGES_MAX_LIMIT),
  id_lt: optionalMessageId,
  id_lte: optionalMessageId,
  id_gt: optionalMessageId,
  id_gte: optionalMessageId,
  id_around: optionalMessageId,
  user_id: optionalUserId,
})

/** `POST messages/{id}/undelete`. */
export const UndeleteMessageBody = jsonObject(object({ undeleted_by: userId }))

/** `POST messages/{id}/translate`. */
export const TranslateMessageBody = jsonObject(object({ language: text(16), ...acting }))

const pinnedBounds = {
  id_lt: optionalMessageId,
  id_lte: optionalMessageId,
  id_gt: optionalMessageId,
  id_gte: optionalMessageId,
  id_around: optionalMessageId,
  pinned_at_before: unsetTime,
  pinned_at_before_or_equal: unsetTime,
  pinned_at_after: unsetTime,
  pinned_at_after_or_equal: unsetTime,
  pinned_at_around: unsetTime,
}

/** `payload` of `GET channels/{type}/{id}/pinned_messages`. */
export const PinnedMessagesPayload = jsonObject(
  object({
    limit: limit(MESSAGES_MAX_LIMIT),
    offset: offset(QUERY_MAX_OFFSET),
    sort,
    ...pinnedBounds,
    ...acting,
  }).superRefine(oneBound(Object.keys(pinnedBounds))),
)

/** `POST messages/history`. */
export const MessageHistoryBody = jsonObject(
  object({
    filter,
    sort,
    limit: limit(MESSAGE_HISTORY_MAX_LIMIT),
    next: optionalText(CURSOR_MAX_LENGTH),
    prev: optionalText(CURSOR_MAX_LENGTH),
  }),
)

/** A message posted along with a change of a channel; what has no content is none. */
export const sideMessage = z
  .preprocess(value => (isEmptyMessage(value) ? undefined : value), MessageRequest.optional())
  .optional()

function isEmptyMessage(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}

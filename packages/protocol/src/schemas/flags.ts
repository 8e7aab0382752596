import { z } from 'zod'
import {
  FLAG_CUSTOM_MAX_BYTES,
  FLAGS_MAX_LIMIT,
  MODERATION_REASON_MAX_LENGTH,
  QUERY_MAX_OFFSET,
} from '../limits.ts'
import { jsonBytes } from './custom.ts'
import { optionalMessageId, optionalUserId } from './ids.ts'
import { jsonObject } from './json.ts'
import { MessageSchema, UserSchema } from './objects.ts'
import { anyObject, filter, limit, object, offset, optionalObject, optionalText, text } from './primitives.ts'
import { reply } from './replies.ts'
import { acting } from './users.ts'

/** JSON of the app's own under a key of its own; `[]` is unset. */
const custom = optionalObject(
  anyObject.superRefine((value, context) => {
    const bytes = jsonBytes(value)
    if (bytes <= FLAG_CUSTOM_MAX_BYTES) return
    const message = `has ${bytes} bytes as JSON, at most ${FLAG_CUSTOM_MAX_BYTES} are allowed`
    context.addIssue({ code: 'custom', message })
  }),
)

interface Target {
  target_message_id?: string | undefined
  target_user_id?: string | undefined
}

function checkTarget({ target_message_id, target_user_id }: Target, context: z.RefinementCtx): void {
  if ((target_message_id === undefined) !== (target_user_id === undefined)) return
  const message = 'must be given, or target_user_id; not both'
  context.addIssue({ code: 'custom', path: ['target_message_id'], message })
}

const target = { target_message_id: optionalMessageId, target_user_id: optionalUserId }

/** `POST moderation/flag`. */
export const FlagBody = jsonObject(
  object({ ...target, reason: optionalText(MODERATION_REASON_MAX_LENGTH), custom, ...acting }).superRefine(
    checkTarget,
  ),
)

/** `POST moderation/unflag`. */
export const UnflagBody = jsonObject(object({ ...target, ...acting }).superRefine(checkTarget))

const query = {
  filter_conditions: filter,
  limit: limit(FLAGS_MAX_LIMIT),
  offset: offset(QUERY_MAX_OFFSET),
  user_id: optionalUserId,
}

/** `payload` of `GET moderation/flags/message`. */
export const QueryMessageFlagsPayload = jsonObject(object(query))

/** `POST moderation/reports`. */
export const QueryFlagReportsBody = jsonObject(object(query))

/** Path of `moderation/reports/{id}`. */
export const FlagReportPath = object({ id: text(64) })

/** `PATCH moderation/reports/{id}`. */
export const ReviewFlagReportBody = jsonObject(
  object({ review_result: text(MODERATION_REASON_MAX_LENGTH), review_details: custom, ...acting }),
)

const time = z.string()
const anyJson = z.record(z.string(), z.unknown())

/** What the server found in a message. */
export const ModerationResultSchema = z.object({
  message_id: z.string(),
  action: z.enum(['flag', 'block']),
  moderated_by: z.string(),
  blocked_word: z.string().exactOptional(),
  blocklist_name: z.string().exactOptional(),
  created_at: time,
  updated_at: time,
})

const flagged = {
  user: UserSchema.nullable(),
  reason: z.string().exactOptional(),
  custom: anyJson.exactOptional(),
  created_by_automod: z.boolean(),
  created_at: time,
  updated_at: time,
}

/** Somebody, or the server, wants something to be looked at. */
export const FlagSchema = z.object({
  ...flagged,
  target_message_id: z.string().exactOptional(),
  target_user: UserSchema.nullable(),
})

const reviewed = { reviewed_at: time.exactOptional(), reviewed_by: UserSchema.nullable().exactOptional() }

/** A flag of a message. */
export const MessageFlagSchema = z.object({
  ...flagged,
  message: MessageSchema.nullable(),
  moderation_result: ModerationResultSchema.exactOptional(),
  ...reviewed,
  approved_at: time.exactOptional(),
  rejected_at: time.exactOptional(),
})

/** All flags of one thing. */
export const FlagReportSchema = z.object({
  id: z.string(),
  message: MessageSchema.nullable().exactOptional(),
  user: UserSchema.nullable().exactOptional(),
  flags_count: z.int().min(0),
  message_user_id: z.string(),
  channel_cid: z.string().exactOptional(),
  created_at: time,
  updated_at: time,
  review_result: z.string().exactOptional(),
  review_details: anyJson.exactOptional(),
  ...reviewed,
})

/** Reply of `POST moderation/flag`. */
export const FlagReply = reply({ flag: FlagSchema })
/** Reply of `GET moderation/flags/message`. */
export const QueryMessageFlagsReply = reply({ flags: z.array(MessageFlagSchema) })
/** Reply of `POST moderation/reports`. */
export const QueryFlagReportsReply = reply({ flag_reports: z.array(FlagReportSchema) })
/** Reply of `PATCH moderation/reports/{id}`. */
export const ReviewFlagReportReply = reply({ flag_report: FlagReportSchema })

import { z } from 'zod'
import {
  MESSAGE_TEXT_HIGHEST_MAX_LENGTH,
  MESSAGE_TEXT_LOWEST_MAX_LENGTH,
  PARTITION_TTL_MIN_SECONDS,
} from '../limits.ts'
import { duration } from './duration.ts'
import { grantModifier, name, permissionId } from './ids.ts'
import { isUnsetObject, jsonObject } from './json.ts'
import {
  expected,
  list,
  object,
  optional,
  optionalFlag,
  optionalList,
  optionalObject,
  optionalOneOf,
  optionalText,
  optionalUnlessEmpty,
  whole,
} from './primitives.ts'

const behavior = optionalOneOf(['flag', 'block'])

const messageLength = whole(MESSAGE_TEXT_LOWEST_MAX_LENGTH, MESSAGE_TEXT_HIGHEST_MAX_LENGTH)

/** 0 is unset, as backend SDKs send it. */
const maxMessageLength = z
  .preprocess(value => (value === 0 || value === null ? undefined : value), messageLength.optional())
  .optional()

/** A command's name; of a whole command (as GET shows it) its name. */
const commandName = z.preprocess(
  value => (typeof value === 'object' && value !== null && 'name' in value ? value.name : value),
  name,
)

const commands = optionalList(commandName, 100)

const score = optional(
  z
    .number({ error: expected('a number from 0 to 1') })
    .min(0, { error: 'must be a number from 0 to 1' })
    .max(1, { error: 'must be a number from 0 to 1' }),
)

const threshold = optionalObject(object({ flag: score, block: score }))

/** Null switches them off. */
const automodThresholds = z
  .preprocess(
    value => (Array.isArray(value) && value.length === 0 ? null : value),
    object({ explicit: threshold, spam: threshold, toxic: threshold }).nullable().optional(),
  )
  .optional()

/** Role to ids; PHP's `[]` is `{}`. */
function grantsOf<Id extends z.ZodType<string>>(id: Id) {
  return z.preprocess(
    value => (Array.isArray(value) && value.length === 0 ? {} : value),
    z.record(name, list(id, 500), { error: expected('an object of role to permission ids') }),
  )
}

/** Replaces the roles it names; null brings the defaults back. */
export const grants = grantsOf(permissionId).nullable().optional()

const overridable = {
  typing_events: optionalFlag,
  reactions: optionalFlag,
  replies: optionalFlag,
  quotes: optionalFlag,
  uploads: optionalFlag,
  url_enrichment: optionalFlag,
  count_messages: optionalFlag,
  user_message_reminders: optionalFlag,
  shared_locations: optionalFlag,
  max_message_length: maxMessageLength,
  blocklist: optionalText(64),
  blocklist_behavior: behavior,
  commands,
}

const overrides = z.strictObject(
  { ...overridable, grants: optional(grantsOf(grantModifier)) },
  {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? `can't override ${issue.keys.join(', ')}; what a channel may have of its own: ${[...Object.keys(overridable), 'grants'].join(', ')}`
        : expected('an object')(issue),
  },
)

/** What a channel has otherwise than its type; `{}` and `[]` remove every override. */
export const configOverrides = z
  .preprocess(value => (isUnsetObject(value) && value !== undefined ? {} : value), overrides.optional())
  .optional()

const settings = {
  ...overridable,
  read_events: optionalFlag,
  connect_events: optionalFlag,
  custom_events: optionalFlag,
  delivery_events: optionalFlag,
  search: optionalFlag,
  mutes: optionalFlag,
  push_notifications: optionalFlag,
  reminders: optionalFlag,
  mark_messages_pending: optionalFlag,
  polls: optionalFlag,
  skip_last_msg_update_for_system_msgs: optionalFlag,
  message_retention: optionalUnlessEmpty(
    z
      .string({ error: expected('"infinite" or a number of days as text') })
      .regex(/^(infinite|[1-9]\d{0,5})$/, {
        error: 'must be "infinite" or a number of days as text',
      }),
  ),
  automod: optionalOneOf(['disabled', 'simple', 'AI']),
  automod_behavior: behavior,
  automod_thresholds: automodThresholds,
  blocklists: optionalList(object({ blocklist: name, behavior: optionalOneOf(['flag', 'block']) }), 15),
  partition_size: z
    .preprocess(value => (value === 0 ? null : value), whole(10, 1_000_000).nullable().optional())
    .optional(),
  partition_ttl: z
    .preprocess(
      value => (value === '' ? null : value),
      duration(PARTITION_TTL_MIN_SECONDS).nullable().optional(),
    )
    .optional(),
  message_throttle: object({ per_second: whole(1, 10_000), burst: whole(1, 100_000) })
    .nullable()
    .optional(),
}

/** `PUT channeltypes/{name}`: only what is given changes. Unknown keys are ignored. */
export const UpdateChannelTypeBody = jsonObject(object({ ...settings, grants }))

/** `POST channeltypes`. */
export const CreateChannelTypeBody = jsonObject(object({ name, ...settings, grants }))

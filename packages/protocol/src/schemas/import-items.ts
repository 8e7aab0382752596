import { z } from 'zod'
import {
  CHANNEL_CUSTOM_MAX_BYTES,
  DEVICE_ID_MAX_LENGTH,
  MEMBER_CUSTOM_MAX_BYTES,
  MEMBERS_PER_REQUEST,
  MESSAGE_ATTACHMENTS_MAX_BYTES,
  MESSAGE_CUSTOM_MAX_BYTES,
  MESSAGE_MAX_ATTACHMENTS,
  MESSAGE_MAX_MENTIONED_USERS,
  MESSAGE_MAX_RESTRICTED_VISIBILITY,
  MESSAGE_TEXT_HIGHEST_MAX_LENGTH,
  REACTION_CUSTOM_MAX_BYTES,
  TEAMS_PER_USER,
  USER_CUSTOM_MAX_BYTES,
} from '../limits.ts'
import { jsonBytes } from './custom.ts'
import {
  channelId,
  channelRole,
  cid,
  messageId,
  name,
  optionalMessageId,
  optionalUserId,
  team,
  userId,
  userRole,
} from './ids.ts'
import { jsonObject } from './json.ts'
import { AttachmentRequest } from './messages.ts'
import {
  anyObject,
  anyText,
  expected,
  list,
  looseObject,
  oneOf,
  optional,
  optionalFlag,
  optionalList,
  optionalObject,
  optionalText,
  optionalUnlessEmpty,
  text,
  whole,
} from './primitives.ts'
import { time, unsetTime } from './time.ts'

// The lines of an import's file, by `type`.

/** An item with custom data: under `custom`, or at its root like everywhere else. */
function item<Shape extends z.ZodRawShape>(shape: Shape, maxBytes: number) {
  const whole = looseObject({ ...shape, custom: optionalObject(anyObject) }).transform((value, context) => {
    const known: Record<string, unknown> = {}
    const custom: Record<string, unknown> = {}
    for (const [key, part] of Object.entries(value)) {
      if (Object.hasOwn(shape, key)) known[key] = part
      else if (key !== 'custom') custom[key] = part
    }
    Object.assign(custom, value.custom)
    if (jsonBytes(custom) > maxBytes) {
      const message = `must have at most ${maxBytes} bytes of custom data`
      context.issues.push({ code: 'custom', input: undefined, message })
    }
    return { ...(known as z.output<z.ZodObject<Shape>>), custom }
  })
  return jsonObject(whole)
}

const userIds = (max: number) => optionalList(userId, max)
const memberIds = optional(
  list(userId, MEMBERS_PER_REQUEST).min(1, { error: 'must have at least one entry' }),
)

/** Which channel: by its id, or by its members. */
const ofChannel = {
  channel_type: name,
  channel_id: optionalUnlessEmpty(channelId),
  channel_member_ids: memberIds,
}

/** Exactly one of two keys. */
function either<Schema extends z.ZodType>(schema: Schema, one: string, other: string) {
  return schema.refine(
    value => {
      const given = value as Record<string, unknown>
      return (given[one] === undefined) !== (given[other] === undefined)
    },
    { error: `must have ${one} or ${other}, and not both` },
  )
}

const user = item(
  {
    id: userId,
    role: optionalUnlessEmpty(userRole),
    teams: optionalList(team, TEAMS_PER_USER),
    teams_role: optionalObject(z.record(team, userRole, { error: expected('an object of team to role') })),
    language: optional(anyText(16)),
    invisible: optionalFlag,
    privacy_settings: optionalObject(anyObject),
    push_preferences: optionalObject(anyObject),
    blocked_user_ids: userIds(1000),
    user_mutes: userIds(1000),
    channel_mutes: optionalList(cid, 1000),
    created_at: unsetTime,
    deactivated_at: unsetTime,
    deleted_at: unsetTime,
  },
  USER_CUSTOM_MAX_BYTES,
)

const device = item(
  {
    id: text(DEVICE_ID_MAX_LENGTH),
    user_id: userId,
    push_provider_type: oneOf(['apn', 'firebase', 'huawei', 'xiaomi', 'web']),
    push_provider_name: optionalText(255),
    created_at: unsetTime,
  },
  0,
)

const futureBan = item(
  {
    created_by: userId,
    target_id: userId,
    shadow: optionalFlag,
    reason: optionalText(),
    created_at: unsetTime,
  },
  0,
)

const channel = either(
  item(
    {
      type: name,
      id: optionalUnlessEmpty(channelId),
      member_ids: memberIds,
      created_by: userId,
      team: optionalUnlessEmpty(team),
      frozen: optionalFlag,
      disabled: optionalFlag,
      truncated_at: unsetTime,
      banned_users: userIds(1000),
      created_at: unsetTime,
    },
    CHANNEL_CUSTOM_MAX_BYTES,
  ),
  'id',
  'member_ids',
)

const member = either(
  item(
    {
      ...ofChannel,
      user_id: userId,
      channel_role: optionalUnlessEmpty(channelRole),
      created_at: unsetTime,
      last_read: unsetTime,
      archived_at: unsetTime,
      hide_channel: optionalFlag,
      hide_messages_before: unsetTime,
      invited: optionalFlag,
      invited_accepted_at: unsetTime,
      invited_rejected_at: unsetTime,
    },
    MEMBER_CUSTOM_MAX_BYTES,
  ),
  'channel_id',
  'channel_member_ids',
)

const PIN = ['pinned_at', 'pinned_by_id', 'pin_expires'] as const

const message = either(
  item(
    {
      ...ofChannel,
      id: messageId,
      type: oneOf(['regular', 'reply', 'deleted', 'system']),
      user: userId,
      text: optional(anyText(MESSAGE_TEXT_HIGHEST_MAX_LENGTH)),
      html: optional(anyText(4 * MESSAGE_TEXT_HIGHEST_MAX_LENGTH)),
      parent_id: optionalMessageId,
      show_in_channel: optionalFlag,
      silent: optionalFlag,
      quoted_message_id: optionalMessageId,
      mentioned_users_ids: userIds(MESSAGE_MAX_MENTIONED_USERS),
      attachments: optional(
        list(AttachmentRequest, MESSAGE_MAX_ATTACHMENTS).refine(
          value => value.length === 0 || jsonBytes(value) <= MESSAGE_ATTACHMENTS_MAX_BYTES,
          { error: `must have at most ${MESSAGE_ATTACHMENTS_MAX_BYTES} bytes together` },
        ),
      ),
      pinned_at: unsetTime,
      pinned_by_id: optionalUserId,
      pin_expires: unsetTime,
      restricted_visibility: userIds(MESSAGE_MAX_RESTRICTED_VISIBILITY),
      created_at: unsetTime,
      deleted_at: unsetTime,
    },
    MESSAGE_CUSTOM_MAX_BYTES,
  )
    .refine(
      value => PIN.every(key => value[key] === undefined) || PIN.every(key => value[key] !== undefined),
      {
        error: `must have all of ${PIN.join(', ')}, or none`,
      },
    )
    .refine(value => value.type !== 'reply' || value.parent_id !== undefined, {
      error: 'must have parent_id, as it is a reply',
    }),
  'channel_id',
  'channel_member_ids',
)

const reaction = item(
  {
    message_id: messageId,
    type: name,
    user_id: userId,
    score: optional(whole(-1_000_000, 1_000_000)),
    created_at: time,
  },
  REACTION_CUSTOM_MAX_BYTES,
)

/** What an import's file may have, in the order in which it has it. */
export const IMPORT_ITEMS = {
  user,
  device,
  future_channel_ban: futureBan,
  channel,
  member,
  message,
  reaction,
} as const

export type ImportItemType = keyof typeof IMPORT_ITEMS

/** The data of an item, checked. */
export type ImportItem<Type extends ImportItemType = ImportItemType> = z.output<(typeof IMPORT_ITEMS)[Type]>

/** Whether a file may have items of this type. */
export function isImportItemType(type: unknown): type is ImportItemType {
  return typeof type === 'string' && Object.hasOwn(IMPORT_ITEMS, type)
}

import { z } from 'zod'
import { CHANNEL_CUSTOM_MAX_BYTES, CHANNELS_PER_DELETE } from '../limits.ts'
import { configOverrides } from './channel-types.ts'
import { channelFields, memberList } from './channels.ts'
import { cid, name } from './ids.ts'
import { jsonObject } from './json.ts'
import { sideMessage } from './messages.ts'
import {
  anyObject,
  list,
  object,
  oneOf,
  optional,
  optionalFlag,
  optionalObject,
  optionalUnlessEmpty,
  queryFlag,
  whole,
} from './primitives.ts'
import { unsetTime } from './time.ts'
import { acting } from './users.ts'

/** Query of `DELETE channels/{type}/{id}`. */
export const DeleteChannelQuery = object({ hard_delete: queryFlag })

/** `POST channels/delete`. */
export const DeleteChannelsBody = jsonObject(
  object({
    cids: list(cid, CHANNELS_PER_DELETE).min(1, { error: 'must name at least one channel' }),
    hard_delete: optionalFlag,
  }),
)

/** `POST channels/{type}/{id}/truncate`. */
export const TruncateChannelBody = jsonObject(
  object({
    hard_delete: optionalFlag,
    skip_push: optionalFlag,
    truncated_at: unsetTime,
    message: sideMessage,
    ...acting,
  }),
)

/** `POST channels/{type}/{id}/hide`. */
export const HideChannelBody = jsonObject(object({ clear_history: optionalFlag, ...acting }))

/** `POST channels/{type}/{id}/show`. */
export const ShowChannelBody = jsonObject(object(acting))

/** A hundred years are for good. */
const MUTE_MAX_MS = 100 * 365 * 24 * 60 * 60 * 1000

/** `POST moderation/mute/channel`; an expiration of 0 is none. */
export const MuteChannelBody = jsonObject(
  object({ channel_cid: cid, expiration: optional(whole(0, MUTE_MAX_MS)), ...acting }),
)

/** `POST moderation/unmute/channel`. */
export const UnmuteChannelBody = jsonObject(object({ channel_cid: cid, ...acting }))

const OPERATIONS = [
  'addMembers',
  'removeMembers',
  'inviteMembers',
  'assignRoles',
  'addModerators',
  'demoteModerators',
  'hide',
  'show',
  'archive',
  'unarchive',
  'updateData',
] as const

/** `{$eq: one}` or `{$in: [some]}`; the output is a list. */
function either<Item extends z.ZodType<string>>(item: Item) {
  return optionalObject(
    object({ $eq: optionalUnlessEmpty(item), $in: optional(list(item, 1_000)) }).transform(
      (filter, context) => {
        if ((filter.$eq === undefined) !== (filter.$in === undefined))
          return filter.$in ?? [String(filter.$eq)]
        context.issues.push({ code: 'custom', input: filter, message: 'must have either $eq or $in' })
        return z.NEVER
      },
    ),
  )
}

const batchData = object({
  frozen: channelFields.frozen,
  disabled: channelFields.disabled,
  team: channelFields.team,
  auto_translation_enabled: channelFields.auto_translation_enabled,
  auto_translation_language: channelFields.auto_translation_language,
  config_overrides: configOverrides,
  custom: optionalObject(
    anyObject.refine(custom => JSON.stringify(custom).length <= CHANNEL_CUSTOM_MAX_BYTES, {
      error: `must be at most ${CHANNEL_CUSTOM_MAX_BYTES} bytes as JSON`,
    }),
  ),
})

/** `PUT channels/batch`. */
export const ChannelBatchBody = jsonObject(
  object({
    operation: oneOf(OPERATIONS),
    filter: object({ cids: either(cid), types: either(name) }).refine(
      filter => filter.cids !== undefined || filter.types !== undefined,
      { error: 'must have cids or types, each {"$eq": …} or {"$in": […]}: which channels?' },
    ),
    members: memberList,
    data: optionalObject(batchData),
  }).superRefine((body, context) => {
    const isData = body.operation === 'updateData'
    if (isData && body.data === undefined) {
      context.addIssue({ code: 'custom', path: ['data'], message: 'is required by updateData' })
    }
    if (!isData && !body.members?.length) {
      context.addIssue({
        code: 'custom',
        path: ['members'],
        message: `must name users for ${body.operation}`,
      })
    }
  }),
)

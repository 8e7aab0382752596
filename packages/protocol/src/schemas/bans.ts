import { z } from 'zod'
import {
  BANS_MAX_LIMIT,
  MODERATION_REASON_MAX_LENGTH,
  MODERATION_TIMEOUT_MAX_MINUTES,
  QUERY_MAX_OFFSET,
} from '../limits.ts'
import { channelId, name, optionalUserId, userId } from './ids.ts'
import { jsonObject } from './json.ts'
import { ChannelSchema, UserSchema } from './objects.ts'
import {
  filter,
  limit,
  object,
  offset,
  optionalFlag,
  optionalOneOf,
  optionalText,
  optionalUnlessEmpty,
  queryFlag,
  whole,
} from './primitives.ts'
import { reply } from './replies.ts'
import { sort } from './sort.ts'
import { acting } from './users.ts'

/** Minutes; null, absent and 0 are "for good". */
export const timeoutMinutes = whole(0, MODERATION_TIMEOUT_MAX_MINUTES)
  .nullish()
  .transform(value => value || undefined)

/** A channel, or none at all. */
const scope = { type: optionalUnlessEmpty(name), id: optionalUnlessEmpty(channelId) }

function checkScope(
  { type, id }: { type?: string | undefined; id?: string | undefined },
  context: z.RefinementCtx,
) {
  if ((type === undefined) === (id === undefined)) return
  const [missing, given] = type === undefined ? ['type', 'id'] : ['id', 'type']
  context.addIssue({
    code: 'custom',
    path: [missing],
    message: `must be given with ${given}: both name the channel`,
  })
}

/** `POST moderation/ban`. */
export const BanUserBody = jsonObject(
  object({
    target_user_id: userId,
    ...scope,
    timeout: timeoutMinutes,
    reason: optionalText(MODERATION_REASON_MAX_LENGTH),
    shadow: optionalFlag,
    ip_ban: optionalFlag,
    ban_from_future_channels: optionalFlag,
    delete_messages: optionalOneOf(['soft', 'pruning', 'hard']),
    banned_by_id: optionalUserId,
    banned_by: acting.user,
    ...acting,
  }).superRefine((body, context) => {
    checkScope(body, context)
    if (body.ban_from_future_channels && body.id === undefined) {
      const message = 'needs a channel: send type and id, too'
      context.addIssue({ code: 'custom', path: ['ban_from_future_channels'], message })
    }
    if (body.ip_ban && body.id !== undefined) {
      const message = 'bans from the whole app: leave type and id out'
      context.addIssue({ code: 'custom', path: ['ip_ban'], message })
    }
  }),
)

/** Query of `DELETE moderation/ban`. `shadow` is taken and means nothing: every kind of ban is lifted. */
export const UnbanUserQuery = object({
  target_user_id: userId,
  ...scope,
  shadow: queryFlag,
  remove_future_channels_ban: queryFlag,
  created_by: optionalUserId,
  user_id: optionalUserId,
}).superRefine(checkScope)

/** `payload` of `GET query_banned_users`. */
export const QueryBannedUsersPayload = jsonObject(
  object({
    filter_conditions: filter,
    sort,
    limit: limit(BANS_MAX_LIMIT),
    offset: offset(QUERY_MAX_OFFSET),
    user_id: optionalUserId,
  }),
)

/** `payload` of `GET query_future_channel_bans`. */
export const QueryFutureChannelBansPayload = jsonObject(
  object({
    user_id: optionalUserId,
    target_user_id: optionalUserId,
    exclude_expired_bans: optionalFlag,
    limit: limit(BANS_MAX_LIMIT),
    offset: offset(QUERY_MAX_OFFSET),
  }),
)

const banned = {
  reason: z.string().exactOptional(),
  expires: z.string().exactOptional(),
  shadow: z.boolean(),
  created_at: z.string(),
}

/** Somebody may not write. */
export const BanSchema = z.object({
  user: UserSchema,
  banned_by: UserSchema.nullable(),
  channel: ChannelSchema.exactOptional(),
  ...banned,
})

/** Somebody will be banned from new channels. */
export const FutureChannelBanSchema = z.object({
  user: UserSchema.exactOptional(),
  banned_by: UserSchema,
  ...banned,
})

/** Reply of `GET query_banned_users`. */
export const QueryBannedUsersReply = reply({ bans: z.array(BanSchema) })
/** Reply of `GET query_future_channel_bans`. */
export const QueryFutureChannelBansReply = reply({ bans: z.array(FutureChannelBanSchema) })

import { z } from 'zod'
import {
  CHANNEL_CUSTOM_MAX_BYTES,
  CHANNEL_MEMBERS_MAX_LIMIT,
  CHANNEL_MEMBERS_MAX_OFFSET,
  CHANNELS_MAX_LIMIT,
  COOLDOWN_MAX_SECONDS,
  DELIVERED_PER_REQUEST,
  FILTER_TAGS_PER_CHANNEL,
  MEMBER_CUSTOM_MAX_BYTES,
  MEMBERS_MAX_LIMIT,
  MEMBERS_PER_REQUEST,
  MESSAGES_MAX_LIMIT,
  QUERY_MAX_OFFSET,
} from '../limits.ts'
import { configOverrides } from './channel-types.ts'
import { withCustom } from './custom.ts'
import { cid, messageId, name, optionalMessageId, optionalUserId, team, userId } from './ids.ts'
import { isUnsetObject, jsonObject } from './json.ts'
import { sideMessage } from './messages.ts'
import { partialUpdate } from './partial.ts'
import {
  anyText,
  filter,
  limit,
  list,
  object,
  offset,
  oneBound,
  optional,
  optionalFlag,
  optionalList,
  optionalObject,
  optionalUnlessEmpty,
  text,
  whole,
} from './primitives.ts'
import { sort } from './sort.ts'
import { unsetTime } from './time.ts'
import { acting } from './users.ts'

/** Keys of a member that only the server writes. */
const MEMBER_READ_ONLY = [
  'user',
  'role',
  'is_moderator',
  'status',
  'invited',
  'invite_accepted_at',
  'invite_rejected_at',
  'banned',
  'shadow_banned',
  'ban_expires',
  'archived_at',
  'pinned_at',
  'notifications_muted',
  'created_at',
  'updated_at',
  'deleted_at',
] as const

const memberRule = { readOnly: MEMBER_READ_ONLY, maxBytes: MEMBER_CUSTOM_MAX_BYTES }

const memberObject = withCustom({ user_id: userId, channel_role: optionalUnlessEmpty(name) }, memberRule)

/** A user id or a member object; the output is an object. `user: {id}` names the user too. */
export const MemberRequest = z.preprocess(asMember, memberObject)

function asMember(value: unknown): unknown {
  if (typeof value === 'string') return { user_id: value }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if ('user_id' in value && value.user_id) return value
  const user: unknown = 'user' in value ? value.user : undefined
  return typeof user === 'object' && user !== null && 'id' in user ? { ...value, user_id: user.id } : value
}

/** User ids or member objects. */
export const memberList = optionalList(MemberRequest, MEMBERS_PER_REQUEST)
const userIds = optionalList(
  z.preprocess(value => idOfMember(value), userId),
  MEMBERS_PER_REQUEST,
)

function idOfMember(value: unknown): unknown {
  const member = asMember(value)
  return typeof member === 'object' && member !== null && 'user_id' in member ? member.user_id : value
}

const filterTags = optionalList(text(64), FILTER_TAGS_PER_CHANNEL)

/** Keys of a channel that only the server writes. */
const CHANNEL_READ_ONLY = [
  'id',
  'type',
  'cid',
  'created_at',
  'updated_at',
  'deleted_at',
  'last_message_at',
  'member_count',
  'message_count',
  'config',
  'truncated_at',
  'truncated_by',
  'truncated_by_id',
  'hidden',
  'hide_messages_before',
  'muted',
  'mute_expires_at',
  'blocked',
  'own_capabilities',
] as const

const channelRule = { readOnly: CHANNEL_READ_ONLY, maxBytes: CHANNEL_CUSTOM_MAX_BYTES }

/** Built-in data of a channel that may change. */
export const channelFields = {
  team: optionalUnlessEmpty(team),
  frozen: optionalFlag,
  disabled: optionalFlag,
  auto_translation_enabled: optionalFlag,
  auto_translation_language: optional(anyText(16)),
}

const cooldown = optional(whole(0, COOLDOWN_MAX_SECONDS))

/** Channel data of get-or-create: used only when the channel is made. */
export const ChannelDataRequest = withCustom(
  {
    ...channelFields,
    cooldown,
    created_by: acting.user,
    created_by_id: optionalUserId,
    members: memberList,
    invites: memberList,
    filter_tags: filterTags,
    config_overrides: configOverrides,
  },
  channelRule,
)

/** Channel data of an update; who made the channel stays, whatever it says. */
const ChannelUpdateData = withCustom(
  { ...channelFields, cooldown },
  {
    ...channelRule,
    readOnly: [
      ...CHANNEL_READ_ONLY,
      'created_by',
      'created_by_id',
      'members',
      'invites',
      'config_overrides',
      'filter_tags',
    ],
  },
)

function unsetOr<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(value => (isUnsetObject(value) ? undefined : value), schema.optional()).optional()
}

/** Bounds of a page of messages; at most one may be set. */
const messageBounds = {
  id_lt: optionalMessageId,
  id_lte: optionalMessageId,
  id_gt: optionalMessageId,
  id_gte: optionalMessageId,
  id_around: optionalMessageId,
  created_at_before: unsetTime,
  created_at_before_or_equal: unsetTime,
  created_at_after: unsetTime,
  created_at_after_or_equal: unsetTime,
  created_at_around: unsetTime,
}

const messagePage = optionalObject(
  object({
    limit: limit(MESSAGES_MAX_LIMIT),
    offset: optional(whole(0, CHANNEL_MEMBERS_MAX_OFFSET)),
    ...messageBounds,
  }).superRefine(oneBound(Object.keys(messageBounds))),
)

const offsetPage = optionalObject(
  object({ limit: limit(CHANNEL_MEMBERS_MAX_LIMIT), offset: offset(CHANNEL_MEMBERS_MAX_OFFSET) }),
)

const subscription = { state: optionalFlag, watch: optionalFlag, presence: optionalFlag }

/** `POST channels/{type}/{id}/query`, and without `{id}` for the channel of some members. */
export const GetOrCreateChannelBody = jsonObject(
  object({
    data: unsetOr(ChannelDataRequest),
    ...subscription,
    messages: messagePage,
    members: offsetPage,
    watchers: offsetPage,
    hide_for_creator: optionalFlag,
    connection_id: optional(anyText(64)),
    ...acting,
  }),
)

/** `POST channels`. */
export const QueryChannelsBody = jsonObject(
  object({
    filter_conditions: filter,
    sort,
    limit: limit(CHANNELS_MAX_LIMIT),
    offset: offset(QUERY_MAX_OFFSET),
    message_limit: optional(whole(0, MESSAGES_MAX_LIMIT)),
    member_limit: optional(whole(0, MEMBERS_MAX_LIMIT)),
    predefined_filter: optional(anyText(255)),
    ...subscription,
    connection_id: optional(anyText(64)),
    ...acting,
  }),
)

/** `POST channels/{type}/{id}`. */
export const UpdateChannelBody = jsonObject(
  object({
    data: unsetOr(ChannelUpdateData),
    message: sideMessage,
    add_members: memberList,
    remove_members: userIds,
    add_moderators: userIds,
    demote_moderators: userIds,
    assign_roles: optionalList(memberObject, MEMBERS_PER_REQUEST),
    invites: memberList,
    accept_invite: optionalFlag,
    reject_invite: optionalFlag,
    add_filter_tags: filterTags,
    remove_filter_tags: filterTags,
    hide_history: optionalFlag,
    hide_history_before: unsetTime,
    cooldown,
    skip_push: optionalFlag,
    ...acting,
  }),
)

const channelSet = withCustom(
  { ...channelFields, cooldown, config_overrides: configOverrides, filter_tags: filterTags },
  { ...channelRule, readOnly: [...CHANNEL_READ_ONLY, 'created_by', 'created_by_id', 'members', 'invites'] },
)

/** `PATCH channels/{type}/{id}`. */
export const PartialUpdateChannelBody = jsonObject(partialUpdate(channelSet, acting))

const memberSet = withCustom(
  { pinned: optionalFlag, archived: optionalFlag, channel_role: optionalUnlessEmpty(name) },
  { ...memberRule, readOnly: [...MEMBER_READ_ONLY, 'user_id'] },
)

/** `PATCH channels/{type}/{id}/member/{user_id}`. */
export const PartialUpdateMemberBody = jsonObject(partialUpdate(memberSet, acting))

/** `payload` of `GET members`. */
export const QueryMembersPayload = jsonObject(
  object({
    type: name,
    id: optional(anyText(64)),
    members: optionalList(MemberRequest, MEMBERS_PER_REQUEST),
    filter_conditions: filter,
    sort,
    limit: limit(MEMBERS_MAX_LIMIT),
    offset: offset(QUERY_MAX_OFFSET),
    user_id_lt: optionalUserId,
    user_id_lte: optionalUserId,
    user_id_gt: optionalUserId,
    user_id_gte: optionalUserId,
    created_at_after: unsetTime,
    created_at_after_or_equal: unsetTime,
    created_at_before: unsetTime,
    created_at_before_or_equal: unsetTime,
    user_id: optionalUserId,
  }),
)

/** `POST channels/{type}/{id}/stop-watching`; `connection_id` may stand in the query instead. */
export const StopWatchingBody = jsonObject(object({ connection_id: optional(anyText(64)) }))

/** `POST channels/delivered`. */
export const MarkDeliveredBody = jsonObject(
  object({
    latest_delivered_messages: list(object({ cid, id: messageId }), DELIVERED_PER_REQUEST),
    ...acting,
  }),
)

/** `POST channels/{type}/{id}/read`. */
export const MarkReadBody = jsonObject(
  object({ message_id: optionalMessageId, thread_id: optionalMessageId, ...acting }),
)

/** `POST channels/{type}/{id}/unread`. */
export const MarkUnreadBody = jsonObject(
  object({
    message_id: optionalMessageId,
    thread_id: optionalMessageId,
    message_timestamp: unsetTime,
    ...acting,
  }).superRefine((body, context) => {
    const given = [body.message_id, body.thread_id, body.message_timestamp].filter(each => each !== undefined)
    if (given.length === 1) return
    context.addIssue({
      code: 'custom',
      message: `must have one of message_id, thread_id and message_timestamp, got ${given.length}`,
    })
  }),
)

/** `POST channels/read`. */
export const MarkAllReadBody = jsonObject(object(acting))

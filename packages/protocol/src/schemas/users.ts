import { z } from 'zod'
import {
  QUERY_MAX_OFFSET,
  TEAMS_PER_USER,
  TEXT_MAX_LENGTH,
  USER_CUSTOM_MAX_BYTES,
  USERS_MAX_LIMIT,
  USERS_PER_REQUEST,
} from '../limits.ts'
import { withCustom } from './custom.ts'
import { optionalUserId, team, userId, userRole } from './ids.ts'
import { isUnsetObject, jsonObject } from './json.ts'
import { partialUpdate } from './partial.ts'
import {
  anyText,
  expected,
  filter,
  flag,
  limit,
  list,
  looseObject,
  object,
  offset,
  oneOf,
  optional,
  optionalFlag,
  optionalList,
  optionalObject,
  optionalOneOf,
  optionalText,
  queryFlag,
  quoted,
} from './primitives.ts'
import { sort } from './sort.ts'
import { clearableTime } from './time.ts'

const toggle = optionalObject(object({ enabled: flag }))

const privacySettings = optionalObject(
  looseObject({ typing_indicators: toggle, read_receipts: toggle, delivery_receipts: toggle }),
)

const pushPreferences = optionalObject(
  looseObject({
    chat_level: optionalOneOf(['all', 'mentions', 'none']),
    call_level: optionalOneOf(['all', 'none']),
    disabled_until: clearableTime,
  }),
)

/** Keys of a user that only the server writes. */
const READ_ONLY = [
  'roles',
  'online',
  'last_active',
  'created_at',
  'updated_at',
  'deactivated_at',
  'deleted_at',
  'banned',
  'shadow_banned',
  'ban_expires',
  'merged_into',
  'devices',
  'mutes',
  'channel_mutes',
  'avg_response_time',
  'unread_count',
  'total_unread_count',
  'unread_channels',
  'unread_threads',
  'unread_thread_messages',
  'channel_unread_count',
  'channel_last_read_at',
  'latest_hidden_channels',
] as const

/** Keys of a user that a client can't write, beside those. */
const SERVER_ONLY = [
  'role',
  'teams',
  'teams_role',
  'blocked_user_ids',
  'revoke_tokens_issued_before',
] as const

const profile = {
  name: optional(anyText(TEXT_MAX_LENGTH)),
  image: optional(anyText(TEXT_MAX_LENGTH)),
  language: optional(anyText(16)),
  invisible: optionalFlag,
  privacy_settings: privacySettings,
  push_preferences: pushPreferences,
}

const teamsRole = optionalObject(z.record(team, userRole, { error: expected('an object of team to role') }))

const managed = {
  role: z
    .preprocess(value => (value === '' || value === null ? undefined : value), userRole.optional())
    .optional(),
  teams: optionalList(team, TEAMS_PER_USER),
  teams_role: teamsRole,
}

/** A user as a server writes it. */
export const UserRequest = withCustom(
  { id: userId, ...profile, ...managed, blocked_user_ids: optionalList(userId, 1000) },
  { readOnly: [...READ_ONLY, 'revoke_tokens_issued_before'], maxBytes: USER_CUSTOM_MAX_BYTES },
)

/** A user as a client describes itself; what only a server may write is ignored. */
export const UserDetails = withCustom(
  { id: optionalUserId, ...profile },
  { readOnly: [...READ_ONLY, ...SERVER_ONLY], maxBytes: USER_CUSTOM_MAX_BYTES },
)

/** Who acts, under server auth: an id, or a user who is upserted. Under client auth it is ignored. */
export const acting = {
  user_id: optionalUserId,
  user: z.preprocess(value => (isUnsetObject(value) ? undefined : value), UserRequest.optional()).optional(),
}

/** `POST users`: map of id to user; each one replaces what was stored. */
export const UpsertUsersBody = jsonObject(
  object({
    users: z.preprocess(
      withIds,
      z
        .record(z.string(), UserRequest, { error: expected('an object of user id to user') })
        .superRefine((users, context) => {
          const count = Object.keys(users).length
          if (count < 1 || count > USERS_PER_REQUEST) {
            context.addIssue({
              code: 'custom',
              message: `must have 1 to ${USERS_PER_REQUEST} users, got ${count}`,
            })
          }
          for (const [key, user] of Object.entries(users)) {
            if (user.id !== key) {
              context.addIssue({
                code: 'custom',
                path: [key, 'id'],
                message: `must equal the key ${quoted(key)}`,
              })
            }
          }
        }),
    ),
  }),
)

/** The key stands for the id where a user does not repeat it. */
function withIds(users: unknown): unknown {
  if (typeof users !== 'object' || users === null || Array.isArray(users)) return users
  return Object.fromEntries(Object.entries(users).map(([id, user]) => [id, withId(user, id)]))
}

function withId(user: unknown, id: string): unknown {
  if (isUnsetObject(user)) return { id }
  if (typeof user !== 'object' || user === null || 'id' in user) return user
  return { id, ...user }
}

const userSet = withCustom(
  { ...profile, ...managed, revoke_tokens_issued_before: clearableTime },
  { readOnly: ['id', ...READ_ONLY], maxBytes: USER_CUSTOM_MAX_BYTES },
)

/** `PATCH users`. `set` may have dotted paths; they are in `custom`. */
export const PartialUpdateUsersBody = jsonObject(
  object({
    users: list(partialUpdate(userSet, { id: userId }), USERS_PER_REQUEST).min(1, {
      error: 'must have at least one entry',
    }),
  }),
)

/** `payload` of `GET users`. */
export const QueryUsersPayload = jsonObject(
  object({
    filter_conditions: filter,
    sort,
    limit: limit(USERS_MAX_LIMIT),
    offset: offset(QUERY_MAX_OFFSET),
    presence: optionalFlag,
    watch: optionalFlag,
    state: optionalFlag,
    user_id: optionalUserId,
    include_deactivated_users: optionalFlag,
  }),
)

/** Query of `DELETE users/{id}`. */
export const DeleteUserQuery = object({
  mark_messages_deleted: queryFlag,
  hard_delete: queryFlag,
  delete_conversation_channels: queryFlag,
})

/** `POST users/{id}/deactivate`. */
export const DeactivateUserBody = jsonObject(
  object({
    mark_messages_deleted: optionalFlag,
    mark_channels_deleted: optionalFlag,
    created_by_id: optionalUserId,
  }),
)

/** `POST users/{id}/reactivate`. */
export const ReactivateUserBody = jsonObject(
  object({
    restore_messages: optionalFlag,
    restore_channels: optionalFlag,
    name: optionalText(),
    created_by_id: optionalUserId,
  }),
)

const userIds = list(userId, USERS_PER_REQUEST).min(1, { error: 'must have at least one entry' })

/** `POST users/restore`. */
export const RestoreUsersBody = jsonObject(object({ user_ids: userIds }))

/** `POST users/delete`. */
export const DeleteUsersBody = jsonObject(
  object({
    user_ids: userIds,
    user: optional(oneOf(['soft', 'pruning', 'hard'])),
    messages: optionalOneOf(['soft', 'pruning', 'hard']),
    conversations: optionalOneOf(['soft', 'hard']),
    new_channel_owner_id: optionalUserId,
  }),
)

/** `POST users/deactivate`. */
export const DeactivateUsersBody = jsonObject(
  object({
    user_ids: userIds,
    mark_messages_deleted: optionalFlag,
    mark_channels_deleted: optionalFlag,
    created_by_id: optionalUserId,
  }),
)

/** `POST users/reactivate`. */
export const ReactivateUsersBody = jsonObject(
  object({
    user_ids: userIds,
    restore_messages: optionalFlag,
    restore_channels: optionalFlag,
    created_by_id: optionalUserId,
  }),
)

/** `POST users/block` and `POST users/unblock`. */
export const BlockUserBody = jsonObject(object({ blocked_user_id: userId, ...acting }))

/** `POST guest`. */
export const GuestBody = jsonObject(
  object({
    user: withCustom(
      { ...profile, id: userId },
      { readOnly: [...READ_ONLY, ...SERVER_ONLY], maxBytes: USER_CUSTOM_MAX_BYTES },
    ),
  }),
)

/** `POST unread_batch`. */
export const UnreadBatchBody = jsonObject(object({ user_ids: userIds }))

/** Query of what lists something of a user (`GET devices`, `GET users/block`, `GET unread`). */
export const OfUserQuery = object({ user_id: optionalUserId })

/** Body of an endpoint that takes nothing. */
export const EmptyBody = jsonObject(object({}))

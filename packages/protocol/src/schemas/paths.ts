import { z } from 'zod'
import { channelId, messageId, name, reactionType, userId } from './ids.ts'
import { object, queryFlag, text } from './primitives.ts'

/** Path of a channel: `channels/{type}/{id}`. */
export const ChannelPath = object({ type: name, id: channelId })

/** Path of a channel type within `channels/{type}/query`. */
export const ChannelTypePath = object({ type: name })

/** Path of a member: `channels/{type}/{id}/member/{user_id}`. */
export const MemberPath = object({ type: name, id: channelId, user_id: userId })

/** Path of a message: `messages/{id}`. */
export const MessagePath = object({ id: messageId })

/** Path of a reaction: `messages/{id}/reaction/{type}`. */
export const ReactionPath = object({ id: messageId, type: reactionType })

/** Path of a thread: `threads/{message_id}`, the id of its parent. */
export const ThreadPath = object({ message_id: messageId })

/** Path of a user: `users/{id}`. */
export const UserPath = object({ id: userId })

/** Path of what is named: `channeltypes/{name}`. */
export const NamePath = object({ name })

/** Path of a task: `tasks/{id}`. */
export const TaskPath = object({ id: text(64) })

/** Query of `GET rate_limits`. */
export const RateLimitsQuery = object({
  server_side: queryFlag,
  android: queryFlag,
  ios: queryFlag,
  web: queryFlag,
  endpoints: z
    .string()
    .optional()
    .transform(value => (value ? value.split(',').filter(each => each !== '') : undefined)),
})

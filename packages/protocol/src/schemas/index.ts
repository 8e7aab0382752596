export * from './app.ts'
export * from './bans.ts'
export * from './blocklists.ts'
export * from './channel-actions.ts'
export { CreateChannelTypeBody, UpdateChannelTypeBody } from './channel-types.ts'
export * from './channels.ts'
export { closest } from './closest.ts'
export * from './commands.ts'
export * from './connect.ts'
export type { CustomData } from './custom.ts'
export * from './drafts.ts'
export * from './events.ts'
export * from './exports.ts'
export * from './files.ts'
export * from './flags.ts'
export * from './hooks.ts'
export {
  channelId,
  cid,
  messageId,
  name,
  optionalMessageId,
  optionalUserId,
  permissionId,
  permissionProblem,
  reactionType,
  team,
  userId,
  userIdProblem,
  utf8Length,
} from './ids.ts'
export * from './import-items.ts'
export * from './imports.ts'
export * from './invalid-input.ts'
export { findJsonProblem, jsonObject, kindOf } from './json.ts'
export { LiveLocationQuery, UpdateLiveLocationBody } from './locations.ts'
export * from './messages.ts'
export * from './mutes.ts'
export * from './objects.ts'
export * from './paths.ts'
export * from './polls.ts'
export {
  anyText,
  flag,
  list,
  object,
  objectOrEmptyArray,
  oneOf,
  optional,
  optionalFlag,
  optionalOneOf,
  optionalText,
  queryFlag,
  queryWhole,
  text,
  whole,
} from './primitives.ts'
export * from './push.ts'
export * from './reactions.ts'
export * from './reminders.ts'
export * from './replies.ts'
export * from './roles.ts'
export * from './search.ts'
export { sort } from './sort.ts'
export * from './stats.ts'
export * from './threads.ts'
export { clearableTime, isTime, time, unsetTime } from './time.ts'
export * from './users.ts'

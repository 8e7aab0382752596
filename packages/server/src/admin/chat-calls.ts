import { CHANNEL_CALLS } from './chat-calls/channels.ts'
import type { ChatCall } from './chat-calls/chat-call.ts'
import { MESSAGE_CALLS } from './chat-calls/messages.ts'
import { MODERATION_CALLS } from './chat-calls/moderation.ts'
import { SETTINGS_CALLS } from './chat-calls/settings.ts'
import { USER_CALLS } from './chat-calls/users.ts'
import { WORK_CALLS } from './chat-calls/work.ts'

/** Every endpoint of the chat's API that the dashboard reaches. Literal paths come before those with parameters. */
export const CHAT_CALLS: readonly ChatCall[] = [
  ...SETTINGS_CALLS,
  ...USER_CALLS,
  ...MODERATION_CALLS,
  ...CHANNEL_CALLS,
  ...MESSAGE_CALLS,
  ...WORK_CALLS,
]

import { MESSAGE_TEXT_DEFAULT_MAX_LENGTH } from './limits.ts'
import type { ChannelTypeSettings, Command } from './types/index.ts'

/** The channel types that every app has and that can't be deleted. */
export const BUILT_IN_CHANNEL_TYPE_NAMES = ['messaging', 'team', 'livestream', 'gaming', 'commerce'] as const

/** The name of a built-in channel type. */
export type BuiltInChannelType = (typeof BUILT_IN_CHANNEL_TYPE_NAMES)[number]

/** Whether this is the name of a built-in channel type. */
export function isBuiltInChannelType(name: string): name is BuiltInChannelType {
  return (BUILT_IN_CHANNEL_TYPE_NAMES as readonly string[]).includes(name)
}

/** The slash commands that every app has. */
export const BUILT_IN_COMMANDS = [
  { name: 'giphy', description: 'Post a random gif to the channel', args: '[text]', set: 'fun_set' },
  { name: 'flag', description: 'Flag a user', args: '[@username]', set: 'moderation_set' },
  { name: 'ban', description: 'Ban a user', args: '[@username] [text]', set: 'moderation_set' },
  { name: 'unban', description: 'Unban a user', args: '[@username]', set: 'moderation_set' },
  { name: 'mute', description: 'Mute a user', args: '[@username]', set: 'moderation_set' },
  { name: 'unmute', description: 'Unmute a user', args: '[@username]', set: 'moderation_set' },
] as const satisfies readonly Command[]

/** What a channel type has when nothing else was said. */
export const DEFAULT_CHANNEL_TYPE_SETTINGS: Readonly<ChannelTypeSettings> = {
  typing_events: true,
  read_events: true,
  connect_events: true,
  custom_events: true,
  delivery_events: false,
  reactions: true,
  search: true,
  replies: true,
  quotes: true,
  mutes: true,
  uploads: true,
  url_enrichment: true,
  push_notifications: true,
  count_messages: false,
  reminders: false,
  user_message_reminders: false,
  mark_messages_pending: false,
  polls: false,
  shared_locations: false,
  skip_last_msg_update_for_system_msgs: false,
  message_retention: 'infinite',
  max_message_length: MESSAGE_TEXT_DEFAULT_MAX_LENGTH,
  automod: 'disabled',
  automod_behavior: 'flag',
  blocklist_behavior: 'flag',
}

/** The built-in channel types' settings; their grants are in `DEFAULT_GRANTS`. */
export const BUILT_IN_CHANNEL_TYPES: Readonly<Record<BuiltInChannelType, Readonly<ChannelTypeSettings>>> = {
  messaging: DEFAULT_CHANNEL_TYPE_SETTINGS,
  team: { ...DEFAULT_CHANNEL_TYPE_SETTINGS, count_messages: true },
  livestream: { ...DEFAULT_CHANNEL_TYPE_SETTINGS, url_enrichment: false },
  gaming: DEFAULT_CHANNEL_TYPE_SETTINGS,
  commerce: DEFAULT_CHANNEL_TYPE_SETTINGS,
}

/** Settings that a single channel may have otherwise than its type, beside commands and grants. */
export const OVERRIDABLE_SETTINGS = [
  'typing_events',
  'reactions',
  'replies',
  'quotes',
  'uploads',
  'url_enrichment',
  'count_messages',
  'user_message_reminders',
  'shared_locations',
  'max_message_length',
  'blocklist',
  'blocklist_behavior',
] as const satisfies readonly (keyof ChannelTypeSettings)[]

import type { Time } from './common.ts'

/** A slash command. */
export interface Command {
  name: string
  description: string
  /** What comes after the name, such as `"[@username] [text]"`. */
  args: string
  /** The group it is listed under, such as `moderation_set`. */
  set: string
  created_at?: Time
  updated_at?: Time
}

/** Scores from which automatic moderation acts. */
export interface AutomodThreshold {
  flag?: number
  block?: number
}

/** What happens to a message that automatic moderation objects to. */
export type AutomodBehavior = 'flag' | 'block'

/** How much a client may be sent per channel; the rest comes with `/sync`. Parley's own. */
export interface MessageThrottle {
  per_second: number
  burst: number
}

/** The switches and numbers of a channel type that need no time stamps. */
export interface ChannelTypeSettings {
  typing_events: boolean
  read_events: boolean
  /** Watching start/stop and presence. */
  connect_events: boolean
  custom_events: boolean
  delivery_events: boolean
  reactions: boolean
  search: boolean
  replies: boolean
  quotes: boolean
  mutes: boolean
  uploads: boolean
  url_enrichment: boolean
  push_notifications: boolean
  /** Channels report `message_count`. */
  count_messages: boolean
  reminders: boolean
  user_message_reminders: boolean
  mark_messages_pending: boolean
  polls: boolean
  shared_locations: boolean
  skip_last_msg_update_for_system_msgs: boolean
  /** `"infinite"`, or a number of days as text. */
  message_retention: string
  /** 1–20000. */
  max_message_length: number
  automod: 'disabled' | 'simple' | 'AI'
  automod_behavior: AutomodBehavior
  automod_thresholds?: Record<string, AutomodThreshold> | null
  blocklist?: string
  blocklist_behavior?: AutomodBehavior
  blocklists?: { blocklist: string; behavior: AutomodBehavior }[]
  /** Null: off. At least 10. */
  partition_size?: number | null
  /** Null: off. A duration such as `"24h0m0s"`, never a number. */
  partition_ttl?: string | null
  /** Null or absent: every watcher gets every message at once. */
  message_throttle?: MessageThrottle | null
}

/** What holds for one channel: its type's settings under its own overrides. */
export interface ChannelConfig extends ChannelTypeSettings {
  name: string
  commands: Command[]
  /** Only when the channel changes its type's grants: role to modifiers, `!` takes away. */
  grants?: Record<string, string[]>
  created_at: Time
  updated_at: Time
}

/** One channel type, as `GET channeltypes` shows it. Only the reply to POST names commands as text. */
export interface ChannelType<Commands = Command[]> extends ChannelTypeSettings {
  name: string
  commands: Commands
  /** COMPAT: of an older permission system; always empty. */
  permissions: unknown[]
  /** Role to permission ids. */
  grants: Record<string, string[]>
  created_at: Time
  updated_at: Time
}

/** What a single channel may have otherwise than its type. Server only. */
export interface ConfigOverrides {
  typing_events?: boolean
  reactions?: boolean
  replies?: boolean
  quotes?: boolean
  uploads?: boolean
  url_enrichment?: boolean
  count_messages?: boolean
  user_message_reminders?: boolean
  shared_locations?: boolean
  max_message_length?: number
  blocklist?: string
  blocklist_behavior?: AutomodBehavior
  /** Names. */
  commands?: readonly string[]
  /** Role to modifiers: a permission id adds, `!id` takes away. */
  grants?: Record<string, readonly string[]>
}

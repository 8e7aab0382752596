import type { ChannelTypeSettings } from '@parley/client'

/** Settings that are on or off. */
export type Flag = {
  [Key in keyof ChannelTypeSettings]-?: ChannelTypeSettings[Key] extends boolean ? Key : never
}[keyof ChannelTypeSettings]

export interface Feature {
  readonly flag: Flag
  readonly label: string
  /** What it does, in a sentence. */
  readonly says: string
}

export interface FeatureGroup {
  readonly heading: string
  readonly features: readonly Feature[]
}

const feature = (flag: Flag, label: string, says: string): Feature => ({ flag, label, says })

/** Every switch of a channel type. */
export const FEATURE_GROUPS: readonly FeatureGroup[] = [
  {
    heading: 'In the conversation',
    features: [
      feature('reactions', 'Reactions', 'People react to messages with likes and other emoji.'),
      feature('replies', 'Threads', 'Messages can be replied to in a thread of their own.'),
      feature('quotes', 'Quotes', 'A message can quote an earlier one.'),
      feature('uploads', 'Uploads', 'Files and images can be uploaded to the channel.'),
      feature('url_enrichment', 'Link previews', 'The first link of a message gets a title and a picture.'),
      feature('polls', 'Polls', 'Polls can be sent to the channel and voted in.'),
      feature('shared_locations', 'Locations', 'Messages can carry a place, also one that moves.'),
    ],
  },
  {
    heading: 'Live',
    features: [
      feature('typing_events', 'Typing indicators', 'Others see that somebody is writing.'),
      feature('read_events', 'Read marks', 'Who has read what, and how much is unread.'),
      feature('delivery_events', 'Delivery marks', 'Whether a message has reached somebody’s device.'),
      feature('connect_events', 'Presence', 'Watchers are told who comes and goes.'),
      feature(
        'custom_events',
        'Custom events',
        'Your app sends signals of its own over the channel; they are not stored.',
      ),
    ],
  },
  {
    heading: 'For each person',
    features: [
      feature('search', 'Search', 'Messages are found by whoever may read them.'),
      feature('mutes', 'Muting', 'People can mute the channel for themselves.'),
      feature('push_notifications', 'Push', 'Members who are away are told on their devices.'),
      feature('user_message_reminders', 'Reminders', 'People have themselves reminded of a message.'),
      feature(
        'reminders',
        'Unread reminders',
        'Your webhook hears of messages unread for long, in channels of ten people at most.',
      ),
    ],
  },
  {
    heading: 'How messages count',
    features: [
      feature('count_messages', 'Message count', 'Channels tell how many messages they hold.'),
      feature(
        'mark_messages_pending',
        'Pending messages',
        'New messages are seen by their author alone until your backend commits them.',
      ),
      feature(
        'skip_last_msg_update_for_system_msgs',
        'Quiet system messages',
        'System messages do not move a channel up the list.',
      ),
    ],
  },
]

export const FEATURES: readonly Feature[] = FEATURE_GROUPS.flatMap(group => group.features)

const PURPOSES: Readonly<Record<string, string>> = {
  messaging:
    'Conversations of members: direct messages and groups. New types of your own begin like this one.',
  team: 'Channels of a team or a community, with message counts; members only.',
  livestream:
    'Large open rooms: every user reads and writes without joining, guests and anonymous people read.',
  gaming: 'In-game chat: only admins make channels, members talk.',
  commerce: 'Shop and support: guests may open channels with you and write in them.',
}

/** What a type is for, in a sentence. */
export function purposeOf(name: string): string {
  return PURPOSES[name] ?? 'A type of your own.'
}

export const isBuiltIn = (name: string): boolean => Object.hasOwn(PURPOSES, name)

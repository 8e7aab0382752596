import type { Action, ChannelConfig } from '@parley/protocol'

/** What may stand in the way of an action beside grants. Each is a check that the action's code makes. */
export type StopKind =
  | 'banned_from_app'
  | 'banned_here'
  | 'disabled'
  | 'unreadable'
  | 'frozen'
  | 'slow_mode'
  | 'search_disallowed'
  | 'text'

type Flag = {
  [Key in keyof ChannelConfig]-?: ChannelConfig[Key] extends boolean ? Key : never
}[keyof ChannelConfig]

/** How the server treats an action: what it asks beside the permission itself. */
export interface ActionFacts {
  /** Asked in a channel, of a channel that is about to be made, or of the app as a whole. */
  readonly place: 'channel' | 'new_channel' | 'app'
  /** Whose thing it is: the channel's maker's, always one's own, one's own or somebody else's, nobody's. */
  readonly whose: 'maker' | 'self' | 'either' | 'nobody'
  /** What one must be allowed as well. */
  readonly needs?: Action
  /** Having this does as well. */
  readonly instead?: Action
  readonly stops: readonly StopKind[]
  /** What the channel type must have switched on. */
  readonly feature?: Flag
  /** Whether anonymous users get to where it is asked. */
  readonly anonymous?: true
  /** Granted and shown, but this server asks for it nowhere. */
  readonly unused?: true
}

const CHANGE = ['banned_from_app', 'banned_here', 'disabled'] as const
const SAY = [...CHANGE, 'frozen', 'slow_mode', 'text'] as const
const WRITE = ['banned_from_app'] as const

/** In a channel, of whose maker `-owner` speaks. */
const inChannel = (stops: readonly StopKind[], more: Partial<ActionFacts> = {}): ActionFacts => ({
  place: 'channel',
  whose: 'maker',
  stops,
  ...more,
})

const inApp = (
  whose: ActionFacts['whose'],
  stops: readonly StopKind[],
  more: Partial<ActionFacts> = {},
): ActionFacts => ({ place: 'app', whose, stops, ...more })

/** Rides on a message. */
const SAID = inChannel([], { needs: 'create-message' })
const UNUSED = inChannel([], { unused: true })

/** Told to people; `tests/dashboard-explain.test.ts` holds it against real requests. */
export const ACTION_FACTS: Readonly<Record<Action, ActionFacts>> = {
  'create-message': inChannel(SAY),
  'add-links': SAID,
  'create-attachment': SAID,
  'create-mention': SAID,
  'create-system-message': SAID,
  'create-restricted-visibility-message': SAID,
  'run-message-action': inChannel([], { needs: 'create-message', whose: 'self' }),
  'update-message': inChannel(CHANGE, { whose: 'either', needs: 'read-channel' }),
  'delete-message': inChannel(CHANGE, { whose: 'either', needs: 'read-channel' }),
  'pin-message': inChannel(CHANGE, { needs: 'read-channel' }),
  'create-reaction': inChannel([...CHANGE, 'frozen'], { needs: 'read-channel', feature: 'reactions' }),
  'delete-reaction': inChannel([...CHANGE, 'frozen'], { needs: 'read-channel', whose: 'self' }),
  'upload-attachment': inChannel(CHANGE, { feature: 'uploads' }),
  'delete-attachment': inChannel(CHANGE, { whose: 'either' }),
  'send-poll': inChannel([], { needs: 'create-message', feature: 'polls' }),
  'cast-vote': inChannel([...CHANGE, 'frozen'], { needs: 'read-channel', feature: 'polls' }),
  'query-votes': inChannel([], { needs: 'read-channel' }),
  'create-poll': inApp('self', WRITE),
  'update-poll': inApp('either', WRITE),
  'close-poll': inApp('either', WRITE, { instead: 'update-poll' }),
  'delete-poll': inApp('either', WRITE),
  'query-polls': inApp('either', []),
  'read-channel': inChannel(['unreadable'], { anonymous: true }),
  'read-channel-members': inChannel(['disabled'], { needs: 'read-channel', anonymous: true }),
  'read-disabled-channel': inChannel([], { anonymous: true }),
  'read-restricted-visibility-message': inChannel([], { needs: 'read-channel', anonymous: true }),
  'read-message-flags': inChannel([], { needs: 'read-channel' }),
  'send-custom-event': inChannel(CHANGE, { needs: 'read-channel', feature: 'custom_events' }),
  'mute-channel': inChannel(WRITE, { feature: 'mutes' }),
  'create-channel': inChannel(WRITE, { place: 'new_channel' }),
  'create-distinct-channel-for-others': inChannel(WRITE, { place: 'new_channel', needs: 'create-channel' }),
  'recreate-channel': inChannel(WRITE),
  'update-channel': inChannel(CHANGE),
  'update-channel-frozen': inChannel(CHANGE),
  'update-channel-cooldown': inChannel(CHANGE),
  'truncate-channel': inChannel(CHANGE),
  'delete-channel': inChannel(CHANGE),
  'update-channel-members': inChannel(['banned_from_app', 'banned_here']),
  'add-own-channel-membership': inChannel(['banned_from_app', 'banned_here'], {
    instead: 'update-channel-members',
  }),
  'remove-own-channel-membership': inChannel(WRITE, { instead: 'update-channel-members' }),
  'flag-message': inChannel([], { needs: 'read-channel' }),
  'ban-channel-member': inChannel(WRITE, { instead: 'ban-user' }),
  'use-frozen-channel': inChannel([]),
  'skip-channel-cooldown': inChannel([]),
  'skip-message-moderation': inChannel([]),
  'unblock-message': UNUSED,
  'create-call': UNUSED,
  'join-call': UNUSED,
  'ban-user': inApp('nobody', WRITE),
  'flag-user': inApp('nobody', []),
  'mute-user': inApp('nobody', []),
  'search-user': inApp('nobody', ['search_disallowed']),
  'update-user': inApp('either', WRITE),
  'update-user-role': inApp('either', WRITE, { needs: 'update-user' }),
  'update-user-teams': inApp('either', WRITE, { needs: 'update-user' }),
  'read-flag-reports': inApp('nobody', []),
  'update-flag-report': inApp('nobody', WRITE),
}

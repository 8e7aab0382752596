import type { Action } from '@parley/protocol'

/** Under which heading people look for an action. */
export const ACTION_GROUPS = [
  'Reading',
  'Messages',
  'Reactions',
  'Files',
  'Polls',
  'Channels',
  'Members',
  'Moderation',
  'People',
  'Calls',
] as const

export type ActionGroup = (typeof ACTION_GROUPS)[number]

/** An action in words: what somebody may, after "may"; and what one has to know of it. */
export interface ActionWords {
  readonly group: ActionGroup
  readonly title: string
  readonly about: string
}

const words = (group: ActionGroup, title: string, about: string): ActionWords => ({ group, title, about })

/** In the order in which they are shown. */
export const ACTION_WORDS: Readonly<Record<Action, ActionWords>> = {
  'read-channel': words('Reading', 'read the channel', 'Open it, watch it, and see its messages.'),
  'read-channel-members': words('Reading', 'see who is in the channel', 'List its members.'),
  'read-disabled-channel': words('Reading', 'read a channel that is disabled', 'Others can’t even open it.'),
  'read-restricted-visibility-message': words(
    'Reading',
    'see messages meant for some people only',
    'Also those that do not name them.',
  ),
  'create-message': words('Messages', 'send messages', 'And replies, and typing indicators.'),
  'add-links': words('Messages', 'put links into messages', 'Texts with a web address.'),
  'create-mention': words('Messages', 'mention people', 'Who is mentioned may get a push.'),
  'run-message-action': words(
    'Messages',
    'press buttons of commands',
    'Such as send, shuffle and cancel of /giphy.',
  ),
  'create-system-message': words(
    'Messages',
    'send system messages',
    'Shown as a notice, not as said by somebody.',
  ),
  'create-restricted-visibility-message': words(
    'Messages',
    'send messages to some people only',
    'Others in the channel do not see them.',
  ),
  'update-message': words('Messages', 'edit messages', 'Their own, or everybody’s.'),
  'delete-message': words('Messages', 'delete messages', 'Their own, or everybody’s.'),
  'pin-message': words('Messages', 'pin messages', 'Pins are for everybody in the channel.'),
  'skip-channel-cooldown': words(
    'Messages',
    'write at once in slow mode',
    'Nobody else may for some seconds after a message.',
  ),
  'use-frozen-channel': words(
    'Messages',
    'write in a frozen channel',
    'A frozen channel is read-only for everybody else.',
  ),
  'send-custom-event': words(
    'Messages',
    'send custom events',
    'Your app’s own signals to who watches the channel.',
  ),
  'create-reaction': words('Reactions', 'react to messages', 'Likes and the like.'),
  'delete-reaction': words('Reactions', 'take reactions back', 'People can take back their own only.'),
  'create-attachment': words('Files', 'attach something to messages', 'Images, files, anything with a card.'),
  'upload-attachment': words('Files', 'upload files', 'To the channel, to be attached to a message.'),
  'delete-attachment': words('Files', 'delete uploaded files', 'Their own, or everybody’s.'),
  'create-poll': words('Polls', 'make polls', 'A poll is sent to channels afterwards.'),
  'send-poll': words('Polls', 'send polls to the channel', 'The type must have polls switched on.'),
  'cast-vote': words('Polls', 'vote', 'And answer, and take a vote back.'),
  'query-votes': words('Polls', 'see who voted for what', 'Of anonymous polls nobody sees it.'),
  'query-polls': words('Polls', 'search polls', 'Their own, or everybody’s.'),
  'update-poll': words('Polls', 'change polls', 'Their own, or everybody’s.'),
  'close-poll': words('Polls', 'close polls', 'So that nobody votes any more.'),
  'delete-poll': words('Polls', 'delete polls', 'Their own, or everybody’s.'),
  'create-channel': words(
    'Channels',
    'make channels of this type',
    'Whoever makes one owns it: “own” grants count there.',
  ),
  'create-distinct-channel-for-others': words(
    'Channels',
    'make a conversation between others',
    'Without being part of it.',
  ),
  'recreate-channel': words(
    'Channels',
    'bring a deleted channel back',
    'By making it again under the same id.',
  ),
  'update-channel': words('Channels', 'change the channel’s data', 'Its name, image and custom data.'),
  'update-channel-frozen': words(
    'Channels',
    'freeze and unfreeze the channel',
    'A frozen channel is read-only.',
  ),
  'update-channel-cooldown': words(
    'Channels',
    'switch slow mode on and off',
    'One message in so many seconds.',
  ),
  'truncate-channel': words('Channels', 'empty the channel', 'Removes its messages for everybody.'),
  'delete-channel': words('Channels', 'delete the channel', 'With all that is in it.'),
  'mute-channel': words('Channels', 'mute the channel for themselves', 'No pushes, no unread count.'),
  'update-channel-members': words('Members', 'add and remove members', 'And invite people.'),
  'add-own-channel-membership': words('Members', 'join by themselves', 'Without being added by anybody.'),
  'remove-own-channel-membership': words('Members', 'leave the channel', 'By themselves.'),
  'flag-message': words('Moderation', 'report messages', 'Reports come to the moderation queue.'),
  'flag-user': words('Moderation', 'report people', 'Reports come to the moderation queue.'),
  'ban-channel-member': words(
    'Moderation',
    'ban people from the channel',
    'Who is banned reads but does not write.',
  ),
  'ban-user': words(
    'Moderation',
    'ban people',
    'For the whole app where it is granted in the app’s scope; in a channel where its type grants it.',
  ),
  'read-message-flags': words('Moderation', 'see reported messages', 'Of channels they can read.'),
  'read-flag-reports': words('Moderation', 'see the moderation queue', 'All reports of the app.'),
  'update-flag-report': words('Moderation', 'decide reports', 'Mark them as reviewed.'),
  'skip-message-moderation': words(
    'Moderation',
    'write what blocklists forbid',
    'Neither blocklists nor automod look at their messages.',
  ),
  'unblock-message': words(
    'Moderation',
    'release blocked messages',
    'Kept for apps that ask it; Parley itself does not.',
  ),
  'search-user': words('People', 'search people', 'Who is in the app, by name and other fields.'),
  'mute-user': words('People', 'mute people for themselves', 'They are told nothing.'),
  'update-user': words(
    'People',
    'change profiles',
    'Name, image and custom data: their own, or everybody’s.',
  ),
  'update-user-role': words(
    'People',
    'change roles of people',
    'Whoever has this can make anybody an admin.',
  ),
  'update-user-teams': words(
    'People',
    'change teams of people',
    'And so what they can reach with multi-tenancy.',
  ),
  'create-call': words('Calls', 'start calls', 'Kept for apps that ask it; Parley itself has no calls.'),
  'join-call': words('Calls', 'join calls', 'Kept for apps that ask it; Parley itself has no calls.'),
}

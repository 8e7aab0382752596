import type { AnyEvent, ChannelResponse, ChatEvent, EventMap, EventType } from '@parley/protocol'
import * as messages from './reduce-messages.ts'
import * as own from './reduce-own.ts'
import * as people from './reduce-people.ts'
import * as reads from './reduce-reads.ts'
import { changeThread } from './reduce-threads.ts'
import type { ChannelState } from './state.ts'

/** Who looks, and when. */
export interface Viewer {
  ownId: string
  nowMs: number
}

type Rule<Type extends EventType> = (
  state: ChannelState,
  event: EventMap[Type],
  viewer: Viewer,
) => ChannelState

/** What each event changes. Events that are not here change nothing. */
const RULES: { [Type in EventType]?: Rule<Type> } = {
  'message.new': messages.addMessage,
  'message.updated': (state, { message }) => messages.changeMessage(state, message),
  'message.deleted': messages.deleteMessage,
  'reaction.new': messages.changeReactions,
  'reaction.updated': messages.changeReactions,
  'reaction.deleted': messages.changeReactions,
  'notification.message_new': (state, { message }, { ownId }) => reads.countMessage(state, message, ownId),
  'message.read': reads.readChannel,
  'message.delivered': reads.deliver,
  'notification.mark_read': reads.markOwn,
  'notification.mark_unread': reads.markOwn,
  'member.added': people.putMember,
  'member.updated': people.putMember,
  'member.removed': people.removeMember,
  'channel.updated': changeChannel,
  'channel.deleted': (state, { channel }) => messages.withoutMessages({ ...state, channel }),
  'channel.truncated': (state, event) => messages.truncate(changeChannel(state, event)),
  'channel.hidden': (state, { clear_history }) => {
    const hidden = withChannel(state, { hidden: true })
    return clear_history ? reads.withNothingUnread(messages.withoutMessages(hidden)) : hidden
  },
  'channel.visible': state => withChannel(state, { hidden: false }),
  'thread.updated': changeThread,
  'poll.updated': own.changePoll,
  'poll.closed': own.changePoll,
  'poll.deleted': own.dropPoll,
  'poll.vote_casted': own.countVote,
  'poll.vote_changed': own.countVote,
  'poll.vote_removed': own.countVote,
  'notification.poll_votes_updated': (state, { poll_id, own_votes }) =>
    own.withOwnVotes(state, poll_id, own_votes),
  'reminder.created': own.changeReminder,
  'reminder.updated': own.changeReminder,
  'reminder.deleted': own.changeReminder,
  'draft.updated': own.changeDraft,
  'draft.deleted': own.changeDraft,
  'user.messages.deleted': messages.deleteMessagesOf,
  'user.merged': people.mergeUser,
  'user.updated': (state, { user }) => people.changeUser(state, user),
  'user.deleted': (state, { user }) => people.changeUser(state, user),
  'user.presence.changed': (state, { user }) => people.changeUser(state, user),
  'typing.start': people.startTyping,
  'typing.stop': (state, { user }) => people.stopTyping(state, user.id),
  'user.watching.start': people.addWatchers,
  'user.watching.stop': people.removeWatchers,
}

/** The state after the event. One that the state contains already changes nothing. */
export function reduce(state: ChannelState, event: AnyEvent, viewer: Viewer): ChannelState {
  const rule = RULES[event.type as EventType] as Rule<never> | undefined
  return rule ? rule(state, event as ChatEvent as never, viewer) : state
}

function changeChannel(
  state: ChannelState,
  { type, channel }: EventMap['channel.updated'] | EventMap['channel.truncated'],
): ChannelState {
  const next = { ...ownView(state), ...channel }
  return { ...state, channel: type === 'channel.updated' ? withNewestMessage(state, next) : next }
}

/** What tells of a change may show the channel as it was before the message that was posted along. */
export function withNewestMessage(state: ChannelState, channel: ChannelResponse): ChannelResponse {
  const { last_message_at: last } = state.channel ?? {}
  return last && last > (channel.last_message_at ?? '') ? { ...channel, last_message_at: last } : channel
}

function withChannel(state: ChannelState, change: object): ChannelState {
  return state.channel ? { ...state, channel: { ...state.channel, ...change } } : state
}

/** What events about a channel can't say, since they are the same for everybody. */
function ownView({ channel }: ChannelState): object {
  if (!channel) return {}
  const own = { own_capabilities: channel.own_capabilities, hidden: channel.hidden, muted: channel.muted }
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined))
}

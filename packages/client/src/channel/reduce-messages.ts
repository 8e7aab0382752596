import type { EventMap, MessageResponse, ReactionResponse } from '@parley/protocol'
import {
  findIn,
  type LocalMessage,
  latestSet,
  mapList,
  mapMessages,
  received,
  sorted,
  withMessage,
} from './message-sets.ts'
import type { Viewer } from './reduce.ts'
import { stopTyping } from './reduce-people.ts'
import { countMessage, discount, withNothingUnread } from './reduce-reads.ts'
import { changeParent, countReply, dropThreads } from './reduce-threads.ts'
import { type ChannelState, isInChannel, mapSets, withSets, withThread } from './state.ts'

/** A message as it is known here, wherever it stands. */
export function findMessage(state: ChannelState, id: string): LocalMessage | undefined {
  const lists = [state.messageSets, ...Object.values(state.threadSets)]
  for (const sets of lists) {
    const found = findIn(sets, id)
    if (found) return found
  }
  return state.pinned_messages.find(message => message.id === id) ?? state.threadInfo[id]?.parent_message
}

/** A new message, at the end of the channel or of its thread. */
export function addMessage(
  state: ChannelState,
  { message }: EventMap['message.new'],
  { ownId }: Viewer,
): ChannelState {
  const inChannel = isInChannel(message) ? countMessage(state, message, ownId) : state
  const counted = countReply(inChannel, message, ownId)
  const known = findMessage(state, message.id)
  return placed(stopTyping(counted, message.user_id), withOwn(state, received(message), known))
}

/** The state with a message in the lists that it belongs to: the channel's, an opened thread's. */
export function placed(state: ChannelState, message: LocalMessage): ChannelState {
  const inChannel = isInChannel(message) ? withSets(state, withMessage(state.messageSets, message)) : state
  const thread = message.parent_id ? state.threadSets[message.parent_id] : undefined
  return thread && message.parent_id
    ? withThread(inChannel, message.parent_id, withMessage(thread, message))
    : inChannel
}

/** As `placed`; an own reply opens its thread. */
export function placedOwn(state: ChannelState, message: LocalMessage): ChannelState {
  const { parent_id } = message
  const opened =
    parent_id && !state.threadSets[parent_id] ? withThread(state, parent_id, latestSet([], true)) : state
  return placed(opened, message)
}

/** One that lies in a gap stays unloaded. `own` are the own reactions, if they are another. */
export function changeMessage(
  state: ChannelState,
  message: MessageResponse,
  own?: ReactionResponse[],
): ChannelState {
  const known = findMessage(state, message.id)
  const next = withOwn(state, received(message), known, own)
  const { quoted_message: _, status: __, ...quoted } = next
  const change = (old: LocalMessage): LocalMessage => {
    if (old.id === message.id) return next
    return old.quoted_message_id === message.id ? { ...old, quoted_message: quoted } : old
  }
  const changed = changeParent(
    mapSets(state, sets => mapMessages(sets, change)),
    next,
  )
  const others = state.pinned_messages.filter(({ id }) => id !== message.id)
  const isPinned = message.pinned && message.type !== 'deleted'
  const pinned_messages = isPinned ? sorted(others, [next]).slice(-PINNED) : others
  return { ...changed, pinned_messages }
}

/** As many as a fresh snapshot has. */
const PINNED = 10

/** Events are the same for everybody: what is the own user's must be kept. */
function withOwn(
  state: ChannelState,
  message: LocalMessage,
  known: LocalMessage | undefined,
  own = message.own_reactions.length > 0 ? message.own_reactions : (known?.own_reactions ?? []),
): LocalMessage {
  const reminder = message.reminder ?? known?.reminder
  const { quoted_message } = message
  return {
    ...withVotes(state, message),
    own_reactions: own,
    ...(reminder && { reminder }),
    ...(quoted_message && { quoted_message: withOwnQuoted(state, quoted_message) }),
  }
}

function withOwnQuoted(state: ChannelState, quoted: MessageResponse): MessageResponse {
  const own = quoted.own_reactions
  const known = own.length > 0 ? own : findMessage(state, quoted.id)?.own_reactions
  return { ...withVotes(state, quoted), own_reactions: known ?? own }
}

/** The same poll may stand in several messages, and be quoted. */
function withVotes<T extends MessageResponse>(state: ChannelState, message: T): T {
  const { poll } = message
  if (!poll || poll.own_votes.length > 0) return message
  const lists = [state.messageSets, ...Object.values(state.threadSets)].flat()
  const known = lists.flatMap(({ messages }) => messages).find(other => other.poll?.id === poll.id)
  return { ...message, poll: { ...poll, own_votes: known?.poll?.own_votes ?? [] } }
}

export function deleteMessage(
  state: ChannelState,
  event: EventMap['message.deleted'],
  { ownId }: Viewer,
): ChannelState {
  const { message, hard_delete, deleted_for_me } = event
  const isGone = ({ id, parent_id }: MessageResponse) => id === message.id || parent_id === message.id
  if (deleted_for_me) return deleteForMe(state, message, ownId)
  if (hard_delete)
    return withNewest(dropMessages(discount(state, loaded(state, message, isGone), ownId), isGone))
  return changeMessage(discount(state, [known(state, message)], ownId), message, [])
}

/** Others still have to read it. */
function deleteForMe(state: ChannelState, message: MessageResponse, ownId: string): ChannelState {
  const { read, unread_count } = discount(state, [known(state, message)], ownId)
  const own = read[ownId]
  const counted = { ...state, unread_count, read: own ? { ...state.read, [ownId]: own } : state.read }
  return dropMessages(counted, ({ id }) => id === message.id)
}

/**
 * The message as it was; when it is not loaded, as much of that as can be told. One that is not
 * there among those that are loaded was none of this user's: it can't have been unread.
 */
function known(state: ChannelState, message: MessageResponse): MessageResponse {
  const found = findMessage(state, message.id)
  const [first] = state.latestMessages
  const isOlder = state.messageSets.at(-1)?.hasOlder && (!first || message.created_at < first.created_at)
  return found ?? { ...message, type: isOlder ? 'regular' : 'deleted' }
}

function loaded(
  state: ChannelState,
  message: MessageResponse,
  isGone: (message: MessageResponse) => boolean,
): MessageResponse[] {
  const others = state.messageSets.flatMap(({ messages }) => messages.filter(isGone))
  return [known(state, message), ...others.filter(({ id }) => id !== message.id)]
}

/** Reactions of the own user are kept here: events have nobody's own. */
export function changeReactions(
  state: ChannelState,
  { type, message, reaction }: EventMap['reaction.new' | 'reaction.updated' | 'reaction.deleted'],
  { ownId }: Viewer,
): ChannelState {
  const known = findMessage(state, message.id)
  if (reaction.user_id !== ownId || !known) return changeMessage(state, message)
  const others = known.own_reactions.filter(own => own.type !== reaction.type)
  return changeMessage(state, message, type === 'reaction.deleted' ? others : [reaction, ...others])
}

/** The channel without these; what quotes them quotes nothing. */
export function dropMessages(
  state: ChannelState,
  isGone: (message: MessageResponse) => boolean,
): ChannelState {
  const keep = (message: LocalMessage): LocalMessage | undefined => {
    if (isGone(message)) return undefined
    const { quoted_message } = message
    return quoted_message && isGone(quoted_message) ? { ...message, quoted_message: null } : message
  }
  const next = mapSets(state, sets => mapMessages(sets, keep))
  return dropThreads({ ...next, pinned_messages: mapList(state.pinned_messages, keep) }, isGone)
}

/** When the newest message went, the one before it is the newest. */
function withNewest(state: ChannelState): ChannelState {
  const { channel, latestMessages, messageSets } = state
  if (!channel) return state
  const newest = latestMessages.at(-1)?.created_at
  if (newest) return { ...state, channel: { ...channel, last_message_at: newest } }
  if (messageSets.at(-1)?.hasOlder) return state
  const { last_message_at: _, ...without } = channel
  return { ...state, channel: without }
}

export function withoutMessages(state: ChannelState): ChannelState {
  const emptied = withSets(state, latestSet([], false))
  return {
    ...emptied,
    threads: {},
    threadSets: {},
    threadInfo: {},
    pinned_messages: [],
    pending_messages: [],
  }
}

/** What is not newer than the channel's `truncated_at` is gone. */
export function truncate(state: ChannelState): ChannelState {
  const { truncated_at = '' } = state.channel ?? {}
  const next = dropMessages(state, ({ created_at }) => created_at <= truncated_at)
  return next.messages.length === 0 ? withNothingUnread(withoutMessages(next)) : next
}

export function deleteMessagesOf(
  state: ChannelState,
  event: EventMap['user.messages.deleted'],
  { ownId }: Viewer,
): ChannelState {
  const { user, hard_delete, deleted_at, created_at } = event
  const until = deleted_at ?? created_at
  const isTheirs = (message: MessageResponse) => message.user_id === user.id && message.created_at <= until
  const theirs = state.messageSets.flatMap(({ messages }) => messages.filter(isTheirs))
  const counted = discount(state, theirs, ownId)
  if (hard_delete) return withLastMessageAt(dropMessages(counted, isTheirs), event)
  const change = (message: LocalMessage) =>
    isTheirs(message) && message.type !== 'deleted' ? emptied(message, until) : message
  return {
    ...mapSets(counted, sets => mapMessages(sets, change)),
    pinned_messages: state.pinned_messages.filter(message => !isTheirs(message)),
  }
}

/** The event says when the newest message is from that is left; nothing when none is. */
function withLastMessageAt(
  state: ChannelState,
  { cid, channel_last_message_at: last_message_at }: EventMap['user.messages.deleted'],
): ChannelState {
  if (!state.channel || !cid) return state
  const { last_message_at: _, ...channel } = state.channel
  return { ...state, channel: { ...channel, ...(last_message_at && { last_message_at }) } }
}

/** What a deleted message keeps: where it stands and whose it was. Custom data goes, too. */
const KEPT = new Set([
  'id',
  'cid',
  'user',
  'user_id',
  'member',
  'parent_id',
  'show_in_channel',
  'reply_count',
  'deleted_reply_count',
  'thread_participants',
  'quoted_message_id',
  'quoted_message',
  'restricted_visibility',
  'silent',
  'shadowed',
  'pinned',
  'pinned_at',
  'pinned_by',
  'pin_expires',
  'message_text_updated_at',
  'created_at',
  'status',
])

function emptied(message: LocalMessage, deleted_at: string): LocalMessage {
  const kept = Object.fromEntries(Object.entries(message).filter(([key]) => KEPT.has(key)))
  return {
    ...(kept as LocalMessage),
    type: 'deleted',
    text: '',
    html: '',
    attachments: [],
    mentioned_users: [],
    latest_reactions: [],
    own_reactions: [],
    reaction_counts: {},
    reaction_scores: {},
    reaction_groups: null,
    deleted_at,
    updated_at: deleted_at,
  }
}

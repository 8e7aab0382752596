import type {
  ChannelResponse,
  ChannelStateResponse,
  Member,
  MessageResponse,
  ReadState,
  UserResponse,
} from '@parley/protocol'
import {
  currentOf,
  type LocalMessage,
  latestOf,
  latestSet,
  type MessageSets,
  NO_MESSAGES,
  received,
} from './message-sets.ts'
import type { ThreadInfo } from './reduce-threads.ts'

/** Somebody who is writing. Dropped after 7 s without news. */
export interface Typist {
  user: UserResponse
  /** Set inside of a thread. */
  parent_id?: string
  /** Epoch milliseconds, by our clock. */
  heardAtMs: number
}

/**
 * What is known of a channel, kept up to date by its events.
 *
 * Every change makes new objects along its path, so comparing by `===` tells what changed.
 */
export interface ChannelState {
  /** Undefined until the channel was created, queried or watched. */
  readonly channel: ChannelResponse | undefined
  /**
   * What to show: the newest messages, or those around the message that was jumped to. Oldest
   * first, each id once. Replies are in it only when they are shown in the channel.
   */
  readonly messages: readonly LocalMessage[]
  /** The newest messages, wherever one has jumped to. */
  readonly latestMessages: readonly LocalMessage[]
  /** Everything loaded. `messages` is the current set of these. */
  readonly messageSets: MessageSets
  /** Replies by their parent's id, where a thread was opened or written to. Oldest first. */
  readonly threads: Readonly<Record<string, readonly LocalMessage[]>>
  /** The same with their gaps. */
  readonly threadSets: Readonly<Record<string, MessageSets>>
  /** Title, participants and so on, by the parent's id, where the thread was asked for. */
  readonly threadInfo: Readonly<Record<string, ThreadInfo>>
  readonly pinned_messages: readonly LocalMessage[]
  /** One's own, waiting for a commit. */
  readonly pending_messages: readonly MessageResponse[]
  /** By user id. */
  readonly members: Readonly<Record<string, Member>>
  /** By user id. */
  readonly read: Readonly<Record<string, ReadState>>
  /** By user id; filled when `watch` was asked for `watchers`, and by who comes later. */
  readonly watchers: Readonly<Record<string, UserResponse>>
  readonly watcher_count: number
  /** By user id, never oneself. */
  readonly typing: Readonly<Record<string, Typist>>
  /** One's own. */
  readonly membership: Member | undefined
  /** One's own unread messages. */
  readonly unread_count: number
  /** One's own, of the channel itself. */
  readonly draft: ChannelStateResponse['draft']
}

/** A channel of which nothing is known yet. */
export const EMPTY_STATE: ChannelState = {
  channel: undefined,
  messages: [],
  latestMessages: [],
  messageSets: NO_MESSAGES,
  threads: {},
  threadSets: {},
  threadInfo: {},
  pinned_messages: [],
  pending_messages: [],
  members: {},
  read: {},
  watchers: {},
  watcher_count: 0,
  typing: {},
  membership: undefined,
  unread_count: 0,
  draft: undefined,
}

/** The state that a reply shows, `limit` messages at most; who types is not in it and stays. */
export function fromSnapshot(
  old: ChannelState,
  reply: ChannelStateResponse,
  ownId: string,
  limit: number,
): ChannelState {
  const read = byUser(reply.read ?? [])
  const rest: ChannelState = {
    ...EMPTY_STATE,
    threads: old.threads,
    threadSets: old.threadSets,
    threadInfo: old.threadInfo,
    channel: reply.channel,
    pinned_messages: (reply.pinned_messages ?? []).map(received),
    pending_messages: reply.pending_messages ?? [],
    members: byUser(reply.members ?? []),
    read,
    watchers: reply.watchers ? byId(reply.watchers) : old.watchers,
    watcher_count: reply.watcher_count,
    typing: old.typing,
    membership: reply.membership,
    unread_count: read[ownId]?.unread_messages ?? 0,
    draft: reply.draft,
  }
  return withSets(rest, latestSet(reply.messages, reply.messages.length >= limit))
}

/** The state with these messages. */
export function withSets(state: ChannelState, messageSets: MessageSets): ChannelState {
  if (messageSets === state.messageSets) return state
  const { messages } = currentOf(messageSets)
  return { ...state, messageSets, messages, latestMessages: latestOf(messageSets) }
}

/** The state with these replies of a thread. */
export function withThread(state: ChannelState, parentId: string, sets: MessageSets): ChannelState {
  if (sets === state.threadSets[parentId]) return state
  const { messages } = currentOf(sets)
  return {
    ...state,
    threadSets: { ...state.threadSets, [parentId]: sets },
    threads: { ...state.threads, [parentId]: messages },
  }
}

/** The state after every list of messages was changed in the same way. */
export function mapSets(state: ChannelState, change: (sets: MessageSets) => MessageSets): ChannelState {
  return Object.entries(state.threadSets).reduce(
    (next, [parentId, sets]) => withThread(next, parentId, change(sets)),
    withSets(state, change(state.messageSets)),
  )
}

/** The state with the messages of another. */
export function withMessagesOf(state: ChannelState, other: ChannelState): ChannelState {
  const { messages, latestMessages, messageSets, threads, threadSets, threadInfo, pinned_messages } = other
  return { ...state, messages, latestMessages, messageSets, threads, threadSets, threadInfo, pinned_messages }
}

function byUser<T extends { user: UserResponse }>(entries: readonly T[]): Record<string, T> {
  return Object.fromEntries(entries.map(entry => [entry.user.id, entry]))
}

/** Users by their ids. */
export function byId(users: readonly UserResponse[]): Record<string, UserResponse> {
  return Object.fromEntries(users.map(user => [user.id, user]))
}

/** Whether the message stands in the channel itself, not only in a thread. */
export function isInChannel(message: MessageResponse): boolean {
  return !message.parent_id || message.show_in_channel === true
}

import type {
  ChannelResponse,
  ChannelStateResponse,
  Member,
  MessageResponse,
  ReadState,
  UserResponse,
} from '@parley/protocol'

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
  /** Oldest first, each id once. Replies are in it only when they are shown in the channel. */
  readonly messages: readonly MessageResponse[]
  readonly pinned_messages: readonly MessageResponse[]
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
}

/** A channel of which nothing is known yet. */
export const EMPTY_STATE: ChannelState = {
  channel: undefined,
  messages: [],
  pinned_messages: [],
  members: {},
  read: {},
  watchers: {},
  watcher_count: 0,
  typing: {},
  membership: undefined,
  unread_count: 0,
}

/** The state that a reply shows; who types is not in it and stays. */
export function fromSnapshot(old: ChannelState, reply: ChannelStateResponse, ownId: string): ChannelState {
  const read = byUser(reply.read)
  return {
    channel: reply.channel,
    messages: withMessages([], reply.messages),
    pinned_messages: reply.pinned_messages,
    members: byUser(reply.members),
    read,
    watchers: reply.watchers ? byId(reply.watchers) : old.watchers,
    watcher_count: reply.watcher_count,
    typing: old.typing,
    membership: reply.membership,
    unread_count: read[ownId]?.unread_messages ?? 0,
  }
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

/** The list with these messages: sorted, each id once; what is newer of two wins. */
export function withMessages(
  list: readonly MessageResponse[],
  added: readonly MessageResponse[],
): readonly MessageResponse[] {
  const [only] = added
  if (added.length === 1 && only && comesLast(list, only)) return [...list, only]
  const byMessageId = new Map(list.map(message => [message.id, message]))
  for (const message of added) {
    const known = byMessageId.get(message.id)
    if (!known || known.updated_at <= message.updated_at) byMessageId.set(message.id, message)
  }
  return [...byMessageId.values()].sort(byPlace)
}

/** The ordinary case, without building an index of everything. */
function comesLast(list: readonly MessageResponse[], message: MessageResponse): boolean {
  const last = list.at(-1)
  return !last || last.created_at < message.created_at
}

function byPlace(a: MessageResponse, b: MessageResponse): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

import type {
  AnyEvent,
  ChatEvent,
  EventMap,
  EventType,
  Member,
  MessageResponse,
  ReadState,
  UserResponse,
} from '@parley/protocol'
import { byId, type ChannelState, isInChannel, withMessages } from './state.ts'

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
  'message.new': addMessage,
  'message.updated': (state, { message }) => changeMessage(state, message),
  'message.deleted': deleteMessage,
  'notification.message_new': (state, { message }, { ownId }) => withCounts(state, message, ownId),
  'message.read': readChannel,
  'notification.mark_read': (state, event, { ownId }) =>
    markOwn(state, ownId, { unread_messages: event.channel_unread_count ?? 0, ...lastRead(event) }),
  'notification.mark_unread': (state, event, { ownId }) =>
    markOwn(state, ownId, { unread_messages: event.channel_unread_count ?? 0, ...lastRead(event) }),
  'member.added': putMember,
  'member.updated': putMember,
  'member.removed': removeMember,
  'channel.updated': (state, { channel, message }) => {
    const next = { ...state, channel: { ...state.channel, ...ownView(state), ...channel } }
    return message ? changeMessage(next, message) : next
  },
  'channel.deleted': (state, { channel }) => ({ ...state, channel, messages: [], pinned_messages: [] }),
  'user.messages.deleted': deleteMessagesOf,
  'user.merged': mergeUser,
  'user.updated': (state, { user }) => changeUser(state, user),
  'user.presence.changed': (state, { user }) => changeUser(state, user),
  'typing.start': (state, { user, parent_id }, { ownId, nowMs }) =>
    user.id === ownId
      ? state
      : {
          ...state,
          typing: { ...state.typing, [user.id]: { user, heardAtMs: nowMs, ...(parent_id && { parent_id }) } },
        },
  'typing.stop': (state, { user }) => ({ ...state, typing: without(state.typing, user.id) }),
  'user.watching.start': (state, event) => {
    return {
      ...state,
      watchers: { ...state.watchers, ...byId(whoOf(event)) },
      watcher_count: event.watcher_count,
    }
  },
  'user.watching.stop': (state, event) => {
    const gone = whoOf(event).map(user => user.id)
    return { ...state, watchers: without(state.watchers, ...gone), watcher_count: event.watcher_count }
  },
}

/** A large room tells of many at once. */
function whoOf({ user, users = [] }: { user: UserResponse; users?: UserResponse[] }): UserResponse[] {
  return [...users, user]
}

/** The state after the event. One that the state contains already changes nothing. */
export function reduce(state: ChannelState, event: AnyEvent, viewer: Viewer): ChannelState {
  const rule = RULES[event.type as EventType] as Rule<never> | undefined
  return rule ? rule(state, event as ChatEvent as never, viewer) : state
}

function addMessage(
  state: ChannelState,
  { message }: EventMap['message.new'],
  { ownId }: Viewer,
): ChannelState {
  if (!isInChannel(message)) return { ...state, typing: without(state.typing, message.user_id) }
  return {
    ...withCounts(state, message, ownId),
    messages: withMessages(state.messages, [{ ...message, own_reactions: ownReactions(state, message) }]),
    typing: without(state.typing, message.user_id),
  }
}

/** A new message is unread by everybody but its author, who has read up to it. */
function withCounts(state: ChannelState, message: MessageResponse, ownId: string): ChannelState {
  // a snapshot may contain what its events tell only later
  if (state.messages.some(({ id }) => id === message.id)) return state
  const counts = countsAsUnread(message) ? 1 : 0
  const read = mapRead(state.read, (entry, userId) => {
    if (userId !== message.user_id) return { ...entry, unread_messages: entry.unread_messages + counts }
    return { ...entry, unread_messages: 0, last_read: message.created_at, last_read_message_id: message.id }
  })
  return { ...state, read, unread_count: unreadOf(read, ownId), ...lastMessageAt(state, message) }
}

/** Whoever had not read it has one less to read. */
function deleteMessage(
  state: ChannelState,
  event: EventMap['message.deleted'],
  { ownId }: Viewer,
): ChannelState {
  const { message, hard_delete } = event
  const known = state.messages.find(({ id }) => id === message.id)
  const wasUnread =
    known?.type !== 'deleted' &&
    isInChannel(message) &&
    countsAsUnread(known ?? { ...message, type: 'regular' })
  const next = hard_delete
    ? dropMessages(state, ({ id }) => id === message.id)
    : changeMessage(state, message)
  if (!wasUnread) return next
  const read = mapRead(state.read, (entry, userId) => {
    const hadRead = userId === message.user_id || entry.last_read >= message.created_at
    return hadRead ? entry : { ...entry, unread_messages: Math.max(0, entry.unread_messages - 1) }
  })
  return { ...next, read, unread_count: unreadOf(read, ownId) }
}

type Read = ChannelState['read']

function mapRead(read: Read, change: (entry: ReadState, userId: string) => ReadState): Read {
  return Object.fromEntries(Object.entries(read).map(([userId, entry]) => [userId, change(entry, userId)]))
}

function unreadOf(read: Read, ownId: string): number {
  return read[ownId]?.unread_messages ?? 0
}

function lastMessageAt({ channel }: ChannelState, message: MessageResponse): Partial<ChannelState> {
  return channel ? { channel: { ...channel, last_message_at: message.created_at } } : {}
}

function countsAsUnread({ silent, shadowed, type }: MessageResponse): boolean {
  return !silent && !shadowed && (type === 'regular' || type === 'reply')
}

function changeMessage(state: ChannelState, message: MessageResponse): ChannelState {
  const known = state.messages.some(({ id }) => id === message.id)
  const next = { ...message, own_reactions: ownReactions(state, message) }
  const pinned = state.pinned_messages.filter(({ id }) => id !== message.id)
  return {
    ...state,
    // one that lies before the loaded ones stays unloaded
    messages: known ? state.messages.map(old => (old.id === message.id ? next : old)) : state.messages,
    pinned_messages: message.pinned && message.type !== 'deleted' ? withMessages(pinned, [next]) : pinned,
  }
}

/** Events are the same for everybody: one's own reactions are not in them. */
function ownReactions(state: ChannelState, message: MessageResponse): MessageResponse['own_reactions'] {
  if (message.own_reactions.length > 0) return message.own_reactions
  return state.messages.find(({ id }) => id === message.id)?.own_reactions ?? []
}

function dropMessages(state: ChannelState, gone: (message: MessageResponse) => boolean): ChannelState {
  const kept = (message: MessageResponse) => !gone(message)
  return {
    ...state,
    messages: state.messages.filter(kept),
    pinned_messages: state.pinned_messages.filter(kept),
  }
}

function deleteMessagesOf(state: ChannelState, event: EventMap['user.messages.deleted']): ChannelState {
  const isTheirs = (message: MessageResponse) => message.user_id === event.user.id
  if (event.hard_delete) return dropMessages(state, isTheirs)
  const deleted = { type: 'deleted', deleted_at: event.created_at } as const
  return {
    ...dropMessages(state, isTheirs),
    messages: state.messages.map(message => (isTheirs(message) ? { ...message, ...deleted } : message)),
  }
}

function readChannel(state: ChannelState, event: EventMap['message.read'], { ownId }: Viewer): ChannelState {
  if (event.thread_id) return state
  const { user } = event
  const last_read = event.channel_last_read_at
  const mark = event.last_read_message_id
  const read: ReadState = { user, last_read, unread_messages: 0, ...(mark && { last_read_message_id: mark }) }
  return {
    ...state,
    read: { ...state.read, [user.id]: { ...state.read[user.id], ...read } },
    unread_count: user.id === ownId ? 0 : state.unread_count,
  }
}

function lastRead(event: {
  channel_last_read_at?: string
  last_read_message_id?: string
}): Partial<ReadState> {
  const { channel_last_read_at: last_read, last_read_message_id } = event
  return { ...(last_read && { last_read }), ...(last_read_message_id && { last_read_message_id }) }
}

function markOwn(
  state: ChannelState,
  ownId: string,
  mark: Partial<ReadState> & { unread_messages: number },
): ChannelState {
  const own = state.read[ownId]
  const read = own ? { ...state.read, [ownId]: { ...own, ...mark } } : state.read
  return { ...state, read, unread_count: mark.unread_messages }
}

type MemberEvent = EventMap['member.added'] | EventMap['member.updated']

function putMember(state: ChannelState, event: MemberEvent, { ownId }: Viewer): ChannelState {
  const { member } = event
  const membership: Member | undefined = member.user_id === ownId ? member : state.membership
  const members = { ...state.members, [member.user_id]: member }
  const read = event.type === 'member.added' ? readOf(state, event) : state.read
  return withMemberCount({ ...state, members, membership, read }, event)
}

/** Who joins has read everything that was there. */
function readOf(state: ChannelState, { member, created_at }: MemberEvent): ChannelState['read'] {
  const { user_id, user } = member
  return { [user_id]: { user, last_read: created_at, unread_messages: 0 }, ...state.read }
}

function removeMember(
  state: ChannelState,
  event: EventMap['member.removed'],
  { ownId }: Viewer,
): ChannelState {
  const { id } = event.user
  return withMemberCount(
    {
      ...state,
      members: without(state.members, id),
      read: without(state.read, id),
      membership: id === ownId ? undefined : state.membership,
      unread_count: id === ownId ? 0 : state.unread_count,
    },
    event,
  )
}

function withMemberCount(state: ChannelState, event: MemberEvent | EventMap['member.removed']): ChannelState {
  const { channel } = state
  const member_count = 'member_count' in event ? event.member_count : undefined
  return channel && member_count !== undefined ? { ...state, channel: { ...channel, member_count } } : state
}

/** What events about a channel can't say, since they are the same for everybody. */
function ownView({ channel }: ChannelState): object {
  if (!channel) return {}
  const { own_capabilities, hidden, muted } = channel
  return { own_capabilities, hidden, muted }
}

function changeUser(state: ChannelState, user: UserResponse): ChannelState {
  const { id } = user
  const member = state.members[id]
  const read = state.read[id]
  return {
    ...state,
    members: member ? { ...state.members, [id]: { ...member, user } } : state.members,
    read: read ? { ...state.read, [id]: { ...read, user } } : state.read,
    watchers: state.watchers[id] ? { ...state.watchers, [id]: user } : state.watchers,
    messages: renamed(state.messages, id, user),
  }
}

/** A guest became a regular user: what was the guest's is the user's. */
function mergeUser(state: ChannelState, event: EventMap['user.merged'], { ownId }: Viewer): ChannelState {
  const { user, merged_from } = event
  const member = state.members[merged_from]
  const read = state.read[merged_from]
  const members = { ...(member && { [user.id]: { ...member, user_id: user.id, user } }), ...state.members }
  const reads = { ...(read && { [user.id]: { ...read, user } }), ...state.read }
  const watchers = { ...(state.watchers[merged_from] && { [user.id]: user }), ...state.watchers }
  return {
    ...state,
    messages: renamed(state.messages, merged_from, user),
    pinned_messages: renamed(state.pinned_messages, merged_from, user),
    members: without(members, merged_from),
    read: without(reads, merged_from),
    watchers: without(watchers, merged_from),
    typing: without(state.typing, merged_from),
    membership: members[ownId] ?? state.membership,
  }
}

function renamed(
  list: readonly MessageResponse[],
  oldId: string,
  user: UserResponse,
): readonly MessageResponse[] {
  if (!list.some(message => message.user_id === oldId)) return list
  return list.map(message => (message.user_id === oldId ? { ...message, user, user_id: user.id } : message))
}

function without<T>(record: Readonly<Record<string, T>>, ...keys: string[]): Readonly<Record<string, T>> {
  if (!keys.some(key => key in record)) return record
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))
}

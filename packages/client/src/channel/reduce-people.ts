import type { EventMap, Member, UserResponse } from '@parley/protocol'
import { handedOver } from './hand-over.ts'
import { type LocalMessage, mapList, mapMessages } from './message-sets.ts'
import type { Viewer } from './reduce.ts'
import { byId, type ChannelState, mapSets } from './state.ts'

type MemberEvent = EventMap['member.added'] | EventMap['member.updated']

export function putMember(state: ChannelState, event: MemberEvent, { ownId }: Viewer): ChannelState {
  const { member } = event
  const membership: Member | undefined = member.user_id === ownId ? member : state.membership
  const members = { ...state.members, [member.user_id]: member }
  const read = event.type === 'member.added' ? readOf(state, event) : state.read
  return withMemberCount({ ...state, members, membership, read }, event)
}

/** Who joins has read everything that was there. */
function readOf(state: ChannelState, { member }: MemberEvent): ChannelState['read'] {
  const { user_id, user, created_at } = member
  return { [user_id]: { user, last_read: created_at, unread_messages: 0 }, ...state.read }
}

export function removeMember(
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

function withMemberCount(
  state: ChannelState,
  event: MemberEvent | EventMap['member.removed' | 'user.merged'],
): ChannelState {
  const { channel } = state
  const member_count = 'member_count' in event ? event.member_count : undefined
  return channel && member_count !== undefined ? { ...state, channel: { ...channel, member_count } } : state
}

export function startTyping(
  state: ChannelState,
  { user, parent_id }: EventMap['typing.start'],
  { ownId, nowMs }: Viewer,
): ChannelState {
  if (user.id === ownId) return state
  const typist = { user, heardAtMs: nowMs, ...(parent_id && { parent_id }) }
  return { ...state, typing: { ...state.typing, [user.id]: typist } }
}

export function stopTyping(state: ChannelState, userId: string): ChannelState {
  return userId in state.typing ? { ...state, typing: without(state.typing, userId) } : state
}

export function addWatchers(state: ChannelState, event: EventMap['user.watching.start']): ChannelState {
  const { watcher_count } = event
  return { ...state, watchers: { ...state.watchers, ...byId(whoOf(event)) }, watcher_count }
}

export function removeWatchers(state: ChannelState, event: EventMap['user.watching.stop']): ChannelState {
  const { watcher_count } = event
  const gone = whoOf(event).map(user => user.id)
  return { ...state, watchers: without(state.watchers, ...gone), watcher_count }
}

/** A large room tells of many at once. */
function whoOf({ user, users = [] }: { user: UserResponse; users?: UserResponse[] }): UserResponse[] {
  return [...users, user]
}

/** A user has another name, picture or presence. */
export function changeUser(state: ChannelState, user: UserResponse): ChannelState {
  const { id } = user
  const { members, read, watchers, membership } = state
  const isAround = id in members || id in read || id in watchers || membership?.user_id === id
  const people = {
    members: withUser(members, user),
    read: withUser(read, user),
    watchers: watchers[id] ? { ...watchers, [id]: user } : watchers,
    membership: membership?.user_id === id ? { ...membership, user } : membership,
  }
  return renamed(isAround ? { ...state, ...people } : state, id, user)
}

function withUser<T extends { user: UserResponse }>(
  entries: Readonly<Record<string, T>>,
  user: UserResponse,
): Readonly<Record<string, T>> {
  const entry = entries[user.id]
  return entry ? { ...entries, [user.id]: { ...entry, user } } : entries
}

/** A guest became a regular user: what was the guest's is the user's. */
export function mergeUser(
  state: ChannelState,
  event: EventMap['user.merged'],
  { ownId }: Viewer,
): ChannelState {
  const { user, merged_from } = event
  const member = state.members[merged_from]
  const read = state.read[merged_from]
  const members = { ...(member && { [user.id]: { ...member, user_id: user.id, user } }), ...state.members }
  const reads = { ...(read && { [user.id]: { ...read, user } }), ...state.read }
  const watchers = { ...(state.watchers[merged_from] && { [user.id]: user }), ...state.watchers }
  const next = {
    ...everywhere(state, merged_from, user),
    members: without(members, merged_from),
    read: without(reads, merged_from),
    watchers: without(watchers, merged_from),
    typing: without(state.typing, merged_from),
    membership: members[ownId] ?? state.membership,
  }
  return withMemberCount(next, event)
}

/** Messages, threads and the channel itself, with the user in the guest's place. */
function everywhere(state: ChannelState, oldId: string, user: UserResponse): ChannelState {
  const inMessage = (message: LocalMessage) => handedOver(message, 'message', oldId, user)
  const threads = Object.entries(state.threadInfo).map(([id, info]) => {
    const next = handedOver(info, 'thread', oldId, user)
    // both may have taken part
    const gone = info.thread_participants.length - next.thread_participants.length
    const { participant_count, active_participant_count } = info
    const counts = {
      participant_count: participant_count - gone,
      active_participant_count: active_participant_count - gone,
    }
    return [id, gone > 0 ? { ...next, ...counts } : next] as const
  })
  return {
    ...mapSets(state, sets => mapMessages(sets, inMessage)),
    pinned_messages: mapList(state.pinned_messages, inMessage),
    channel: handedOver(state.channel, 'channel', oldId, user),
    threadInfo: Object.fromEntries(threads),
  }
}

/** The state with everything that a user wrote under the name they have now. */
function renamed(state: ChannelState, id: string, user: UserResponse): ChannelState {
  const change = (message: LocalMessage): LocalMessage => {
    const { user_id, latest_reactions, thread_participants } = message
    const isOwn = user_id === id
    const hasReacted = latest_reactions.some(reaction => reaction.user_id === id)
    const takesPart = thread_participants?.some(one => one.id === id) === true
    if (!(isOwn || hasReacted || takesPart)) return message
    return {
      ...message,
      ...(isOwn && { user }),
      ...(hasReacted && {
        latest_reactions: latest_reactions.map(reaction =>
          reaction.user_id === id ? { ...reaction, user } : reaction,
        ),
      }),
      ...(takesPart && {
        thread_participants: thread_participants.map(one => (one.id === id ? user : one)),
      }),
    }
  }
  const next = mapSets(state, sets => mapMessages(sets, change))
  const pinned_messages = mapList(state.pinned_messages, change)
  return pinned_messages === state.pinned_messages ? next : { ...next, pinned_messages }
}

export function without<T>(
  record: Readonly<Record<string, T>>,
  ...keys: string[]
): Readonly<Record<string, T>> {
  if (!keys.some(key => key in record)) return record
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))
}

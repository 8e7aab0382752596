import type { UserResponse } from '@parley/protocol'

type Someone = { readonly id?: string; readonly user_id?: string }

const SAID = { user: 'user', user_id: 'id' }

/** Where users stand in each kind of object, and other objects of ours. Everything else is custom data, or nobody's. */
const PLACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  /** Reactions, votes, locations, reminders, read marks. */
  said: SAID,
  message: {
    ...SAID,
    pinned_by: 'user',
    mentioned_users: 'people',
    thread_participants: 'people',
    quoted_message: 'message',
    latest_reactions: 'said',
    own_reactions: 'said',
    poll: 'poll',
    shared_location: 'said',
    reminder: 'said',
  },
  poll: {
    created_by: 'user',
    created_by_id: 'id',
    latest_answers: 'said',
    own_votes: 'said',
    latest_votes_by_option: 'votes',
  },
  channel: { created_by: 'user', truncated_by: 'user' },
  thread: {
    created_by: 'user',
    created_by_user_id: 'id',
    thread_participants: 'people',
    parent_message: 'message',
    read: 'said',
  },
}

/** An object of a kind with a user wherever `oldId` stands who became that user; the same object where they don't. */
export function handedOver<T>(value: T, kind: string, oldId: string, user: UserResponse): T {
  return inPlace(value, kind, oldId, user) as T
}

function inPlace(value: unknown, kind: string, oldId: string, user: UserResponse): unknown {
  if (kind === 'id') return value === oldId ? user.id : value
  if (typeof value !== 'object' || value === null) return value
  if (kind === 'user') return (value as Someone).id === oldId ? user : value
  if (kind === 'people') return people(value as readonly Someone[], oldId, user)
  if (Array.isArray(value)) {
    const all = value.map(one => inPlace(one, kind, oldId, user))
    return all.every((one, index) => one === value[index]) ? value : all
  }
  const places = PLACES[kind]
  let next = value as Readonly<Record<string, unknown>>
  // Votes stand below the ids of options.
  for (const key of Object.keys(places ?? value)) {
    const inner = inPlace(next[key], places?.[key] ?? 'said', oldId, user)
    if (inner !== next[key]) next = { ...next, [key]: inner }
  }
  return next
}

/** Users, or participants of a thread; each of them once. */
function people(all: readonly Someone[], oldId: string, user: UserResponse): readonly Someone[] {
  const who = ({ id, user_id }: Someone) => user_id ?? id
  if (!all.some(one => who(one) === oldId)) return all
  if (all.some(one => who(one) === user.id)) return all.filter(one => who(one) !== oldId)
  return all.map(one => {
    if (who(one) !== oldId) return one
    return 'user_id' in one ? { ...one, user_id: user.id, user } : user
  })
}

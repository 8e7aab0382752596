import type { UserResponse } from '@parley/protocol'

const USER = new Set(['user', 'created_by', 'pinned_by', 'truncated_by'])
const USER_ID = new Set(['user_id', 'created_by_id', 'created_by_user_id'])
const PEOPLE = new Set(['mentioned_users', 'thread_participants'])

type Someone = { readonly id?: string; readonly user_id?: string }

/** A value with a user wherever `oldId` stands who became that user; the same object where they don't. */
export function handedOver<T>(value: T, oldId: string, user: UserResponse): T {
  if (typeof value !== 'object' || value === null) return value
  const old = Object.entries(value)
  const entries = old.map(([key, inner]) => [key, inPlace(key, inner, oldId, user)] as const)
  if (entries.every(([, inner], index) => inner === old[index]?.[1])) return value
  return (Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)) as T
}

function inPlace(key: string, value: unknown, oldId: string, user: UserResponse): unknown {
  if (USER_ID.has(key)) return value === oldId ? user.id : value
  if (USER.has(key)) return (value as Someone | null)?.id === oldId ? user : value
  if (PEOPLE.has(key) && Array.isArray(value)) return people(value, oldId, user)
  return key === 'attachments' ? value : handedOver(value, oldId, user)
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

import type { UserResponse } from '@parley/client'
import { userName } from '../format/user-name'

/** How many people a message can mention; the server takes no more. */
const MAX_MENTIONED = 25

/** What is written for a person: the name, or the id where there is none. */
export function mentionOf(user: Pick<UserResponse, 'id' | 'name'>): string {
  return `@${userName(user)}`
}

/** Those of the people that the text names, each once; at most as many as a message can have. */
export function mentionedIn<User extends Pick<UserResponse, 'id' | 'name'>>(
  text: string,
  people: readonly User[],
): User[] {
  if (!text.includes('@')) return []
  const byId = new Map<string, User>()
  for (const person of people) {
    if (isNamed(text, mentionOf(person)) || isNamed(text, `@${person.id}`)) byId.set(person.id, person)
  }
  return [...byId.values()].slice(0, MAX_MENTIONED)
}

/** Whether the name stands in the text with no letter before its @ or behind it. */
function isNamed(text: string, mention: string): boolean {
  for (let at = text.indexOf(mention); at >= 0; at = text.indexOf(mention, at + 1)) {
    const before = text.slice(0, at)
    const behind = text.slice(at + mention.length)
    if (!/[\p{L}\p{N}_]$/u.test(before) && !/^[\p{L}\p{N}_]/u.test(behind)) return true
  }
  return false
}

/** People whose name or id begins with the term, in one of its words; the closest first. */
export function matchingPeople<User extends Pick<UserResponse, 'id' | 'name'>>(
  term: string,
  people: readonly User[],
  limit = 8,
): User[] {
  const asked = folded(term)
  return people
    .map(person => ({ person, rank: rankOf(asked, person) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ person }) => person)
}

function rankOf(asked: string, { id, name = '' }: Pick<UserResponse, 'id' | 'name'>): number {
  const known = folded(name)
  if (known.startsWith(asked)) return 0
  if (known.split(/\s+/).some(word => word.startsWith(asked))) return 1
  return folded(id).startsWith(asked) ? 2 : 3
}

/** Without case and accents. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

import { USER_ID_MAX_LENGTH } from '@parley/protocol'

const ALLOWED = /^[A-Za-z0-9@_-]+$/

/** The user that stands for everybody without credentials. */
export const ANONYMOUS_USER_ID = '!anon'

/** What is wrong with a user id, as a sentence's end; undefined when it is one. Source: spec/connect.md §1. */
export function findUserIdProblem(id: unknown): string | undefined {
  if (typeof id !== 'string') return 'must be a string'
  if (id === '') return 'must not be empty'
  if (id.length > USER_ID_MAX_LENGTH) {
    return `must have ${USER_ID_MAX_LENGTH} characters at most, this one has ${id.length}`
  }
  if (ALLOWED.test(id)) return undefined
  const offending = [...id].find(character => !ALLOWED.test(character)) ?? ''
  return `must consist of a–z A–Z 0–9 @ _ -, but contains ${nameOf(offending)}`
}

/** Guests are recognised by their id: `guest-<uuid>-<given id>`. */
export function isGuestId(id: string): boolean {
  return /^guest-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-/.test(id)
}

function nameOf(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return /^[!-~]$/.test(character) ? `"${character}"` : `U+${hex}`
}

import { userIdProblem } from '@parley/protocol/schemas'

const USER_ID = /^[A-Za-z0-9@_-]{1,255}$/

/** The user that stands for everybody without credentials. */
export const ANONYMOUS_USER_ID = '!anon'

/** What is wrong with a user id, as a sentence's end; undefined when it is one. */
export function findUserIdProblem(id: unknown): string | undefined {
  if (typeof id !== 'string') return 'must be a string'
  return USER_ID.test(id) ? undefined : userIdProblem(id)
}

/** Guests are recognised by their id: `guest-<uuid>-<given id>`. */
export function isGuestId(id: string): boolean {
  return /^guest-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-/.test(id)
}

import { ChatError } from '@parley/protocol'
import type { UserRecord } from './records.ts'

/** Whether the user is banned from the whole app at that time. The clock is asked only when it matters. */
export function isBannedAt(
  user: Pick<UserRecord, 'banned' | 'banExpiresAtUs'>,
  nowUs: () => number,
): boolean {
  if (!user.banned) return false
  return user.banExpiresAtUs === undefined || user.banExpiresAtUs > nowUs()
}

/** @throws ChatError `not_found` for a user who is not there or was deleted. */
export function checkUserExists(user: UserRecord | undefined, userId: string): UserRecord {
  if (user && user.deletedAtUs === undefined) return user
  const what = user ? 'was deleted' : 'does not exist'
  throw new ChatError('not_found', `user "${userId}" ${what}`, { details: { user_id: userId } })
}

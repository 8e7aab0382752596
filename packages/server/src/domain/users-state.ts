import { ChatError } from '@parley/protocol'
import { lasts } from './bans.ts'
import type { UserRecord } from './records.ts'

/** Whether the user is banned from the whole app at that time. The clock is asked only when it matters. */
export function isBannedAt(
  user: Pick<UserRecord, 'banned' | 'banExpiresAtUs'>,
  nowUs: () => number,
): boolean {
  return user.banned && lasts(user.banExpiresAtUs, nowUs)
}

/**
 * Who is banned from the app may read, and learn of it, but not write.
 * @throws ChatError `not_allowed`
 */
export function checkNotBanned(user: UserRecord, nowUs: () => number): void {
  if (!isBannedAt(user, nowUs)) return
  throw new ChatError('not_allowed', `user "${user.id}" is banned from this app and can’t write`, {
    details: { reason: 'banned', user_id: user.id },
  })
}

/** @throws ChatError `not_found` for a user who is not there or was deleted. */
export function checkUserExists(user: UserRecord | undefined, userId: string): UserRecord {
  if (user && user.deletedAtUs === undefined) return user
  const what = user ? 'was deleted' : 'does not exist'
  throw new ChatError('not_found', `user "${userId}" ${what}`, { details: { user_id: userId } })
}

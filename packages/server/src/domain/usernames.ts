import { ChatError } from '@parley/protocol'
import type { AppSettings } from './app.ts'
import type { UserRecord } from './records.ts'

/**
 * A name as it is compared for uniqueness: letters and digits only, lower-cased, so that
 * "John Doe" and "john_doe" are the same. Empty for a name that has neither.
 */
export function usernameKey(name: string | undefined): string {
  return (name ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/**
 * Checks a new name against those who have the same one.
 * Existing names are not judged again.
 * @throws ChatError `duplicate_username`
 */
export function checkUsernameIsFree(
  scope: AppSettings['enforceUniqueUsernames'],
  user: UserRecord,
  namesakes: readonly UserRecord[],
): void {
  const other = namesakes.find(namesake => namesake.id !== user.id && inScope(scope, user, namesake))
  if (!other) return
  const where = scope === 'team' ? 'in the team' : 'in the app'
  throw new ChatError(
    'duplicate_username',
    `the name ${JSON.stringify(user.name)} of user "${user.id}" is taken ${where}: names are compared without spaces, punctuation and case`,
    { details: { user_id: user.id, name: user.name } },
  )
}

function inScope(scope: AppSettings['enforceUniqueUsernames'], user: UserRecord, other: UserRecord): boolean {
  if (scope === 'app') return true
  if (scope === 'no') return false
  if (user.teams.length === 0) return other.teams.length === 0
  return user.teams.some(team => other.teams.includes(team))
}

import type { App } from '../../domain/app.ts'
import type { UserRecord } from '../../domain/records.ts'
import { checkUsernameIsFree, usernameKey } from '../../domain/usernames.ts'
import type { Tx } from '../../store/store.ts'

/**
 * Refuses a new name that somebody else has, where the app wants unique names.
 * @throws ChatError `duplicate_username`
 */
export async function checkUsername(
  tx: Tx,
  app: App,
  before: UserRecord | undefined,
  user: UserRecord,
): Promise<void> {
  const scope = app.settings.enforceUniqueUsernames
  if (scope === 'no') return
  const key = usernameKey(user.name)
  // Names that were there before the setting are not judged again.
  if (key === '' || (before && usernameKey(before.name) === key && sameTeams(before, user))) return
  checkUsernameIsFree(scope, user, await tx.findNamesakes(app.id, key))
}

function sameTeams(before: UserRecord, user: UserRecord): boolean {
  return user.teams.every(team => before.teams.includes(team))
}

import type { UserRecord } from '../../domain/records.ts'
import type { Actor, Deps } from '../deps.ts'
import { accountClosed, announceUserChange, disconnectUser } from './announce-user.ts'
import { writeUser } from './write-user.ts'

/**
 * Nobody can connect or act as this user any more; the user's connections close at once. Doing it
 * again changes nothing.
 * @throws ChatError `not_found`
 */
export function deactivateUser(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  userId: string,
): Promise<UserRecord> {
  return writeUser(
    deps,
    actor,
    userId,
    (user, _tx, atUs) =>
      user.deactivatedAtUs === undefined ? { ...user, deactivatedAtUs: atUs, updatedAtUs: atUs } : user,
    (before, user) => {
      announceUserChange(deps, before, user)
      disconnectUser(deps, user, accountClosed(user, 'deactivated', 'a server can reactivate it'))
    },
  )
}

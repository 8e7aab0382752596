import type { UserRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceUserChange } from './announce-user.ts'
import { checkUsername } from './check-username.ts'
import { writeUser } from './write-user.ts'

/**
 * Takes a deactivation back, with another name when one is given.
 * @throws ChatError `not_found`; `invalid_input` when the user is not deactivated; `duplicate_username`
 */
export function reactivateUser(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  userId: string,
  name: string | undefined,
): Promise<UserRecord> {
  return writeUser(
    deps,
    actor,
    userId,
    async (before, tx, atUs) => {
      if (before.deactivatedAtUs === undefined) {
        throw invalidField('id', `names user "${userId}", who is not deactivated`)
      }
      const user = { ...before, deactivatedAtUs: undefined, name: name ?? before.name, updatedAtUs: atUs }
      await checkUsername(tx, actor.app, before, user)
      return user
    },
    (before, user) => announceUserChange(deps, before, user),
  )
}

import { ChatError } from '@parley/protocol'
import type { UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceUserChange, tellUserUpdated } from './announce-user.ts'
import { checkUsername } from './check-username.ts'

type Server = Extract<Actor, { kind: 'server' }>

/**
 * Brings back users who were soft-deleted; memberships and messages were never touched. All or none.
 * @throws ChatError `not_found`; `invalid_input` naming who is not deleted, or deleted for good
 */
export async function restoreUsers(deps: Deps, actor: Server, userIds: readonly string[]): Promise<void> {
  await deps.store.transaction(
    async tx => {
      const restored: UserRecord[] = []
      for (const userId of [...new Set(userIds)].sort())
        restored.push(await restoreUser(deps, tx, actor, userId))
      return restored
    },
    users => {
      for (const user of users) announceUserChange(deps, user, user)
    },
  )
}

async function restoreUser(deps: Deps, tx: Tx, actor: Server, userId: string): Promise<UserRecord> {
  const { app } = actor
  const before = await tx.findUser(app.id, userId)
  if (!before)
    throw new ChatError('not_found', `user "${userId}" does not exist`, { details: { user_id: userId } })
  if (before.deletedAtUs === undefined) throw invalidField('user_ids', `has "${userId}", who is not deleted`)
  if (before.erasedAtUs !== undefined) {
    throw invalidField('user_ids', `has "${userId}", who was deleted for good: nothing is left to restore`)
  }
  const user = { ...before, deletedAtUs: undefined, updatedAtUs: deps.clock() }
  await checkUsername(tx, app, undefined, user)
  await tx.updateUser(user)
  await tellUserUpdated(deps, tx, actor, user)
  return user
}

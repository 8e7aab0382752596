import type { UserRecord } from '../../domain/records.ts'
import { checkUserExists } from '../../domain/users-state.ts'
import type { Actor, Deps } from '../deps.ts'
import { accountClosed, announceUserDeleted, disconnectUser } from './announce-user.ts'

/**
 * Deletes a user: nobody sees or acts as them any more, their connections close at once. A soft
 * delete can be restored. A hard one also forgets profile, devices, blocks and memberships; the
 * id stays taken, since messages keep their author and old tokens must not make the user again.
 * @throws ChatError `not_found`
 */
export async function deleteUser(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  userId: string,
  { hard }: { readonly hard: boolean },
): Promise<UserRecord> {
  const { app } = actor
  return deps.store.transaction(
    async tx => {
      const before = checkUserExists(await tx.findUser(app.id, userId), userId)
      const atUs = deps.clock()
      const user = { ...before, deletedAtUs: atUs, updatedAtUs: atUs }
      await tx.updateUser(user)
      if (!hard) return user
      await tx.hardDeleteUser(app.id, userId, atUs)
      return (await tx.findUser(app.id, userId)) ?? user
    },
    user => {
      announceUserDeleted(deps, user)
      disconnectUser(
        deps,
        user,
        accountClosed(user, 'deleted', hard ? 'connect with another id' : 'a server can restore it'),
      )
    },
  )
}

import { ChatError } from '@parley/protocol'
import type { UserRecord } from '../../domain/records.ts'
import { checkUserExists } from '../../domain/users-state.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceUserChange, announceUserDeleted, disconnectUser } from './announce-user.ts'
import { checkUsername } from './check-username.ts'

type Server = Extract<Actor, { kind: 'server' }>

/** Writes one existing user and tells of it after the commit. */
async function writeUser(
  deps: Deps,
  actor: Server,
  userId: string,
  change: (user: UserRecord, tx: Tx, atUs: number) => Promise<UserRecord> | UserRecord,
  announce: (before: UserRecord, user: UserRecord) => void,
): Promise<UserRecord> {
  const { user } = await deps.store.transaction(
    async tx => {
      const before = checkUserExists(await tx.findUser(actor.app.id, userId), userId)
      const changed = await change(before, tx, deps.clock())
      if (changed !== before) await tx.updateUser(changed)
      return { before, user: changed }
    },
    result => {
      if (result.user !== result.before) announce(result.before, result.user)
    },
  )
  return user
}

/**
 * Nobody can connect or act as this user any more; the user's connections close at once. Doing it
 * again changes nothing.
 * @throws ChatError `not_found`
 */
export function deactivateUser(deps: Deps, actor: Server, userId: string): Promise<UserRecord> {
  return writeUser(
    deps,
    actor,
    userId,
    (user, _tx, atUs) =>
      user.deactivatedAtUs === undefined ? { ...user, deactivatedAtUs: atUs, updatedAtUs: atUs } : user,
    (before, user) => {
      announceUserChange(deps, before, user)
      disconnectUser(deps, user, closed(user, 'deactivated', 'a server can reactivate it'))
    },
  )
}

/**
 * Takes a deactivation back, with another name when one is given.
 * @throws ChatError `not_found`; `invalid_input` when the user is not deactivated; `duplicate_username`
 */
export function reactivateUser(
  deps: Deps,
  actor: Server,
  userId: string,
  name: string | undefined,
): Promise<UserRecord> {
  return writeUser(
    deps,
    actor,
    userId,
    async (before, tx, atUs) => {
      if (before.deactivatedAtUs === undefined) {
        throw new ChatError('invalid_input', `user "${userId}" is not deactivated`, {
          details: { user_id: userId },
        })
      }
      const user = { ...before, deactivatedAtUs: undefined, name: name ?? before.name, updatedAtUs: atUs }
      await checkUsername(tx, actor.app, before, user)
      return user
    },
    (before, user) => announceUserChange(deps, before, user),
  )
}

/**
 * Deletes a user: nobody sees or acts as them any more, their connections close at once. A soft
 * delete can be restored. A hard one also forgets profile, devices, blocks and memberships; the
 * id stays taken, since messages keep their author and old tokens must not make the user again.
 * @throws ChatError `not_found`
 */
export async function deleteUser(
  deps: Deps,
  actor: Server,
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
      await tx.hardDeleteUser(app.id, userId)
      return (await tx.findUser(app.id, userId)) ?? user
    },
    user => {
      announceUserDeleted(deps, user)
      disconnectUser(
        deps,
        user,
        closed(user, 'deleted', hard ? 'connect with another id' : 'a server can restore it'),
      )
    },
  )
}

/**
 * Brings back users who were soft-deleted; memberships and messages were never touched. All or none.
 * @throws ChatError `not_found`; `invalid_input` naming who is not deleted
 */
export async function restoreUsers(deps: Deps, actor: Server, userIds: readonly string[]): Promise<void> {
  const { app } = actor
  await deps.store.transaction(
    async tx => {
      const restored: UserRecord[] = []
      for (const userId of [...new Set(userIds)].sort()) restored.push(await restore(tx, userId))
      return restored
    },
    users => {
      for (const user of users) announceUserChange(deps, user, user)
    },
  )

  async function restore(tx: Tx, userId: string): Promise<UserRecord> {
    const before = await tx.findUser(app.id, userId)
    if (!before)
      throw new ChatError('not_found', `user "${userId}" does not exist`, { details: { user_id: userId } })
    if (before.deletedAtUs === undefined)
      throw invalidField('user_ids', `has "${userId}", who is not deleted`)
    const user = { ...before, deletedAtUs: undefined, updatedAtUs: deps.clock() }
    await checkUsername(tx, app, undefined, user)
    await tx.updateUser(user)
    return user
  }
}

function closed(user: UserRecord, reason: 'deactivated' | 'deleted', hint: string) {
  const message = `user "${user.id}" was ${reason}; ${hint}`
  return { name: 'not_allowed', message, details: { reason, user_id: user.id } }
}

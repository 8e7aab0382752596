import type { UserRecord } from '../../domain/records.ts'
import { checkUserExists } from '../../domain/users-state.ts'
import type { Tx } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'

/** Writes one existing user and tells of it after the commit. */
export async function writeUser(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
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

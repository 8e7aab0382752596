import type { UserRecord } from '../../domain/records.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { silencePairs } from './silence.ts'

/** Takes a block back, and what it silenced comes back as it is by now; one that is not there is no error. */
export async function unblockUser(
  deps: Deps,
  actor: Actor,
  user: UserRecord,
  blockedUserId: string,
): Promise<void> {
  await deps.store.transaction(
    async tx => {
      if (!(await tx.deleteBlock(user.appId, user.id, blockedUserId))) return []
      return silencePairs(deps, tx, actor, user, blockedUserId, false)
    },
    pairs =>
      announceAll(
        deps,
        pairs.flatMap(({ log }) => log.announcements),
      ),
  )
}

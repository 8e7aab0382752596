import type { UserRecord } from '../../domain/records.ts'
import type { Deps } from '../deps.ts'

/** Takes a block back; one that is not there is no error. */
export async function unblockUser(deps: Deps, user: UserRecord, blockedUserId: string): Promise<void> {
  await deps.store.transaction(tx => tx.deleteBlock(user.appId, user.id, blockedUserId))
}

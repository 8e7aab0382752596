import type { BlockResponse } from '@parley/protocol'
import { checkUserExists } from '../../domain/users-state.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { ActingUser } from '../channels/acting-user.ts'
import type { Deps } from '../deps.ts'

/**
 * Blocks a user for another one. Blocking again returns the first block.
 * @throws ChatError `not_found`; `invalid_input` for oneself
 */
export async function blockUser(
  deps: Deps,
  { user, save }: ActingUser,
  blockedUserId: string,
): Promise<Omit<BlockResponse, 'duration'>> {
  if (blockedUserId === user.id) throw invalidField('blocked_user_id', 'must be somebody else')
  const block = await deps.store.transaction(async tx => {
    await save?.(tx)
    checkUserExists(await tx.findUser(user.appId, blockedUserId), blockedUserId)
    return tx.insertBlock({ appId: user.appId, userId: user.id, blockedUserId, createdAtUs: deps.clock() })
  })
  return {
    blocked_by_user_id: block.userId,
    blocked_user_id: block.blockedUserId,
    created_at: toRfc3339(block.createdAtUs),
  }
}

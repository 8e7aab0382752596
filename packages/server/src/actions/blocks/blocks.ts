import type { Block, BlockResponse } from '@parley/protocol'
import type { BlockRecord, UserRecord } from '../../domain/records.ts'
import { checkUserExists } from '../../domain/users-state.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { toUser } from '../wire/user.ts'

/**
 * Blocks a user for another one. Blocking again returns the first block.
 * @throws ChatError `not_found`; `invalid_input` for oneself
 */
export async function blockUser(
  deps: Deps,
  user: UserRecord,
  blockedUserId: string,
): Promise<Omit<BlockResponse, 'duration'>> {
  if (blockedUserId === user.id) throw invalidField('blocked_user_id', 'must be somebody else')
  const block = await deps.store.transaction(async tx => {
    checkUserExists(await tx.findUser(user.appId, blockedUserId), blockedUserId)
    return tx.insertBlock({ appId: user.appId, userId: user.id, blockedUserId, createdAtUs: deps.clock() })
  })
  return {
    blocked_by_user_id: block.userId,
    blocked_user_id: block.blockedUserId,
    created_at: toRfc3339(block.createdAtUs),
  }
}

/** Takes a block back; one that is not there is no error. */
export async function unblockUser(deps: Deps, user: UserRecord, blockedUserId: string): Promise<void> {
  await deps.store.transaction(tx => tx.deleteBlock(user.appId, user.id, blockedUserId))
}

/** Whom the user blocks, the first block first. For the user and for servers only. */
export async function listBlocks(deps: Deps, user: UserRecord): Promise<Block[]> {
  const blocks = await deps.store.read.listBlocks(user.appId, user.id)
  const blocked = await deps.store.read.findUsers(
    user.appId,
    blocks.map(block => block.blockedUserId),
  )
  const byId = new Map(blocked.map(each => [each.id, each]))
  return blocks.flatMap(block => {
    const target = byId.get(block.blockedUserId)
    return target ? [toBlock(deps, block, user, target)] : []
  })
}

function toBlock(deps: Deps, block: BlockRecord, user: UserRecord, blocked: UserRecord): Block {
  return {
    user_id: user.id,
    user: toUser(deps, user),
    blocked_user_id: blocked.id,
    blocked_user: toUser(deps, blocked),
    created_at: toRfc3339(block.createdAtUs),
  }
}

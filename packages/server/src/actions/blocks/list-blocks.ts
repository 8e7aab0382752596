import type { Block } from '@parley/protocol'
import type { BlockRecord, UserRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { toUser } from '../wire/user.ts'

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

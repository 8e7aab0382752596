import type { BlockResponse } from '@parley/protocol'
import { channelConfig } from '../../domain/channels-config.ts'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { ActingUser } from '../channels/acting-user.ts'
import { endWatching } from '../channels/watching.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { getTarget } from '../moderation/target-user.ts'
import { silencePairs } from './silence.ts'

/**
 * Blocks a user for another one: channels of these two fall silent for who blocks. Blocking again
 * returns the first block.
 * @throws ChatError `not_found`; `invalid_input` for oneself
 */
export async function blockUser(
  deps: Deps,
  actor: Actor,
  { user, save }: ActingUser,
  blockedUserId: string,
): Promise<Omit<BlockResponse, 'duration'>> {
  if (blockedUserId === user.id) throw invalidField('blocked_user_id', 'must be somebody else')
  const { block, pairs } = await deps.store.transaction(
    async tx => {
      await save?.(tx)
      await getTarget(tx, actor, blockedUserId)
      const made = { appId: user.appId, userId: user.id, blockedUserId, createdAtUs: deps.clock() }
      const block = await tx.insertBlock(made)
      const isNew = block.createdAtUs === made.createdAtUs
      return { block, pairs: isNew ? await silencePairs(deps, tx, actor, user, blockedUserId, true) : [] }
    },
    ({ pairs }) =>
      announceAll(
        deps,
        pairs.flatMap(({ log }) => log.announcements),
      ),
  )
  for (const { channel } of pairs) endWatchingOf(deps, actor, channel, user)
  return {
    blocked_by_user_id: block.userId,
    blocked_user_id: block.blockedUserId,
    created_at: toRfc3339(block.createdAtUs),
  }
}

/** Whoever blocks does not go on watching; they may look again. */
function endWatchingOf(deps: Deps, { app }: Actor, channel: ChannelRecord, user: UserRecord): void {
  const config = channelConfig(app, channel)
  for (const connection of deps.hub.connectionsOf(user.appId, user.id)) {
    endWatching(deps, connection, channel, config, user)
  }
}

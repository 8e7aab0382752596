import { type ChannelResponse, ChatError } from '@parley/protocol'
import type { ChannelRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { insertTask, wakeTasks } from '../tasks/start-task.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { loadPeople } from '../wire/people.ts'
import { endChannel } from './end-channel.ts'
import { erasureOf } from './erase-channels.ts'
import { type ChannelRef, checkWrite, openFound } from './open-channel.ts'

/**
 * Deletes a channel: at once nobody finds it any more. Soft, what it held is kept out of sight; hard,
 * a task deletes it, also of a channel that was deleted softly before.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function deleteChannel(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  hard: boolean,
): Promise<ChannelResponse> {
  if (hard && actor.kind !== 'server') {
    throw new ChatError('not_allowed', 'hard_delete is for servers; without it the channel is deleted softly')
  }
  const { shown } = await deps.store.transaction(
    async tx => {
      const ended = await end(deps, tx, actor, ref, hard)
      if (hard) await startErasing(deps, tx, [ended.channel], {})
      const { createdById, truncatedById } = ended.channel
      const people = await loadPeople(deps, tx, actor.app.id, [createdById, truncatedById])
      return { ...ended, shown: toPlainChannel(ended.channel, people) }
    },
    ({ announcements }) => {
      announceAll(deps, announcements)
      if (hard) wakeTasks(deps)
    },
  )
  return shown
}

async function end(deps: Deps, tx: Tx, actor: Actor, ref: ChannelRef, hard: boolean) {
  const found = await tx.findChannel(actor.app.id, ref.type, ref.id)
  if (hard && found && canErase(found))
    return { channel: await markErased(deps, tx, found), announcements: [] }
  const open = await openFound(tx, actor, ref, found)
  checkWrite(deps, actor, open, 'delete-channel')
  return endChannel(deps, tx, actor, open.channel, actor.user, hard)
}

/** Deleted softly before. */
export function canErase({ deletedAtUs, erasedAtUs }: ChannelRecord): boolean {
  return deletedAtUs !== undefined && erasedAtUs === undefined
}

export async function markErased(deps: Deps, tx: Tx, channel: ChannelRecord): Promise<ChannelRecord> {
  const erased = { ...channel, erasedAtUs: deps.clock() }
  await tx.updateChannel(erased)
  return erased
}

/** Puts what is left to do of hard deletes into the queue; `result` is what the task says in the end. */
export function startErasing(
  deps: Deps,
  tx: Tx,
  channels: readonly ChannelRecord[],
  result: Readonly<Record<string, unknown>>,
): Promise<string> {
  const appId = channels[0]?.appId ?? 0
  return insertTask(deps, tx, {
    appId,
    kind: 'erase_channels',
    input: { erasures: channels.map(erasureOf), result },
  })
}

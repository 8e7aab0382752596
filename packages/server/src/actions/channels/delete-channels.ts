import type { DeleteChannelsResult } from '@parley/protocol'
import type { DeleteChannelsBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { Announcement } from '../../bus/bus.ts'
import type { ChannelRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { insertTask, wakeTasks } from '../tasks/start-task.ts'
import { canErase, markErased } from './delete-channel.ts'
import { endChannel } from './end-channel.ts'
import { erasureOf } from './erase-channels.ts'

export type DeleteChannelsInput = z.output<typeof DeleteChannelsBody>

/**
 * Deletes channels, all of them at once; a task deletes what they held (hard) and tells by cid what
 * came of it. Returns the task's id. A cid that is not there does not keep the others.
 */
export async function deleteChannels(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  { cids, hard_delete: hard = false }: DeleteChannelsInput,
): Promise<string> {
  const { taskId } = await deps.store.transaction(
    async tx => {
      const found = await tx.findChannels(actor.app.id, cids)
      const announcements: Announcement[] = []
      const ended: ChannelRecord[] = []
      // Always in the same order, so that two requests do not wait for each other's channels.
      for (const channel of found.toSorted((a, b) => a.pk - b.pk)) {
        const done = await end(deps, tx, actor, channel, hard)
        if (!done) continue
        ended.push(done.channel)
        announcements.push(...done.announcements)
      }
      const input = { erasures: hard ? ended.map(erasureOf) : [], result: resultOf(cids, ended) }
      const taskId = await insertTask(deps, tx, { appId: actor.app.id, kind: 'erase_channels', input })
      return { taskId, announcements }
    },
    ({ announcements }) => {
      announceAll(deps, announcements)
      wakeTasks(deps)
    },
  )
  return taskId
}

async function end(deps: Deps, tx: Tx, actor: Actor, channel: ChannelRecord, hard: boolean) {
  if (channel.deletedAtUs === undefined) return endChannel(deps, tx, actor, channel, undefined, hard)
  if (!hard || !canErase(channel)) return undefined
  return { channel: await markErased(deps, tx, channel), announcements: [] }
}

function resultOf(cids: readonly string[], ended: readonly ChannelRecord[]): DeleteChannelsResult {
  const done = new Set(ended.map(channel => channel.cid))
  const outcome = (cid: string) =>
    done.has(cid)
      ? ({ status: 'ok' } as const)
      : ({ status: 'error', error: `channel ${cid} does not exist` } as const)
  return Object.fromEntries(cids.map(cid => [cid, outcome(cid)]))
}

import type { Announcement } from '../../bus/bus.ts'
import type { ChannelMuteRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import type { EventSource } from '../events/hook-event.ts'
import { showMute } from './mute-channel.ts'
import { mutesUpdated } from './mutes-updated.ts'

const AT_ONCE = 100

/**
 * Takes mutes of channels away that ran out, of every app, and tells those whose they were. They have
 * not counted since the moment they ended. Returns how many.
 */
export async function sweepChannelMutes(deps: Deps, signal?: AbortSignal): Promise<number> {
  let swept = 0
  while (!signal?.aborted) {
    const expired = await deps.store.read.listExpiredChannelMutes(deps.clock(), AT_ONCE)
    for (const mute of expired) {
      const source: EventSource = { kind: 'server', app: await deps.apps.get(mute.appId) }
      await deps.store.transaction(
        tx => endMute(deps, tx, source, mute),
        announcements => announceAll(deps, announcements),
      )
    }
    swept += expired.length
    if (expired.length < AT_ONCE) break
  }
  return swept
}

async function endMute(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  { appId, userId, channelPk }: ChannelMuteRecord,
): Promise<Announcement[]> {
  // Somebody may have made it longer, or another node took it away.
  const mute = await tx.findChannelMute(appId, userId, channelPk)
  if (mute?.expiresAtUs === undefined || mute.expiresAtUs > deps.clock()) return []
  await tx.deleteChannelMute(appId, userId, channelPk)
  const user = await tx.unheld.findUser(appId, userId)
  const channel = await tx.unheld.findChannelByPk(channelPk)
  if (!user || !channel || channel.deletedAtUs !== undefined) return []
  const shown = await showMute(deps, tx, mute, channel, user)
  return [await mutesUpdated(deps, tx, source, user, { type: 'channel.unmuted', channel, mute: shown })]
}

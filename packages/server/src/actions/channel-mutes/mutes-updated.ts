import type { ChannelMute } from '@parley/protocol'
import type { Announcement } from '../../bus/bus.ts'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import { loadOwnUser } from '../connection/own-user.ts'
import type { Deps } from '../deps.ts'
import { type EventSource, tellHooks } from '../events/hook-event.ts'
import { userJson } from '../wire/user.ts'

/** A mute that was just made or taken back. */
export interface MuteChange {
  readonly type: 'channel.muted' | 'channel.unmuted'
  readonly channel: ChannelRecord
  readonly mute: ChannelMute
}

/** Tells webhooks; returns what the user's own connections are told: `me` as it stands in the transaction. */
export async function mutesUpdated(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  user: UserRecord,
  { type, channel, mute }: MuteChange,
): Promise<Announcement> {
  const atUs = deps.clock()
  const parts = { user: userJson(deps, user), mute: JSON.stringify(mute) }
  await tellHooks(tx, source, { type, atUs, channel, parts })
  const notice = 'notification.channel_mutes_updated'
  const me = await loadOwnUser(deps, tx, user)
  const frame = JSON.stringify({ type: notice, created_at: toRfc3339(atUs), me })
  return { to: 'user', appId: user.appId, userId: user.id, type: notice, frame }
}

import type { App } from '../../domain/app.ts'
import { parseCid } from '../../domain/channels.ts'
import type { UserRecord } from '../../domain/records.ts'
import { announceWatching, type WatchingType } from '../channels/watching.ts'
import type { Deps } from '../deps.ts'

/** Tells the channel's watchers that a user came or went, of whom the hub knows nothing but the cid. */
export function announceWatchingOf(
  deps: Deps,
  app: App,
  user: UserRecord,
  cid: string,
  type: WatchingType,
): void {
  const channel = parseCid(cid)
  if (!channel || app.channelTypes.get(channel.type)?.config.connect_events === false) return
  announceWatching(deps, type, { ...channel, cid, team: undefined, appId: app.id }, user)
}

import { CHANNEL_MUTES_IN_OWN_USER, type ChannelMute } from '@parley/protocol'
import type { UserRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { toChannelMute } from '../wire/channel-mute.ts'
import { loadPeople } from '../wire/people.ts'

/** However many users are asked for. */
const MAX_MUTES = 1_000

/** The channels that each of these users muted, the newest mute first; users without one are left out. */
export async function listChannelMutes(
  deps: Deps,
  reader: Reader,
  users: readonly UserRecord[],
): Promise<Map<string, ChannelMute[]>> {
  const appId = users[0]?.appId
  if (appId === undefined) return new Map()
  const limit = users.length === 1 ? CHANNEL_MUTES_IN_OWN_USER : MAX_MUTES
  const ids = users.map(user => user.id)
  const muted = await reader.listChannelMutes(appId, ids, deps.clock(), limit)
  if (muted.length === 0) return new Map()
  const makers = muted.flatMap(({ channel }) => [channel.createdById, channel.truncatedById])
  const people = await loadPeople(deps, reader, appId, makers, users)
  const shown = muted.map(({ mute, channel }) => ({ mute, shown: toChannelMute(mute, channel, people) }))
  const byUser = Map.groupBy(shown, ({ mute }) => mute.userId)
  return new Map([...byUser].map(([id, mutes]) => [id, mutes.map(each => each.shown)]))
}

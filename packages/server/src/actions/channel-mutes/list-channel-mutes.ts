import { CHANNEL_MUTES_IN_OWN_USER, type ChannelMute } from '@parley/protocol'
import type { UserRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { toChannelMute } from '../wire/channel-mute.ts'
import { loadPeople } from '../wire/people.ts'

/** The channels that the user muted, the newest mute first. */
export async function listChannelMutes(deps: Deps, reader: Reader, user: UserRecord): Promise<ChannelMute[]> {
  const { appId, id } = user
  const muted = await reader.listChannelMutes(appId, id, deps.clock(), CHANNEL_MUTES_IN_OWN_USER)
  if (muted.length === 0) return []
  const makers = muted.flatMap(({ channel }) => [channel.createdById, channel.truncatedById])
  const people = await loadPeople(deps, reader, appId, makers, [user])
  return muted.map(({ mute, channel }) => toChannelMute(mute, channel, people))
}

import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import type { OpenChannel } from './open-channel.ts'

/** What of channels is the viewer's own business, by their numbers. */
export interface ViewerFlags {
  readonly muted: ReadonlySet<number>
  /** Of two, and the other one is somebody whom the viewer blocks. */
  readonly blocked: ReadonlySet<number>
}

const NONE: ReadonlySet<number> = new Set()

/** One query, and another one when there are channels of two. */
export async function loadViewerFlags(
  deps: Deps,
  reader: Reader,
  channels: readonly ChannelRecord[],
  viewer: UserRecord | undefined,
): Promise<ViewerFlags> {
  if (!viewer || channels.length === 0) return { muted: NONE, blocked: NONE }
  const { appId, id } = viewer
  const pks = channels.map(channel => channel.pk)
  const pairs = channels.filter(channel => channel.memberCount === 2).map(channel => channel.pk)
  const muted = await reader.findMutedChannels(appId, id, pks, deps.clock())
  return { muted, blocked: pairs.length === 0 ? NONE : await reader.findBlockedPairs(appId, id, pairs) }
}

/** `hidden`, `muted` and `blocked` of one channel, for who looks. */
export function flagsOf({ muted, blocked }: ViewerFlags, { channel, member }: OpenChannel) {
  const isBlocked = blocked.has(channel.pk)
  return {
    hidden: isBlocked || (member?.hidden ?? false),
    muted: muted.has(channel.pk),
    blocked: isBlocked,
  }
}

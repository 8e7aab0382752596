import type { Announcement } from '../../bus/bus.ts'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { ChannelLog } from '../events/channel-log.ts'
import type { EventSource } from '../events/hook-event.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { loadPeople } from '../wire/people.ts'

/** A channel that was just deleted. */
export interface EndedChannel {
  readonly channel: ChannelRecord
  /** For watchers and members, then for the nodes: nobody watches it any more. */
  readonly announcements: readonly Announcement[]
}

/**
 * Marks a channel as deleted, whatever it holds, and tells those who watch it and its members.
 * `erased`: a task will delete the rest.
 */
export async function endChannel(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  channel: ChannelRecord,
  user: UserRecord | undefined,
  erased: boolean,
): Promise<EndedChannel> {
  const log = new ChannelLog(deps, tx, source, channel)
  const place = await log.next()
  const { atUs, seq } = place
  const erasedAtUs = erased ? atUs : undefined
  const ended = {
    ...channel,
    deletedAtUs: atUs,
    updatedAtUs: atUs,
    erasedAtUs,
    lastSeq: seq,
    lastEventAtUs: atUs,
  }
  await tx.updateChannel(ended)
  const { appId, cid, createdById, truncatedById } = ended
  const people = await loadPeople(deps, tx, appId, [createdById, truncatedById], user ? [user] : [])
  const parts = { channel: JSON.stringify(toPlainChannel(ended, people)), user: user && people.json(user.id) }
  const notice = channelFrame('notification.channel_deleted', ended, { atUs }, parts)
  await log.append('channel.deleted', place, parts, { notice })
  const gone = { to: 'nodes', control: { kind: 'channels_gone', appId, cids: [cid] } } as const
  return { channel: ended, announcements: [...log.announcements, gone] }
}

import { UNREAD_MAX_COUNT } from '@parley/protocol'
import { isInvitePending } from '../../domain/members.ts'
import { UnreadCounter } from '../../domain/reads.ts'
import type { ChannelRecord, MemberRecord } from '../../domain/records.ts'
import { hiddenUntilUs } from '../../domain/visibility.ts'
import type { Reader } from '../../store/store.ts'

/** Others' counts are exact up to here, as the caller's own. */
const MAX_MARKS = UNREAD_MAX_COUNT
/** … and where many channels are read at once. */
const MAX_MARKS_OF_MANY = 100

/** A channel and those of its members whose counts are wanted. */
export interface Readers {
  readonly channel: ChannelRecord
  readonly members: readonly MemberRecord[]
}

/** Unread messages of each of these members, with two queries for all channels. */
export async function countUnreadOfMembers(
  reader: Reader,
  groups: readonly Readers[],
  callerId: string | undefined,
): Promise<(channel: ChannelRecord, member: MemberRecord) => number> {
  const own = await countOwn(reader, groups, callerId)
  const counters = await countersOf(reader, groups, callerId)
  return (channel, member) => {
    if (!isBehind(channel, member)) return 0
    if (member.userId === callerId) return own.get(channel.pk) ?? 0
    return counters.get(channel.pk)?.count(member.userId, readUntilUs(channel, member)) ?? 0
  }
}

async function countOwn(
  reader: Reader,
  groups: readonly Readers[],
  callerId: string | undefined,
): Promise<Map<number, number>> {
  if (callerId === undefined) return new Map()
  const behind = groups.filter(({ channel, members }) =>
    members.some(member => member.userId === callerId && isBehind(channel, member)),
  )
  const pks = behind.map(({ channel }) => channel.pk)
  return pks.length === 0 ? new Map() : reader.countOwnUnread(callerId, pks)
}

async function countersOf(
  reader: Reader,
  groups: readonly Readers[],
  callerId: string | undefined,
): Promise<Map<number, UnreadCounter>> {
  const limit = groups.length > 1 ? MAX_MARKS_OF_MANY : MAX_MARKS
  const wanted = groups.flatMap(({ channel, members }) => {
    const behind = members.filter(member => member.userId !== callerId && isBehind(channel, member))
    const afterUs = Math.min(...behind.map(member => readUntilUs(channel, member)))
    return behind.length === 0 ? [] : [{ channel, channelPk: channel.pk, afterUs }]
  })
  if (wanted.length === 0) return new Map()
  const marks = Map.groupBy(await reader.listUnreadMarks(wanted, limit), mark => mark.channelPk)
  const counters = new Map<number, UnreadCounter>()
  for (const { channel, channelPk, afterUs } of wanted) {
    const hidden = channel.hasHidden ? await reader.listHiddenMarks(channelPk, afterUs, limit) : undefined
    counters.set(channelPk, new UnreadCounter(marks.get(channelPk) ?? [], hidden))
  }
  return counters
}

/** What a member may not see is not unread either. */
function readUntilUs(channel: ChannelRecord, member: MemberRecord): number {
  return Math.max(member.lastReadAtUs, hiddenUntilUs(channel, member))
}

function isBehind(channel: ChannelRecord, member: MemberRecord): boolean {
  if (isInvitePending(member)) return false
  // A restricted message does not move the channel's last message.
  if (channel.hasHidden) return true
  if (channel.lastMessageAtUs === undefined) return false
  return readUntilUs(channel, member) < channel.lastMessageAtUs
}

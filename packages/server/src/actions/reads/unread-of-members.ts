import { isInvitePending } from '../../domain/members.ts'
import { UnreadCounter } from '../../domain/reads.ts'
import type { ChannelRecord, MemberRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'

/** Others' counts are exact up to here; the caller's own always is. */
const MAX_MARKS = 1_000

/** Unread messages of each of these members, with two queries at most. */
export async function countUnreadOfMembers(
  reader: Reader,
  channel: ChannelRecord,
  members: readonly MemberRecord[],
  callerId: string | undefined,
): Promise<(member: MemberRecord) => number> {
  const behind = members.filter(member => isBehind(channel, member))
  const others = behind.filter(member => member.userId !== callerId)
  const caller = behind.find(member => member.userId === callerId)
  const own = caller ? await reader.countUnread(channel.pk, caller.userId, caller.lastReadAtUs) : 0
  const counter = new UnreadCounter(others.length === 0 ? [] : await listMarks(reader, channel, others))
  return member => {
    if (member.userId === callerId) return own
    return isBehind(channel, member) ? counter.count(member.userId, readUntilUs(channel, member)) : 0
  }
}

function listMarks(reader: Reader, channel: ChannelRecord, members: readonly MemberRecord[]) {
  const oldestUs = Math.min(...members.map(member => readUntilUs(channel, member)))
  return reader.listUnreadMarks(channel.pk, oldestUs, MAX_MARKS)
}

/** What a member may not see is not unread either. */
function readUntilUs(channel: ChannelRecord, member: MemberRecord): number {
  return Math.max(member.lastReadAtUs, member.historyHiddenBeforeUs ?? 0, channel.truncatedAtUs ?? 0)
}

function isBehind(channel: ChannelRecord, member: MemberRecord): boolean {
  if (channel.lastMessageAtUs === undefined || isInvitePending(member)) return false
  return readUntilUs(channel, member) < channel.lastMessageAtUs
}

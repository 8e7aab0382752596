import { isInvitePending } from '../../domain/members.ts'
import { UnreadCounter } from '../../domain/reads.ts'
import type { ChannelRecord, MemberRecord } from '../../domain/records.ts'
import { hiddenUntilUs } from '../../domain/visibility.ts'
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
  const counter = await counterOf(reader, channel, others)
  return member => {
    if (member.userId === callerId) return own
    return isBehind(channel, member) ? counter.count(member.userId, readUntilUs(channel, member)) : 0
  }
}

async function counterOf(
  reader: Reader,
  channel: ChannelRecord,
  members: readonly MemberRecord[],
): Promise<UnreadCounter> {
  if (members.length === 0) return new UnreadCounter([])
  const oldestUs = Math.min(...members.map(member => readUntilUs(channel, member)))
  const marks = await reader.listUnreadMarks(channel.pk, oldestUs, MAX_MARKS)
  if (!channel.hasHidden) return new UnreadCounter(marks)
  return new UnreadCounter(marks, await reader.listHiddenMarks(channel.pk, oldestUs, MAX_MARKS))
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

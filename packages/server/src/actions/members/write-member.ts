import type { EventType, Member } from '@parley/protocol'
import type { MemberRecord } from '../../domain/records.ts'
import type { ChannelChange } from '../channels/channel-change.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { toMember } from '../wire/member.ts'
import { loadPeople } from '../wire/people.ts'

/** Writes a changed membership and logs it; `notice` is for the member's connections that do not watch. */
export async function writeMember(
  change: ChannelChange,
  member: MemberRecord,
  notice?: EventType,
): Promise<Member> {
  const { deps, tx, log, channel } = change
  const place = await log.next()
  const written = { ...member, updatedAtUs: place.atUs }
  await tx.updateMember(written)
  const people = await loadPeople(deps, tx, channel.appId, [member.userId, channel.createdById])
  const shown = toMember(channel, written, people)
  const memberJson = JSON.stringify(shown)
  await log.append('member.updated', place, { member: memberJson, user: JSON.stringify(shown.user) })
  if (notice) {
    const channelJson = JSON.stringify(toPlainChannel(channel, people))
    log.notifyUser(member.userId, notice, place.atUs, { channel: channelJson, member: memberJson })
  }
  return shown
}

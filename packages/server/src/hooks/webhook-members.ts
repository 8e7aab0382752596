import { type Member, WEBHOOK_MAX_MEMBERS } from '@parley/protocol'
import type { Deps } from '../actions/deps.ts'
import { countUnreadOfMembers } from '../actions/reads/unread-of-members.ts'
import { toMember } from '../actions/wire/member.ts'
import { loadPeople } from '../actions/wire/people.ts'
import type { ChannelRecord, MemberRecord } from '../domain/records.ts'
import { toRfc3339 } from '../util/time.ts'

/** The first members of a channel, as a webhook gets them. */
export async function webhookMembers(
  deps: Deps,
  channel: ChannelRecord,
  withUnread: boolean,
): Promise<Member[]> {
  const { read } = deps.store
  const members = await read.listMembers(channel.pk, { limit: WEBHOOK_MAX_MEMBERS, offset: 0 })
  const ids = members.map(member => member.userId)
  const people = await loadPeople(deps, read, channel.appId, ids)
  const shown = members.map(member => toMember(channel, member, people))
  if (!withUnread) return shown
  const unread = await unreadOf(deps, channel, members)
  return shown.map((each, index) => ({ ...each, user: { ...each.user, ...unread[index] } }))
}

/** What each has to read in this channel. Of all their channels it would be as many looks as they have channels. */
async function unreadOf(deps: Deps, channel: ChannelRecord, members: readonly MemberRecord[]) {
  const { read } = deps.store
  const ids = members.map(member => member.userId)
  const muters = await read.findChannelMuters(channel.pk, ids, deps.clock())
  const count = await countUnreadOfMembers(read, [{ channel, members }], undefined)
  return members.map(member => ({
    channel_unread_count: muters.has(member.userId) ? 0 : count(channel, member),
    channel_last_read_at: toRfc3339(member.lastReadAtUs),
  }))
}

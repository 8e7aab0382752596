import { marksOf } from '../../domain/bans.ts'
import type { BanRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { ChannelChange } from '../channels/channel-change.ts'
import { writeMember } from '../members/write-member.ts'

type Mark = Pick<BanRecord, 'shadow' | 'expiresAtUs'> | undefined

/** Writes the ban of the whole app, or its end, into the user's own row. */
export async function markUser(tx: Tx, user: UserRecord, ban: Mark, atUs: number): Promise<UserRecord> {
  const marked = { ...user, ...marksOf(ban) }
  // A shadow ban must not show, not even as a newer profile.
  const shows = marked.banned || user.banned
  const next = shows ? { ...marked, updatedAtUs: atUs } : marked
  await tx.updateUser(next)
  return next
}

/**
 * Writes a channel's ban, or its end, into the member's row, if there is one, and makes the channel
 * say whether anybody is banned. Watchers are told unless nothing of it shows.
 */
export async function markMember(change: ChannelChange, userId: string, ban: Mark): Promise<void> {
  const { tx, channel } = change
  await tx.noteBans(channel.appId, channel.cid)
  const member = await tx.findMember(channel.pk, userId)
  if (!member) return
  const marked = { ...member, ...marksOf(ban) }
  if (marked.banned || member.banned) await writeMember(change, marked)
  else await tx.updateMember(marked)
}

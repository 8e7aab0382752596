import { type BanMarks, lasts, marksOf } from '../../domain/bans.ts'
import type { NewMember } from '../../domain/members.ts'
import type { ChannelRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'

interface Joining {
  readonly tx: Tx
  readonly channel: ChannelRecord
  readonly adderId: string | undefined
}

/**
 * How those who become members begin as banned ones: by a ban of this channel from when they were none,
 * or by one from all future channels of whoever adds them, which becomes a ban of this channel.
 */
export async function bansOfJoining(
  deps: Deps,
  { tx, channel, adderId }: Joining,
  members: readonly NewMember[],
): Promise<ReadonlyMap<string, BanMarks>> {
  const marks = new Map<string, BanMarks>()
  const { appId, cid } = channel
  if (channel.hasBans) {
    for (const { user_id: userId } of members) {
      const ban = await tx.findBan(appId, cid, userId)
      if (ban && lasts(ban.expiresAtUs, deps.clock)) marks.set(userId, marksOf(ban))
    }
  }
  if (adderId === undefined || members.length === 0) return marks
  const ids = members.map(member => member.user_id)
  const coming = await tx.findFutureBans(appId, adderId, ids, deps.clock())
  for (const ban of coming) {
    await tx.putBan({ ...ban, cid })
    marks.set(ban.userId, marksOf(ban))
  }
  if (coming.length > 0) await tx.noteBans(appId, cid)
  return marks
}

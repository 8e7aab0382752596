import { THREAD_PARTICIPANTS_NOTIFIED } from '@parley/protocol'
import type { ChannelRecord, MessageRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { canRead, withMember } from '../channels/open-channel.ts'
import type { Actor } from '../deps.ts'

/**
 * Who is told of a reply: who takes part in the thread and may (still) read the channel, in a channel of
 * two unless they block the author.
 */
export async function threadAudience(
  tx: Tx,
  { app }: Pick<Actor, 'app'>,
  channel: ChannelRecord,
  { parentId = '', userId: authorId }: MessageRecord,
): Promise<string[]> {
  const ids = await tx.listLatestRepliers(app.id, parentId, THREAD_PARTICIPANTS_NOTIFIED)
  const members = new Map((await tx.findMembers(channel.pk, ids)).map(member => [member.userId, member]))
  const users = await tx.findUsers(app.id, ids)
  const blockers = channel.memberCount === 2 ? await tx.findBlockersOf(app.id, authorId, ids) : []
  const told = users.filter(user => {
    const open = withMember({ kind: 'user', app, user }, channel, members.get(user.id))
    return !blockers.includes(user.id) && canRead({ kind: 'user', app, user }, open)
  })
  return told.map(user => user.id)
}

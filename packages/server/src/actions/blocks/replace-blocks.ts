import type { Announcement } from '../../bus/bus.ts'
import type { UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { silencePairs } from './silence.ts'

/** Makes these the users whom somebody blocks; returns what is to be announced of the channels they share. */
export async function replaceBlocks(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  user: UserRecord,
  blockedUserIds: readonly string[],
): Promise<Announcement[]> {
  const before = (await tx.listBlocks(user.appId, user.id)).map(block => block.blockedUserId)
  await tx.replaceBlocks(user.appId, user.id, blockedUserIds, deps.clock())
  const announcements: Announcement[] = []
  const change = async (otherId: string, silent: boolean) => {
    const pairs = await silencePairs(deps, tx, actor, user, otherId, silent)
    announcements.push(...pairs.flatMap(({ log }) => log.announcements))
  }
  for (const id of new Set(blockedUserIds)) if (!before.includes(id)) await change(id, true)
  for (const id of before) if (!blockedUserIds.includes(id)) await change(id, false)
  return announcements
}

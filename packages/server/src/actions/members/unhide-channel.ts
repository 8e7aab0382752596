import type { ChannelRecord, MessageRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import type { ChannelLog } from '../events/channel-log.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { loadPeople } from '../wire/people.ts'

/**
 * A message brings a hidden channel back to its members, but for those who muted it, and for one of
 * two who blocks the author. Whom it comes back to is told.
 */
export async function unhideChannel(
  deps: Deps,
  tx: Tx,
  log: ChannelLog,
  channel: ChannelRecord,
  { userId: authorId, createdAtUs }: MessageRecord,
): Promise<void> {
  const userIds = await tx.unhideMembers(channel.pk, authorId, createdAtUs)
  if (userIds.length === 0) return
  const people = await loadPeople(deps, tx, channel.appId, [...userIds, channel.createdById])
  const shown = JSON.stringify(toPlainChannel({ ...channel, lastMessageAtUs: createdAtUs }, people))
  for (const userId of userIds) {
    log.tellUser(userId, 'channel.visible', createdAtUs, { channel: shown, user: people.json(userId) })
  }
}

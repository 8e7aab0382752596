import type { ReminderEventMap, ReminderResponse } from '@parley/protocol'
import type { Announcement } from '../../bus/bus.ts'
import type { UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { type EventSource, isHooked, tellHooks } from '../events/hook-event.ts'
import { channelFrame } from '../wire/channel-event.ts'
import type { Reminded } from './show-reminders.ts'

/**
 * Tells the user's own connections, once it is committed, and the app's hooks of a reminder. Not
 * logged: nobody else may know of it.
 */
export async function tellReminder(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  type: keyof ReminderEventMap,
  user: UserRecord,
  { open: { channel }, message }: Reminded,
  shown: ReminderResponse,
): Promise<Announcement> {
  const parts = {
    message_id: JSON.stringify(message.id),
    user_id: JSON.stringify(user.id),
    parent_id: message.parentId === undefined ? undefined : JSON.stringify(message.parentId),
    reminder: JSON.stringify(shown),
  }
  const atUs = deps.clock()
  if (isHooked(source, type)) await tellHooks(tx, source, { type, atUs, channel, parts })
  const frame = channelFrame(type, channel, { atUs }, parts)
  return { to: 'user', appId: channel.appId, userId: user.id, type, frame }
}

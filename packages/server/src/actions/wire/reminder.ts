import type { ReminderResponse } from '@parley/protocol'
import { parseCid } from '../../domain/channels.ts'
import type { ReminderRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'

/** The reminder as the wire shows it, without what it is of. */
export function toReminder(reminder: ReminderRecord): ReminderResponse {
  const { cid, remindAtUs } = reminder
  return {
    channel_cid: cid,
    channel_id: parseCid(cid)?.id ?? cid,
    message_id: reminder.messageId,
    user_id: reminder.userId,
    remind_at: remindAtUs === undefined ? null : toRfc3339(remindAtUs),
    created_at: toRfc3339(reminder.createdAtUs),
    updated_at: toRfc3339(reminder.updatedAtUs),
  }
}

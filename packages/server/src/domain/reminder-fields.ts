import { type FieldTable, OPS } from './field-table.ts'

/** What reminders can be filtered and sorted by. */
export const REMINDER_FIELDS: FieldTable = {
  noun: 'reminders',
  fields: {
    message_id: { kind: 'string', ops: OPS.word, sortable: true },
    channel_cid: { kind: 'string', ops: OPS.word, sortable: true },
    remind_at: { kind: 'time', ops: OPS.time, sortable: true },
    created_at: { kind: 'time', ops: OPS.time, sortable: true },
    updated_at: { kind: 'time', ops: OPS.time, sortable: true },
  },
  refused: { channel_id: 'use `channel_cid`', user_id: 'reminders are always the user’s own' },
  closed: true,
}

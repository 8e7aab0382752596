import { type FieldTable, OPS } from './field-table.ts'

/** What the history of messages can be filtered and sorted by. */
export const HISTORY_FIELDS: FieldTable = {
  noun: 'message_history',
  fields: {
    message_id: { kind: 'string', ops: OPS.choice },
    message_updated_by_id: { kind: 'string', ops: OPS.choice },
    message_updated_at: { kind: 'time', ops: OPS.time, sortable: true },
  },
  refused: {
    text: 'use `message_id`, and search for texts with `GET search`',
    attachments: 'use `message_id`',
    is_deleted: 'use `message_id`',
  },
}

import { type FieldTable, OPS } from './field-table.ts'

/** What the reactions to a message can be filtered and sorted by. */
export const REACTION_FIELDS: FieldTable = {
  noun: 'reactions',
  fields: {
    type: { kind: 'string', ops: OPS.choice, sortable: true },
    user_id: { kind: 'string', ops: OPS.choice, sortable: true },
    score: { kind: 'number', ops: OPS.number, sortable: true },
    created_at: { kind: 'time', ops: OPS.time, sortable: true },
    updated_at: { kind: 'time', ops: OPS.time, sortable: true },
  },
  refused: {
    message_id: 'the path names the message',
    user: 'use `user_id`',
    emoji_code: 'use `type`',
  },
}

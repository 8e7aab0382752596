import { type FieldTable, OPS } from './field-table.ts'

/** What bans can be filtered and sorted by. */
export const BAN_FIELDS: FieldTable = {
  noun: 'bans',
  closed: true,
  fields: {
    user_id: { kind: 'string', ops: OPS.word },
    channel_cid: { kind: 'string', ops: OPS.word },
    banned_by_id: { kind: 'string', ops: OPS.word },
    reason: { kind: 'string', ops: OPS.text },
    shadow: { kind: 'boolean', ops: OPS.boolean },
    created_at: { kind: 'time', ops: OPS.time, sortable: true },
    expires: { kind: 'time', ops: OPS.time, sortable: true },
  },
  refused: {},
}

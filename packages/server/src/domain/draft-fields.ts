import { type FieldTable, OPS } from './field-table.ts'

/** What drafts can be filtered and sorted by. */
export const DRAFT_FIELDS: FieldTable = {
  noun: 'drafts',
  fields: {
    channel_cid: { kind: 'string', ops: OPS.word },
    parent_id: { kind: 'string', ops: OPS.word },
    created_at: { kind: 'time', ops: OPS.time, sortable: true },
  },
  refused: {},
  closed: true,
}

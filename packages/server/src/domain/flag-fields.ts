import { type FieldTable, OPS } from './field-table.ts'

const WORD = { kind: 'string', ops: OPS.word } as const
const TIME = { kind: 'time', ops: OPS.time } as const
const FLAG = { kind: 'boolean', ops: OPS.boolean } as const

/** What flags of messages can be filtered by; `user_id` is the message's author. */
export const MESSAGE_FLAG_FIELDS: FieldTable = {
  noun: 'flags',
  closed: true,
  fields: {
    user_id: WORD,
    message_id: WORD,
    channel_cid: WORD,
    team: WORD,
    reason: { kind: 'string', ops: OPS.text },
    is_reviewed: FLAG,
    created_by_automod: FLAG,
    created_at: TIME,
  },
  refused: {},
}

/** What flag reports can be filtered by; `user_id` is the message's author, or the user flagged. */
export const FLAG_REPORT_FIELDS: FieldTable = {
  noun: 'flag reports',
  closed: true,
  fields: {
    report_id: WORD,
    message_id: WORD,
    user_id: WORD,
    channel_cid: WORD,
    team: WORD,
    is_reviewed: FLAG,
    review_result: WORD,
    reviewed_by: WORD,
    flags_count: { kind: 'number', ops: OPS.number },
    created_at: TIME,
    updated_at: TIME,
    reviewed_at: TIME,
  },
  refused: {},
}

import { type FieldTable, OPS } from './field-table.ts'

/** What messages can be searched and sorted by. */
export const MESSAGE_FIELDS: FieldTable = {
  noun: 'messages',
  fields: {
    id: { kind: 'string', ops: OPS.word, sortable: true },
    text: { kind: 'string', ops: OPS.text, sortable: true },
    type: { kind: 'string', ops: OPS.word },
    parent_id: { kind: 'string', ops: OPS.word },
    reply_count: { kind: 'number', ops: OPS.number, sortable: true },
    'user.id': { kind: 'string', ops: OPS.word, sortable: true },
    created_at: { kind: 'time', ops: OPS.time, sortable: true },
    updated_at: { kind: 'time', ops: OPS.time, sortable: true },
    attachments: { kind: 'list', ops: ['exists'] },
    'attachments.type': { kind: 'string', ops: ['eq', 'in'] },
    'mentioned_users.id': { kind: 'list', ops: ['contains'] },
    pinned: { kind: 'boolean', ops: OPS.boolean },
  },
  refused: {
    cid: 'channels are chosen by `filter_conditions`',
    user_id: 'use `user.id`',
    user: 'use `user.id`',
    mentioned_users: 'use `mentioned_users.id` with $contains',
    html: 'search `text`',
    deleted_at: 'deleted messages are never found',
    reactions: 'query the reactions of a message',
  },
}

/** Sorts that are no fields of a message. */
export const MESSAGE_SORTS = ['relevance'] as const

import { type FieldTable, OPS } from './field-table.ts'

/** What threads can be filtered and sorted by. */
export const THREAD_FIELDS: FieldTable = {
  noun: 'threads',
  fields: {
    channel_cid: { kind: 'string', ops: OPS.choice },
    parent_message_id: { kind: 'string', ops: OPS.choice, sortable: true },
    created_by_user_id: { kind: 'string', ops: OPS.choice },
    'channel.team': { kind: 'string', ops: OPS.choice },
    'channel.disabled': { kind: 'boolean', ops: OPS.boolean },
    reply_count: { kind: 'number', ops: OPS.number, sortable: true },
    participant_count: { kind: 'number', ops: OPS.number, sortable: true },
    active_participant_count: { kind: 'number', ops: OPS.number, sortable: true },
    created_at: { kind: 'time', ops: OPS.time, sortable: true },
    updated_at: { kind: 'time', ops: OPS.time, sortable: true },
    last_message_at: { kind: 'time', ops: OPS.time, sortable: true },
  },
  refused: {
    title: 'titles are not searchable',
    channel: 'use `channel_cid`',
    parent_message: 'use `parent_message_id`',
    created_by: 'use `created_by_user_id`',
    thread_participants: 'only one’s own threads are found',
    deleted_at: 'deleted threads are not found',
  },
}

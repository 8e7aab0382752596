import { type FieldTable, OPS } from './field-table.ts'

/** What a channel's members can be filtered and sorted by. */
export const MEMBER_FIELDS: FieldTable = {
  noun: 'members',
  fields: {
    id: { kind: 'string', ops: OPS.text },
    user_id: { kind: 'string', ops: OPS.text, sortable: true },
    name: { kind: 'string', ops: OPS.text, sortable: true },
    'user.email': { kind: 'string', ops: OPS.text },
    channel_role: { kind: 'string', ops: OPS.word },
    cid: { kind: 'string', ops: OPS.choice },
    banned: { kind: 'boolean', ops: OPS.boolean },
    joined: { kind: 'boolean', ops: OPS.boolean },
    invite: { kind: 'string', ops: OPS.choice, values: ['pending', 'accepted', 'rejected'] },
    created_at: { kind: 'time', ops: OPS.time, sortable: true },
    updated_at: { kind: 'time', ops: OPS.time, sortable: true },
    last_active: { kind: 'time', ops: OPS.time, sortable: true },
  },
  refused: {
    user: 'use `id`, `name` or `user.email`',
    shadow_banned: 'shadow bans are not searchable',
    notifications_muted: 'mutes are not searchable',
    role: 'use `channel_role`',
  },
}

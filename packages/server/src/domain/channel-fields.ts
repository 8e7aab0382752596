import { type FieldTable, OPS } from './field-table.ts'

/** What channels can be filtered and sorted by. */
export const CHANNEL_FIELDS: FieldTable = {
  noun: 'channels',
  fields: {
    cid: { kind: 'string', ops: OPS.word, sortable: true },
    type: { kind: 'string', ops: OPS.word, sortable: true },
    id: { kind: 'string', ops: OPS.text, sortable: true },
    team: { kind: 'string', ops: OPS.word },
    created_by_id: { kind: 'string', ops: OPS.word },
    frozen: { kind: 'boolean', ops: OPS.boolean },
    disabled: { kind: 'boolean', ops: OPS.boolean },
    member_count: { kind: 'number', ops: OPS.number, sortable: true },
    filter_tags: { kind: 'list', ops: OPS.list },
    last_message_at: { kind: 'time', ops: OPS.time, sortable: true },
    last_updated: { kind: 'time', ops: OPS.time, sortable: true },
    created_at: { kind: 'time', ops: OPS.time, sortable: true },
    updated_at: { kind: 'time', ops: OPS.time, sortable: true },
    members: { kind: 'members', ops: ['eq', 'ne', 'in', 'nin'] },
    'member.user.name': { kind: 'string', ops: ['eq', 'in', 'autocomplete', 'q'] },
    hidden: { kind: 'boolean', ops: OPS.boolean, callerRelative: true },
    muted: { kind: 'boolean', ops: OPS.boolean, callerRelative: true },
    joined: { kind: 'boolean', ops: OPS.boolean, callerRelative: true },
    pinned: { kind: 'boolean', ops: OPS.boolean, callerRelative: true },
    archived: { kind: 'boolean', ops: OPS.boolean, callerRelative: true },
    has_unread: { kind: 'boolean', ops: ['eq'], values: [true], callerRelative: true, sortable: true },
    invite: {
      kind: 'string',
      ops: OPS.choice,
      values: ['pending', 'accepted', 'rejected'],
      callerRelative: true,
    },
    app_banned: { kind: 'string', ops: ['eq'], values: ['excluded', 'only'], callerRelative: true },
  },
  refused: {
    deleted_at: 'deleted channels are never returned',
    config: 'filter by `type`',
    own_capabilities: 'capabilities are worked out for each caller',
    message_count: 'use `last_message_at`',
    config_overrides: 'overrides are not searchable',
    truncated_by: 'who truncated a channel is not searchable',
    created_by: 'use `created_by_id`',
  },
}

/** Names that only sort channels. */
export const CHANNEL_SORTS: readonly string[] = ['unread_count', 'pinned_at']

import { type FieldTable, OPS } from './field-table.ts'

/** What users can be filtered and sorted by. */
export const USER_FIELDS: FieldTable = {
  noun: 'users',
  fields: {
    id: { kind: 'string', ops: OPS.text, sortable: true },
    name: { kind: 'string', ops: OPS.text, sortable: true },
    image: { kind: 'string', ops: OPS.word },
    role: { kind: 'string', ops: OPS.word, sortable: true },
    language: { kind: 'string', ops: OPS.word },
    teams: { kind: 'list', ops: OPS.list },
    banned: { kind: 'boolean', ops: OPS.boolean },
    last_active: { kind: 'time', ops: OPS.time, sortable: true },
    created_at: { kind: 'time', ops: OPS.time, sortable: true },
    updated_at: { kind: 'time', ops: OPS.time, sortable: true },
    deactivated_at: { kind: 'time', ops: OPS.time, sortable: true },
  },
  refused: {
    online: 'who is online is not stored; query with presence and look at `online` of the users in the reply',
    invisible: 'whether a user is invisible is theirs to know',
    shadow_banned: 'shadow bans belong to channels; query the members of one',
    deleted_at: 'deleted users are never returned',
    teams_role: 'roles by team are not indexed; filter by `teams` or `role`',
    privacy_settings: 'privacy settings are not searchable',
    push_preferences: 'push preferences are not searchable',
    revoke_tokens_issued_before: 'token revocation is not searchable',
    devices: 'devices are not searchable; list them by user',
    mutes: 'mutes are not searchable',
    channel_mutes: 'mutes are not searchable',
    blocked_user_ids: 'blocks are not searchable; list them by user',
  },
}

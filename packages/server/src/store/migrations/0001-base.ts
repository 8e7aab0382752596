import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable, type Table } from './create-table.ts'

/** Apps, users, channels, messages, the log and the counts: everything of the first release. */
export async function createBase(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  for (const table of tables(dialect)) await createTable(db, dialect, table)
  for (const statement of INDEXES) await sql.raw(statement).execute(db)
}

function tables({ types: { json, flag, id, row } }: Dialect): Table[] {
  return [
    {
      name: 'apps',
      columns: [
        ['id', id],
        ['key', 'text'],
        ['name', 'text'],
        ['mode', 'text'],
        ['suspended', flag],
        ['settings', json, 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
      ],
    },
    {
      name: 'app_secrets',
      columns: [
        ['app_id', 'bigint'],
        ['id', 'text'],
        ['secret', 'text'],
        ['state', 'text'],
        ['retires_at_us', 'bigint', 'null'],
        ['created_at_us', 'bigint'],
      ],
      key: ['app_id', 'id'],
      small: true,
    },
    {
      name: 'users',
      columns: [
        ['app_id', 'bigint'],
        ['id', 'text'],
        ['role', 'text'],
        ['name', 'text', 'null'],
        ['name_words', 'text', 'null'],
        ['name_key', 'text', 'null'],
        ['image', 'text', 'null'],
        ['language', 'text'],
        ['teams', json, 'null'],
        ['teams_role', json, 'null'],
        ['invisible', flag],
        ['banned', flag],
        ['ban_expires_at_us', 'bigint', 'null'],
        ['privacy_settings', json, 'null'],
        ['push_preferences', json, 'null'],
        ['custom', json, 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
        ['last_active_at_us', 'bigint', 'null'],
        ['deactivated_at_us', 'bigint', 'null'],
        ['deleted_at_us', 'bigint', 'null'],
        ['revoke_tokens_before_us', 'bigint', 'null'],
        ['merged_into', 'text', 'null'],
      ],
      key: ['app_id', 'id'],
    },
    {
      name: 'devices',
      columns: [
        ['app_id', 'bigint'],
        ['id', 'text'],
        ['user_id', 'text'],
        ['push_provider', 'text'],
        ['push_provider_name', 'text', 'null'],
        ['created_at_us', 'bigint'],
      ],
      key: ['app_id', 'id'],
      small: true,
    },
    {
      name: 'blocks',
      columns: [
        ['app_id', 'bigint'],
        ['user_id', 'text'],
        ['blocked_user_id', 'text'],
        ['created_at_us', 'bigint'],
      ],
      key: ['app_id', 'user_id', 'blocked_user_id'],
      small: true,
    },
    {
      name: 'channel_types',
      columns: [
        ['app_id', 'bigint'],
        ['name', 'text'],
        ['config', json, 'null'],
        ['grants', json, 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
      ],
      key: ['app_id', 'name'],
    },
    {
      name: 'channels',
      columns: [
        ['pk', id],
        ['app_id', 'bigint'],
        ['cid', 'text'],
        ['type', 'text'],
        ['id', 'text'],
        ['team', 'text', 'null'],
        ['created_by_id', 'text', 'null'],
        ['frozen', flag],
        ['disabled', flag],
        ['cooldown_seconds', 'integer'],
        ['auto_translation_enabled', flag],
        ['auto_translation_language', 'text'],
        ['filter_tags', json, 'null'],
        ['config_overrides', json, 'null'],
        ['custom', json, 'null'],
        ['name_words', 'text', 'null'],
        ['member_count', 'integer'],
        ['message_count', 'bigint'],
        ['last_seq', 'bigint'],
        ['last_event_at_us', 'bigint'],
        ['last_message_at_us', 'bigint', 'null'],
        ['truncated_at_us', 'bigint', 'null'],
        ['truncated_by_id', 'text', 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
        ['deleted_at_us', 'bigint', 'null'],
      ],
    },
    {
      name: 'members',
      columns: [
        ['channel_pk', 'bigint'],
        ['user_id', 'text'],
        ['app_id', 'bigint'],
        ['channel_role', 'text'],
        ['invited', flag],
        ['invite_accepted_at_us', 'bigint', 'null'],
        ['invite_rejected_at_us', 'bigint', 'null'],
        ['banned', flag],
        ['shadow_banned', flag],
        ['ban_expires_at_us', 'bigint', 'null'],
        ['archived_at_us', 'bigint', 'null'],
        ['pinned_at_us', 'bigint', 'null'],
        ['hidden', flag],
        ['history_hidden_before_us', 'bigint', 'null'],
        ['last_read_at_us', 'bigint'],
        ['last_read_message_id', 'text', 'null'],
        ['custom', json, 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
      ],
      key: ['channel_pk', 'user_id'],
      small: true,
    },
    {
      name: 'messages',
      columns: [
        ['pk', row],
        ['app_id', 'bigint'],
        ['id', 'text'],
        ['channel_pk', 'bigint'],
        ['cid', 'text'],
        ['user_id', 'text'],
        ['type', 'text'],
        ['text', 'text'],
        ['html', 'text'],
        ['mml', 'text', 'null'],
        ['attachments', json, 'null'],
        ['mentioned_user_ids', json, 'null'],
        ['parent_id', 'text', 'null'],
        ['show_in_channel', flag],
        ['in_channel', flag],
        ['counts_unread', flag],
        ['quoted_message_id', 'text', 'null'],
        ['silent', flag],
        ['pinned_at_us', 'bigint', 'null'],
        ['pinned_by_id', 'text', 'null'],
        ['pin_expires_at_us', 'bigint', 'null'],
        ['reply_count', 'integer'],
        ['custom', json, 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
        ['text_updated_at_us', 'bigint', 'null'],
        ['deleted_at_us', 'bigint', 'null'],
      ],
    },
    // A frame is longer than what SQLite keeps in a leaf of a table WITHOUT ROWID, so the log has
    // row ids: entries are appended, and those of one commit share their pages.
    {
      name: 'channel_events',
      columns: [
        ['pk', row],
        ['channel_pk', 'bigint'],
        ['seq', 'bigint'],
        ['at_us', 'bigint'],
        ['type', 'text'],
        ['frame', 'text'],
      ],
    },
    {
      name: 'active_users',
      columns: [
        ['app_id', 'bigint'],
        ['month', 'text'],
        ['user_id', 'text'],
        ['guest', flag],
      ],
      key: ['app_id', 'month', 'user_id'],
      small: true,
    },
    {
      name: 'connection_peaks',
      columns: [
        ['app_id', 'bigint'],
        ['minute', 'bigint'],
        ['peak', 'integer'],
      ],
      key: ['app_id', 'minute'],
      small: true,
    },
  ]
}

const INDEXES = [
  'create unique index apps_key on apps (key)',

  'create index users_created on users (app_id, created_at_us)',
  'create index users_role on users (app_id, role, created_at_us)',
  'create index users_last_active on users (app_id, last_active_at_us)',
  'create index users_name_key on users (app_id, name_key) where name_key is not null',

  'create index devices_user on devices (app_id, user_id)',
  'create index blocks_blocked on blocks (app_id, blocked_user_id)',

  'create unique index channels_cid on channels (app_id, cid)',
  'create unique index channels_type_id on channels (app_id, type, id)',
  'create index channels_created on channels (app_id, created_at_us)',
  'create index channels_created_by on channels (app_id, created_by_id)',
  'create index channels_team on channels (app_id, team) where team is not null',
  // The default order of channel queries; the expression is `lastUpdated` of queries/channel-fields.ts.
  `create index channels_last_updated on channels (app_id,
     (case when last_message_at_us > created_at_us then last_message_at_us else created_at_us end))`,

  'create index members_user on members (app_id, user_id, channel_pk)',
  'create index members_joined on members (channel_pk, created_at_us, user_id)',
  // Small, so that a new message finds whom to unhide without reading every member.
  'create index members_hidden on members (channel_pk) where hidden = 1',

  'create unique index messages_id on messages (app_id, id)',
  // Paging and unread counting; the last two columns spare counting the visit to the table.
  'create index messages_place on messages (channel_pk, in_channel, created_at_us, counts_unread, user_id)',
  'create index messages_user on messages (app_id, user_id, channel_pk, created_at_us)',
  'create index messages_replies on messages (channel_pk, parent_id, created_at_us) where parent_id is not null',
  'create index messages_pinned on messages (channel_pk, pinned_at_us) where pinned_at_us is not null',

  'create unique index channel_events_seq on channel_events (channel_pk, seq)',
  'create index channel_events_time on channel_events (channel_pk, at_us)',
]

import { sql } from 'kysely'
import type { Session } from '../session.ts'
import { CHANNEL_VALUES, USER_VALUES } from '../values.ts'

/** Tables whose rows are an app's, beside the app's own. The log and the outbox hang on other rows. */
const OF_APP = [
  'active_days',
  'active_users',
  'bans',
  'blocklists',
  'blocks',
  'channel_mutes',
  'channel_push_preferences',
  'channel_types',
  'connection_peaks',
  'dead_letters',
  'devices',
  'drafts',
  'ephemeral_messages',
  'flag_reports',
  'flags',
  'future_bans',
  'imports',
  'ip_bans',
  'members',
  'message_deletions',
  'message_history',
  'messages',
  'mutes',
  'outbox_lanes',
  'outbox_targets',
  'pending_messages',
  'permissions',
  'poll_options',
  'poll_votes',
  'polls',
  'reactions',
  'reminders',
  'roles',
  'secret_usage',
  'tasks',
  'team_peaks',
  'thread_participants',
  'threads',
  'unread_reminders',
  'usage_actives',
  'usage_counts',
  'usage_gone',
  'users',
  CHANNEL_VALUES.name,
  USER_VALUES.name,
  'app_secrets',
] as const

/** Some channels of an app, deleted ones too. */
export async function listChannelPks({ db }: Session, appId: number, limit: number): Promise<number[]> {
  const rows = await db.selectFrom('channels').select('pk').where('app_id', '=', appId).limit(limit).execute()
  return rows.map(row => row.pk)
}

/** The row of a channel without messages and members; its log goes with it. */
export async function dropChannel({ db }: Session, channelPk: number): Promise<void> {
  await db.deleteFrom('channel_events').where('channel_pk', '=', channelPk).execute()
  await db.deleteFrom('channels').where('pk', '=', channelPk).execute()
}

/** Everything else of an app, and the app. What it uploaded is marked to be thrown away. */
export async function eraseApp({ db }: Session, appId: number, atUs: number): Promise<void> {
  await db.updateTable('files').set({ remove_at_us: atUs }).where('app_id', '=', appId).execute()
  const lanes = db.selectFrom('outbox_lanes').select('pk').where('app_id', '=', appId)
  await db.deleteFrom('outbox').where('lane_pk', 'in', lanes).execute()
  for (const table of OF_APP) await sql`delete from ${sql.table(table)} where app_id = ${appId}`.execute(db)
  await db.deleteFrom('apps').where('id', '=', appId).execute()
}

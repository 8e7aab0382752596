import { sql } from 'kysely'
import type { Session } from '../session.ts'
import { USER_VALUES } from '../values.ts'
import { removeFilesOfUser } from './files.ts'
import { forgetModeration } from './forget-moderation.ts'
import { holdChannelsByPk } from './hold-rows.ts'
import { addToMemberCount } from './members.ts'
import { writeValues } from './values.ts'

/**
 * Forgets who the user was. The row stays as a tombstone: messages keep an author, and an old
 * token cannot make the user again.
 */
export async function hardDeleteUser(
  session: Session,
  appId: number,
  userId: string,
  atUs: number,
): Promise<void> {
  const { db } = session
  await db
    .updateTable('users')
    .set({
      role: 'user',
      name: null,
      name_words: null,
      name_key: null,
      image: null,
      language: '',
      teams: null,
      teams_role: null,
      invisible: 0,
      banned: 0,
      shadow_banned: 0,
      ban_expires_at_us: null,
      has_mutes: 0,
      last_address: null,
      privacy_settings: null,
      push_preferences: null,
      custom: null,
      last_active_at_us: null,
      deleted_at_us: sql<number>`coalesce(deleted_at_us, ${atUs})`,
      erased_at_us: atUs,
      updated_at_us: atUs,
    })
    .where('app_id', '=', appId)
    .where('id', '=', userId)
    .execute()
  await writeValues(session, USER_VALUES, appId, userId, new Set(), false)
  await leaveChannels(session, appId, userId)
  for (const table of [
    'devices',
    'channel_push_preferences',
    'ephemeral_messages',
    'unread_reminders',
  ] as const) {
    await db.deleteFrom(table).where('app_id', '=', appId).where('user_id', '=', userId).execute()
  }
  await db
    .deleteFrom('blocks')
    .where('app_id', '=', appId)
    .where(where => where.or([where('user_id', '=', userId), where('blocked_user_id', '=', userId)]))
    .execute()
  await forgetModeration(session, appId, userId)
  await db.deleteFrom('channel_mutes').where('app_id', '=', appId).where('user_id', '=', userId).execute()
  await db.deleteFrom('drafts').where('app_id', '=', appId).where('user_id', '=', userId).execute()
  await db.deleteFrom('reminders').where('app_id', '=', appId).where('user_id', '=', userId).execute()
  for (const table of ['pending_messages', 'message_deletions'] as const) {
    await db.deleteFrom(table).where('app_id', '=', appId).where('user_id', '=', userId).execute()
  }
  await removeFilesOfUser(session, appId, userId, undefined, atUs)
}

async function leaveChannels(session: Session, appId: number, userId: string): Promise<void> {
  const joined = await session.db
    .selectFrom('members')
    .select('channel_pk')
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .execute()
  await holdChannelsByPk(
    session,
    joined.map(row => row.channel_pk),
  )
  const left = await session.db
    .deleteFrom('members')
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .returning('channel_pk')
    .execute()
  for (const row of left) await addToMemberCount(session, row.channel_pk, -1)
}

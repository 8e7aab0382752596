import { sql } from 'kysely'
import type { Session } from '../session.ts'
import { noteMutes } from './mutes.ts'

/** What somebody banned, muted and flagged, and who did so to them, goes with the user. */
export async function forgetModeration(session: Session, appId: number, userId: string): Promise<void> {
  const { db } = session
  await db.deleteFrom('bans').where('app_id', '=', appId).where('user_id', '=', userId).execute()
  await db
    .updateTable('bans')
    .set({ banned_by_id: null })
    .where('app_id', '=', appId)
    .where('banned_by_id', '=', userId)
    .execute()
  await db
    .deleteFrom('future_bans')
    .where('app_id', '=', appId)
    .where(where => where.or([where('user_id', '=', userId), where('banned_by_id', '=', userId)]))
    .execute()
  await db
    .deleteFrom('mutes')
    .where('app_id', '=', appId)
    .where(where => where.or([where('user_id', '=', userId), where('target_id', '=', userId)]))
    .execute()
  await forgetIpBans(session, appId, userId)
  await forgetFlags(session, appId, userId)
}

/** Nodes look at the addresses again when the app's row says that something changed. */
async function forgetIpBans({ db }: Session, appId: number, userId: string): Promise<void> {
  const gone = await db
    .deleteFrom('ip_bans')
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .returning('ip')
    .execute()
  if (gone.length === 0) return
  await db
    .updateTable('apps')
    .set(set => ({ updated_at_us: set('updated_at_us', '+', 1) }))
    .where('id', '=', appId)
    .execute()
}

async function forgetFlags({ db }: Session, appId: number, userId: string): Promise<void> {
  const reports = await db
    .deleteFrom('flag_reports')
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .where('message_id', 'is', null)
    .returning('id')
    .execute()
  const ids = reports.map(report => report.id)
  if (ids.length > 0) {
    await db.deleteFrom('flags').where('app_id', '=', appId).where('report_id', 'in', ids).execute()
  }
  const flags = await db
    .deleteFrom('flags')
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .returning('report_id')
    .execute()
  for (const flag of flags) {
    await db
      .updateTable('flag_reports')
      .set(set => ({ flags_count: set('flags_count', '-', 1) }))
      .where('app_id', '=', appId)
      .where('id', '=', flag.report_id)
      .execute()
  }
}

/** A guest's bans, mutes and flags become a user's; where both have one the user's stays. */
export async function moveModeration(
  session: Session,
  appId: number,
  from: string,
  to: string,
): Promise<void> {
  await moveBans(session, appId, from, to)
  await moveMutes(session, appId, from, to)
  await moveFlags(session, appId, from, to)
}

/** Whoever is banned does not escape by becoming somebody else. */
async function moveBans({ db }: Session, appId: number, from: string, to: string): Promise<void> {
  const moved = await db
    .updateTable('bans')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .where('cid', 'not in', select =>
      select
        .selectFrom('bans as own')
        .select('own.cid')
        .where('own.app_id', '=', appId)
        .where('own.user_id', '=', to),
    )
    .returning(['cid', 'shadow', 'expires_at_us'])
    .execute()
  await db.deleteFrom('bans').where('app_id', '=', appId).where('user_id', '=', from).execute()
  for (const { cid, shadow, expires_at_us } of moved) {
    const flags = { banned: 1 - shadow, shadow_banned: shadow, ban_expires_at_us: expires_at_us }
    if (cid === '') {
      await db.updateTable('users').set(flags).where('app_id', '=', appId).where('id', '=', to).execute()
    } else {
      await db
        .updateTable('members')
        .set(flags)
        .where('user_id', '=', to)
        .where('channel_pk', 'in', select =>
          select.selectFrom('channels').select('pk').where('app_id', '=', appId).where('cid', '=', cid),
        )
        .execute()
    }
  }
  await db
    .updateTable('bans')
    .set({ banned_by_id: to })
    .where('app_id', '=', appId)
    .where('banned_by_id', '=', from)
    .execute()
  // A guest moderates nothing, so only what others hold against the guest is moved.
  await db
    .updateTable('future_bans')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .where('banned_by_id', 'not in', select =>
      select
        .selectFrom('future_bans as own')
        .select('own.banned_by_id')
        .where('own.app_id', '=', appId)
        .where('own.user_id', '=', to),
    )
    .execute()
  await db.deleteFrom('future_bans').where('app_id', '=', appId).where('user_id', '=', from).execute()
  await db
    .updateTable('ip_bans')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .where('ip', 'not in', select =>
      select
        .selectFrom('ip_bans as own')
        .select('own.ip')
        .where('own.app_id', '=', appId)
        .where('own.user_id', '=', to),
    )
    .execute()
}

async function moveMutes(session: Session, appId: number, from: string, to: string): Promise<void> {
  const { db } = session
  for (const [mine, theirs] of [
    ['user_id', 'target_id'],
    ['target_id', 'user_id'],
  ] as const) {
    await db
      .updateTable('mutes')
      .set({ [mine]: to })
      .where('app_id', '=', appId)
      .where(mine, '=', from)
      .where(theirs, '!=', to)
      .where(theirs, 'not in', select =>
        select
          .selectFrom('mutes as own')
          .select(`own.${theirs}` as 'own.target_id')
          .where('own.app_id', '=', appId)
          .where(sql.ref(`own.${mine}`), '=', to),
      )
      .execute()
    await db.deleteFrom('mutes').where('app_id', '=', appId).where(mine, '=', from).execute()
  }
  await noteMutes(session, appId, to)
}

async function moveFlags({ db }: Session, appId: number, from: string, to: string): Promise<void> {
  await db
    .updateTable('flags')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .where('report_id', 'not in', select =>
      select
        .selectFrom('flags as own')
        .select('own.report_id')
        .where('own.app_id', '=', appId)
        .where('own.user_id', '=', to),
    )
    .execute()
  await db
    .updateTable('flag_reports')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .where('message_id', 'is not', null)
    .execute()
}

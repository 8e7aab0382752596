import type { Session } from '../session.ts'

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

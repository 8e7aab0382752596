import { sql } from 'kysely'
import type { Session } from '../session.ts'
import { noteMutes } from './mutes.ts'

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
async function moveBans(session: Session, appId: number, from: string, to: string): Promise<void> {
  await moveBansInForce(session, appId, from, to)
  await moveFutureBans(session, appId, from, to)
  await moveIpBans(session, appId, from, to)
}

async function moveBansInForce({ db }: Session, appId: number, from: string, to: string): Promise<void> {
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
}

/** A guest moderates nothing, so only what others hold against the guest is moved. */
async function moveFutureBans({ db }: Session, appId: number, from: string, to: string): Promise<void> {
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
}

async function moveIpBans({ db }: Session, appId: number, from: string, to: string): Promise<void> {
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

import { type Selectable, sql } from 'kysely'
import type { MuteRecord } from '../../domain/records.ts'
import { flag, jsonText, orNull, undefinedIfNull } from '../encode.ts'
import type { MuteTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { type Params, prepared } from './prepared.ts'

function toMute(row: Selectable<MuteTable>): MuteRecord {
  return {
    appId: row.app_id,
    userId: row.user_id,
    targetId: row.target_id,
    expiresAtUs: undefinedIfNull(row.expires_at_us),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

const LIST_MUTES = prepared(
  'list_mutes',
  (db, p: Params<{ appId: number; userIds: string; nowUs: number }>, { isAmong }) =>
    db
      .selectFrom('mutes')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where(isAmong(sql`mutes.user_id`, p('userIds')))
      .where(where => where.or([where('expires_at_us', 'is', null), where('expires_at_us', '>', p('nowUs'))]))
      .orderBy('created_at_us')
      .orderBy('target_id'),
)

/** The first mute first; those that ran out are none. */
export async function listMutes(
  session: Session,
  appId: number,
  userIds: readonly string[],
  nowUs: number,
): Promise<MuteRecord[]> {
  if (userIds.length === 0) return []
  return (await LIST_MUTES.all(session, { appId, userIds: jsonText(userIds), nowUs })).map(toMute)
}

const FIND_MUTERS = prepared(
  'find_muters',
  (db, p: Params<{ appId: number; targetId: string; userIds: string; nowUs: number }>, { isAmong }) =>
    db
      .selectFrom('mutes')
      .select('user_id')
      .where('app_id', '=', p('appId'))
      .where('target_id', '=', p('targetId'))
      .where(isAmong(sql`mutes.user_id`, p('userIds')))
      .where(where =>
        where.or([where('expires_at_us', 'is', null), where('expires_at_us', '>', p('nowUs'))]),
      ),
)

/** Who of these mutes the user. */
export async function findMuters(
  session: Session,
  appId: number,
  targetId: string,
  userIds: readonly string[],
  nowUs: number,
): Promise<string[]> {
  if (userIds.length === 0) return []
  const rows = await FIND_MUTERS.all(session, { appId, targetId, userIds: jsonText(userIds), nowUs })
  return rows.map(row => row.user_id)
}

/** Muting again gives the mute another end and keeps its beginning. */
export async function putMute({ db }: Session, mute: MuteRecord): Promise<MuteRecord> {
  const end = { expires_at_us: orNull(mute.expiresAtUs), updated_at_us: mute.updatedAtUs }
  const row = await db
    .insertInto('mutes')
    .values({
      app_id: mute.appId,
      user_id: mute.userId,
      target_id: mute.targetId,
      created_at_us: mute.createdAtUs,
      ...end,
    })
    .onConflict(conflict => conflict.columns(['app_id', 'user_id', 'target_id']).doUpdateSet(end))
    .returningAll()
    .executeTakeFirstOrThrow()
  return toMute(row)
}

/** Returns those that there were. */
export async function deleteMutes(
  { db }: Session,
  appId: number,
  userId: string,
  targetIds: readonly string[],
): Promise<string[]> {
  if (targetIds.length === 0) return []
  const rows = await db
    .deleteFrom('mutes')
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .where('target_id', 'in', targetIds)
    .returning('target_id')
    .execute()
  return rows.map(row => row.target_id)
}

/** Makes the user say whether there are mutes to read; returns how many. */
export async function noteMutes({ db }: Session, appId: number, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('mutes')
    .select(select => select.fn.countAll<number | string>().as('count'))
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  await db
    .updateTable('users')
    .set({ has_mutes: flag(Number(count) > 0) })
    .where('app_id', '=', appId)
    .where('id', '=', userId)
    .execute()
  return Number(count)
}

/** Of every app, those that ran out longest ago first. */
export async function listExpiredMutes({ db }: Session, nowUs: number, limit: number): Promise<MuteRecord[]> {
  const rows = await db
    .selectFrom('mutes')
    .selectAll()
    .where('expires_at_us', 'is not', null)
    .where('expires_at_us', '<=', nowUs)
    .orderBy('expires_at_us')
    .limit(limit)
    .execute()
  return rows.map(toMute)
}

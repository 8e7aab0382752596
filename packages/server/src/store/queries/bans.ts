import { type Selectable, sql } from 'kysely'
import type { Comparison } from '../../domain/filters.ts'
import type { BanRecord, FutureBanRecord, IpBanRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import { flag, jsonText, orNull, textOrNull, undefinedIfNull } from '../encode.ts'
import type { BanTable, FutureBanTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { BanQuery, FutureBanQuery } from '../store.ts'
import { type Columns, compareColumn, orderOf } from './columns.ts'
import { type Condition, compileFilter, either } from './filter-sql.ts'
import { type Params, prepared } from './prepared.ts'

/** What stands in `cid` of a ban from the whole app: a primary key has no nulls. */
const WHOLE_APP = ''

function toBan(row: Selectable<BanTable>): BanRecord {
  return {
    appId: row.app_id,
    cid: row.cid === WHOLE_APP ? undefined : row.cid,
    userId: row.user_id,
    bannedById: undefinedIfNull(row.banned_by_id),
    reason: undefinedIfNull(row.reason),
    shadow: row.shadow === 1,
    expiresAtUs: undefinedIfNull(row.expires_at_us),
    createdAtUs: row.created_at_us,
  }
}

type BanKey = { appId: number; cid: string; userId: string }

const FIND_BAN = prepared('find_ban', (db, p: Params<BanKey>) =>
  db
    .selectFrom('bans')
    .selectAll()
    .where('app_id', '=', p('appId'))
    .where('cid', '=', p('cid'))
    .where('user_id', '=', p('userId')),
)

export async function findBan(
  session: Session,
  appId: number,
  cid: string | undefined,
  userId: string,
): Promise<BanRecord | undefined> {
  const row = await FIND_BAN.first(session, { appId, cid: cid ?? WHOLE_APP, userId })
  return row && toBan(row)
}

/** Banning again overwrites. */
export async function putBan({ db }: Session, ban: BanRecord): Promise<void> {
  const row = {
    app_id: ban.appId,
    cid: ban.cid ?? WHOLE_APP,
    user_id: ban.userId,
    banned_by_id: orNull(ban.bannedById),
    reason: textOrNull(ban.reason),
    shadow: flag(ban.shadow),
    expires_at_us: orNull(ban.expiresAtUs),
    created_at_us: ban.createdAtUs,
  }
  const { app_id: _, cid: __, user_id: ___, ...data } = row
  await db
    .insertInto('bans')
    .values(row)
    .onConflict(conflict => conflict.columns(['app_id', 'cid', 'user_id']).doUpdateSet(data))
    .execute()
}

export async function deleteBan(
  { db }: Session,
  appId: number,
  cid: string | undefined,
  userId: string,
): Promise<boolean> {
  const row = await db
    .deleteFrom('bans')
    .where('app_id', '=', appId)
    .where('cid', '=', cid ?? WHOLE_APP)
    .where('user_id', '=', userId)
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Makes the channel say whether there are bans to read. */
export async function noteBans({ db }: Session, appId: number, cid: string): Promise<void> {
  const some = await db
    .selectFrom('bans')
    .select('user_id')
    .where('app_id', '=', appId)
    .where('cid', '=', cid)
    .limit(1)
    .executeTakeFirst()
  await db
    .updateTable('channels')
    .set({ has_bans: flag(some !== undefined) })
    .where('app_id', '=', appId)
    .where('cid', '=', cid)
    .execute()
}

const COLUMNS: Columns = {
  text: {
    user_id: sql`bans.user_id`,
    banned_by_id: sql`bans.banned_by_id`,
    reason: sql`bans.reason`,
    channel_cid: sql`bans.cid`,
  },
  times: { created_at: sql`bans.created_at_us`, expires: sql`bans.expires_at_us` },
  flags: { shadow: sql`bans.shadow` },
}

function compare(dialect: Dialect, comparison: Comparison): Condition {
  const { field, op, value } = comparison
  if (field === 'channel_cid' && (op === 'exists' || value === null)) {
    return either(op === 'exists' ? value === false : op === 'eq', sql`bans.cid = ${WHOLE_APP}`)
  }
  return compareColumn(dialect, COLUMNS, comparison)
}

/** The oldest first unless sorted otherwise; bans that ran out are none. */
export async function queryBans(
  { db, dialect }: Session,
  appId: number,
  { filter, sort, nowUs, limit, offset }: BanQuery,
): Promise<BanRecord[]> {
  let select = db
    .selectFrom('bans')
    .selectAll()
    .where('app_id', '=', appId)
    .where(compileFilter(filter, comparison => compare(dialect, comparison)))
    .where(where => where.or([where('expires_at_us', 'is', null), where('expires_at_us', '>', nowUs)]))
  for (const part of orderOf(dialect, COLUMNS, sort, [sql`bans.created_at_us asc`]))
    select = select.orderBy(part)
  const rows = await select.orderBy('cid').orderBy('user_id').limit(limit).offset(offset).execute()
  return rows.map(toBan)
}

/** Of every app, those that ran out longest ago first. */
export async function listExpiredBans({ db }: Session, nowUs: number, limit: number): Promise<BanRecord[]> {
  const rows = await db
    .selectFrom('bans')
    .selectAll()
    .where('expires_at_us', 'is not', null)
    .where('expires_at_us', '<=', nowUs)
    .orderBy('expires_at_us')
    .limit(limit)
    .execute()
  return rows.map(toBan)
}

function toFutureBan(row: Selectable<FutureBanTable>): FutureBanRecord {
  return {
    appId: row.app_id,
    userId: row.user_id,
    bannedById: row.banned_by_id,
    reason: undefinedIfNull(row.reason),
    shadow: row.shadow === 1,
    expiresAtUs: undefinedIfNull(row.expires_at_us),
    createdAtUs: row.created_at_us,
  }
}

export async function putFutureBan({ db }: Session, ban: FutureBanRecord): Promise<void> {
  const row = {
    app_id: ban.appId,
    banned_by_id: ban.bannedById,
    user_id: ban.userId,
    reason: textOrNull(ban.reason),
    shadow: flag(ban.shadow),
    expires_at_us: orNull(ban.expiresAtUs),
    created_at_us: ban.createdAtUs,
  }
  const { app_id: _, banned_by_id: __, user_id: ___, ...data } = row
  await db
    .insertInto('future_bans')
    .values(row)
    .onConflict(conflict => conflict.columns(['app_id', 'banned_by_id', 'user_id']).doUpdateSet(data))
    .execute()
}

export async function deleteFutureBan(
  { db }: Session,
  appId: number,
  bannedById: string,
  userId: string,
): Promise<void> {
  await db
    .deleteFrom('future_bans')
    .where('app_id', '=', appId)
    .where('banned_by_id', '=', bannedById)
    .where('user_id', '=', userId)
    .execute()
}

const FIND_FUTURE_BANS = prepared(
  'find_future_bans',
  (db, p: Params<{ appId: number; bannedById: string; userIds: string; nowUs: number }>, { isAmong }) =>
    db
      .selectFrom('future_bans')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where('banned_by_id', '=', p('bannedById'))
      .where(isAmong(sql`future_bans.user_id`, p('userIds')))
      .where(where =>
        where.or([where('expires_at_us', 'is', null), where('expires_at_us', '>', p('nowUs'))]),
      ),
)

export async function findFutureBans(
  session: Session,
  appId: number,
  bannedById: string,
  userIds: readonly string[],
  nowUs: number,
): Promise<FutureBanRecord[]> {
  if (userIds.length === 0) return []
  const args = { appId, bannedById, userIds: jsonText(userIds), nowUs }
  return (await FIND_FUTURE_BANS.all(session, args)).map(toFutureBan)
}

/** The oldest first. */
export async function queryFutureBans(
  { db }: Session,
  appId: number,
  { bannedById, userId, notExpiredAtUs, limit, offset }: FutureBanQuery,
): Promise<FutureBanRecord[]> {
  let select = db.selectFrom('future_bans').selectAll().where('app_id', '=', appId)
  if (bannedById !== undefined) select = select.where('banned_by_id', '=', bannedById)
  if (userId !== undefined) select = select.where('user_id', '=', userId)
  if (notExpiredAtUs !== undefined) {
    select = select.where(where =>
      where.or([where('expires_at_us', 'is', null), where('expires_at_us', '>', notExpiredAtUs)]),
    )
  }
  const rows = await select
    .orderBy('created_at_us')
    .orderBy('banned_by_id')
    .orderBy('user_id')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map(toFutureBan)
}

export async function listIpBans({ db }: Session, appId: number): Promise<IpBanRecord[]> {
  const rows = await db.selectFrom('ip_bans').selectAll().where('app_id', '=', appId).execute()
  return rows.map(row => ({
    appId: row.app_id,
    ip: row.ip,
    userId: row.user_id,
    expiresAtUs: undefinedIfNull(row.expires_at_us),
  }))
}

/** Puts these in the place of what came with earlier bans of the user; whether anything changed. */
export async function replaceIpBans(
  { db }: Session,
  appId: number,
  userId: string,
  ips: readonly string[],
  expiresAtUs: number | undefined,
): Promise<boolean> {
  const gone = await db
    .deleteFrom('ip_bans')
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .returning('ip')
    .execute()
  if (ips.length === 0) return gone.length > 0
  const rows = ips.map(ip => ({ app_id: appId, ip, user_id: userId, expires_at_us: orNull(expiresAtUs) }))
  await db.insertInto('ip_bans').values(rows).execute()
  return true
}

import { type Selectable, sql } from 'kysely'
import type { BlockRecord, ChannelRecord } from '../../domain/records.ts'
import { jsonText } from '../encode.ts'
import type { BlockTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { toChannel } from './channels.ts'
import { type Params, prepared } from './prepared.ts'

function toBlock(row: Selectable<BlockTable>): BlockRecord {
  return {
    appId: row.app_id,
    userId: row.user_id,
    blockedUserId: row.blocked_user_id,
    createdAtUs: row.created_at_us,
  }
}

function toRow(block: BlockRecord): Selectable<BlockTable> {
  return {
    app_id: block.appId,
    user_id: block.userId,
    blocked_user_id: block.blockedUserId,
    created_at_us: block.createdAtUs,
  }
}

const LIST_BLOCKS = prepared('list_blocks', (db, p: Params<{ appId: number; userId: string }>) =>
  db
    .selectFrom('blocks')
    .selectAll()
    .where('app_id', '=', p('appId'))
    .where('user_id', '=', p('userId'))
    .orderBy('created_at_us')
    .orderBy('blocked_user_id'),
)

export async function listBlocks(session: Session, appId: number, userId: string): Promise<BlockRecord[]> {
  return (await LIST_BLOCKS.all(session, { appId, userId })).map(toBlock)
}

/** Of each of these users, the first one first. */
export async function listBlocksOf(
  { db, dialect }: Session,
  appId: number,
  userIds: readonly string[],
): Promise<BlockRecord[]> {
  if (userIds.length === 0) return []
  const rows = await db
    .selectFrom('blocks')
    .selectAll()
    .where('app_id', '=', appId)
    .where(dialect.isAmong(sql`blocks.user_id`, sql`${jsonText(userIds)}`))
    .orderBy('created_at_us')
    .orderBy('blocked_user_id')
    .execute()
  return rows.map(toBlock)
}

/** Channels of two that the user shares with somebody they block. */
const BLOCKED_PAIRS = prepared('blocked_pairs', (db, p: Params<{ appId: number; userId: string }>) =>
  db
    .selectFrom('blocks')
    .innerJoin('members as other', join =>
      join.onRef('other.app_id', '=', 'blocks.app_id').onRef('other.user_id', '=', 'blocks.blocked_user_id'),
    )
    .innerJoin('members as own', join =>
      join.onRef('own.channel_pk', '=', 'other.channel_pk').onRef('own.user_id', '=', 'blocks.user_id'),
    )
    .innerJoin('channels', 'channels.pk', 'other.channel_pk')
    .select('channels.pk')
    .where('blocks.app_id', '=', p('appId'))
    .where('blocks.user_id', '=', p('userId'))
    .where('channels.member_count', '=', 2)
    .where('channels.deleted_at_us', 'is', null),
)

const BLOCKED_AMONG = prepared(
  'blocked_among',
  (db, p: Params<{ appId: number; userId: string; pks: string }>, { isOneOf }) =>
    db
      .selectFrom('members as own')
      .innerJoin('channels', 'channels.pk', 'own.channel_pk')
      .innerJoin('members as other', 'other.channel_pk', 'own.channel_pk')
      .innerJoin('blocks', join =>
        join
          .onRef('blocks.app_id', '=', 'own.app_id')
          .onRef('blocks.user_id', '=', 'own.user_id')
          .onRef('blocks.blocked_user_id', '=', 'other.user_id'),
      )
      .select('channels.pk')
      .where(isOneOf(sql`own.channel_pk`, p('pks')))
      .where('own.user_id', '=', p('userId'))
      .where('own.app_id', '=', p('appId'))
      .where('channels.member_count', '=', 2),
)

/** Of all channels, or of some. */
export async function findBlockedPairs(
  session: Session,
  appId: number,
  userId: string,
  among?: readonly number[],
): Promise<Set<number>> {
  const rows = among
    ? await BLOCKED_AMONG.all(session, { appId, userId, pks: jsonText(among) })
    : await BLOCKED_PAIRS.all(session, { appId, userId })
  return new Set(rows.map(row => row.pk))
}

const BLOCKERS_OF = prepared(
  'blockers_of',
  (db, p: Params<{ appId: number; blockedUserId: string; among: string }>, { isAmong }) =>
    db
      .selectFrom('blocks')
      .select('user_id')
      .where('app_id', '=', p('appId'))
      .where('blocked_user_id', '=', p('blockedUserId'))
      .where(isAmong(sql`blocks.user_id`, p('among'))),
)

/** Who of these blocks the user. */
export async function findBlockersOf(
  session: Session,
  appId: number,
  blockedUserId: string,
  among: readonly string[],
): Promise<string[]> {
  if (among.length === 0) return []
  const rows = await BLOCKERS_OF.all(session, { appId, blockedUserId, among: jsonText(among) })
  return rows.map(row => row.user_id)
}

/** How many channels of two are looked at when one of them blocks the other. */
const MAX_PAIRS = 100

/** The channels of these two and nobody else, the newest first, and whether the first one hid them. */
export async function listPairs(
  { db }: Session,
  appId: number,
  userId: string,
  otherId: string,
): Promise<{ channel: ChannelRecord; hidden: boolean }[]> {
  const rows = await db
    .selectFrom('members as own')
    .innerJoin('channels', 'channels.pk', 'own.channel_pk')
    .innerJoin('members as other', join =>
      join.onRef('other.channel_pk', '=', 'own.channel_pk').on('other.user_id', '=', otherId),
    )
    .selectAll('channels')
    .select('own.hidden as own_hidden')
    .where('own.app_id', '=', appId)
    .where('own.user_id', '=', userId)
    .where('channels.member_count', '=', 2)
    .where('channels.deleted_at_us', 'is', null)
    .orderBy('channels.pk', 'desc')
    .limit(MAX_PAIRS)
    .execute()
  return rows.map(row => ({ channel: toChannel(row), hidden: row.own_hidden === 1 }))
}

/** Blocking twice keeps the first block and returns it. */
export async function insertBlock({ db }: Session, block: BlockRecord): Promise<BlockRecord> {
  await db
    .insertInto('blocks')
    .values(toRow(block))
    .onConflict(conflict => conflict.doNothing())
    .execute()
  const row = await db
    .selectFrom('blocks')
    .selectAll()
    .where('app_id', '=', block.appId)
    .where('user_id', '=', block.userId)
    .where('blocked_user_id', '=', block.blockedUserId)
    .executeTakeFirstOrThrow()
  return toBlock(row)
}

export async function deleteBlock(
  { db }: Session,
  appId: number,
  userId: string,
  blockedUserId: string,
): Promise<boolean> {
  const row = await db
    .deleteFrom('blocks')
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .where('blocked_user_id', '=', blockedUserId)
    .returning('blocked_user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Blocks that stay keep the time they were made. */
export async function replaceBlocks(
  { db }: Session,
  appId: number,
  userId: string,
  blockedUserIds: readonly string[],
  atUs: number,
): Promise<void> {
  let gone = db.deleteFrom('blocks').where('app_id', '=', appId).where('user_id', '=', userId)
  if (blockedUserIds.length > 0) gone = gone.where('blocked_user_id', 'not in', blockedUserIds)
  await gone.execute()
  if (blockedUserIds.length === 0) return
  const rows = blockedUserIds.map(blockedUserId => toRow({ appId, userId, blockedUserId, createdAtUs: atUs }))
  await db
    .insertInto('blocks')
    .values(rows)
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

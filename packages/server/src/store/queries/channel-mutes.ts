import { type Expression, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { ChannelMuteRecord, ChannelRecord } from '../../domain/records.ts'
import { jsonText, orNull, undefinedIfNull } from '../encode.ts'
import type { ChannelMuteTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { toChannel } from './channels.ts'
import { type Params, prepared } from './prepared.ts'

function toMute(row: Selectable<ChannelMuteTable>): ChannelMuteRecord {
  return {
    appId: row.app_id,
    userId: row.user_id,
    channelPk: row.channel_pk,
    expiresAtUs: undefinedIfNull(row.expires_at_us),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

function inForce(nowUs: Expression<number>): RawBuilder<SqlBool> {
  return sql`(channel_mutes.expires_at_us is null or channel_mutes.expires_at_us > ${nowUs})`
}

/** Whether a user has muted a channel; found by the key of the mutes. */
export function hasMuted(
  appId: Expression<number>,
  userId: Expression<string>,
  channelPk: Expression<number>,
  nowUs: Expression<number>,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select 1 from channel_mutes
    where channel_mutes.app_id = ${appId} and channel_mutes.user_id = ${userId}
      and channel_mutes.channel_pk = ${channelPk}
      and ${inForce(nowUs)})`
}

const FIND_MUTE = prepared(
  'find_channel_mute',
  (db, p: Params<{ appId: number; userId: string; channelPk: number }>) =>
    db
      .selectFrom('channel_mutes')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where('user_id', '=', p('userId'))
      .where('channel_pk', '=', p('channelPk')),
)

export async function findChannelMute(
  session: Session,
  appId: number,
  userId: string,
  channelPk: number,
): Promise<ChannelMuteRecord | undefined> {
  const row = await FIND_MUTE.first(session, { appId, userId, channelPk })
  return row && toMute(row)
}

const LIST_MUTES = prepared(
  'list_channel_mutes',
  (db, p: Params<{ appId: number; userIds: string; nowUs: number; limit: number }>, { isAmong }) =>
    db
      .selectFrom('channel_mutes')
      .innerJoin('channels', 'channels.pk', 'channel_mutes.channel_pk')
      .selectAll('channels')
      .select([
        'channel_mutes.user_id as mute_user_id',
        'channel_mutes.expires_at_us as mute_expires_at_us',
        'channel_mutes.created_at_us as mute_created_at_us',
        'channel_mutes.updated_at_us as mute_updated_at_us',
      ])
      .where('channel_mutes.app_id', '=', p('appId'))
      .where(isAmong(sql`channel_mutes.user_id`, p('userIds')))
      .where('channels.deleted_at_us', 'is', null)
      .where(inForce(p('nowUs')))
      .orderBy('channel_mutes.updated_at_us', 'desc')
      .orderBy('channel_mutes.channel_pk', 'desc')
      .limit(p('limit')),
)

/** Those in force, of channels that exist, the newest first. */
export async function listChannelMutes(
  session: Session,
  appId: number,
  userIds: readonly string[],
  nowUs: number,
  limit: number,
): Promise<{ mute: ChannelMuteRecord; channel: ChannelRecord }[]> {
  const rows = await LIST_MUTES.all(session, { appId, userIds: jsonText(userIds), nowUs, limit })
  return rows.map(row => ({
    channel: toChannel(row),
    mute: {
      appId,
      userId: row.mute_user_id,
      channelPk: row.pk,
      expiresAtUs: undefinedIfNull(row.mute_expires_at_us),
      createdAtUs: row.mute_created_at_us,
      updatedAtUs: row.mute_updated_at_us,
    },
  }))
}

const FIND_MUTED = prepared(
  'find_muted_channels',
  (db, p: Params<{ appId: number; userId: string; pks: string; nowUs: number }>, { isOneOf }) =>
    db
      .selectFrom('channel_mutes')
      .select('channel_pk')
      .where('app_id', '=', p('appId'))
      .where('user_id', '=', p('userId'))
      .where(isOneOf(sql`channel_mutes.channel_pk`, p('pks')))
      .where(inForce(p('nowUs'))),
)

/** Which of these channels the user has muted. */
export async function findMutedChannels(
  session: Session,
  appId: number,
  userId: string,
  channelPks: readonly number[],
  nowUs: number,
): Promise<Set<number>> {
  if (channelPks.length === 0) return new Set()
  const rows = await FIND_MUTED.all(session, { appId, userId, pks: jsonText(channelPks), nowUs })
  return new Set(rows.map(row => row.channel_pk))
}

const FIND_MUTERS = prepared(
  'find_channel_muters',
  (db, p: Params<{ channelPk: number; userIds: string; nowUs: number }>, { isAmong }) =>
    db
      .selectFrom('channel_mutes')
      .select('user_id')
      .where('channel_pk', '=', p('channelPk'))
      .where(isAmong(sql`channel_mutes.user_id`, p('userIds')))
      .where(inForce(p('nowUs'))),
)

/** Which of these users have muted the channel. */
export async function findChannelMuters(
  session: Session,
  channelPk: number,
  userIds: readonly string[],
  nowUs: number,
): Promise<Set<string>> {
  if (userIds.length === 0) return new Set()
  const rows = await FIND_MUTERS.all(session, { channelPk, userIds: jsonText(userIds), nowUs })
  return new Set(rows.map(row => row.user_id))
}

/** Of every app, those that ran out longest ago first. */
export async function listExpiredChannelMutes(
  { db }: Session,
  nowUs: number,
  limit: number,
): Promise<ChannelMuteRecord[]> {
  const rows = await db
    .selectFrom('channel_mutes')
    .selectAll()
    .where('expires_at_us', 'is not', null)
    .where('expires_at_us', '<=', nowUs)
    .orderBy('expires_at_us')
    .limit(limit)
    .execute()
  return rows.map(toMute)
}

export async function upsertChannelMute({ db }: Session, mute: ChannelMuteRecord): Promise<void> {
  await db
    .insertInto('channel_mutes')
    .values({
      app_id: mute.appId,
      user_id: mute.userId,
      channel_pk: mute.channelPk,
      expires_at_us: orNull(mute.expiresAtUs),
      created_at_us: mute.createdAtUs,
      updated_at_us: mute.updatedAtUs,
    })
    .onConflict(conflict =>
      conflict.columns(['app_id', 'user_id', 'channel_pk']).doUpdateSet({
        expires_at_us: orNull(mute.expiresAtUs),
        created_at_us: mute.createdAtUs,
        updated_at_us: mute.updatedAtUs,
      }),
    )
    .execute()
}

export async function deleteChannelMute(
  { db }: Session,
  appId: number,
  userId: string,
  channelPk: number,
): Promise<void> {
  await db
    .deleteFrom('channel_mutes')
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .where('channel_pk', '=', channelPk)
    .execute()
}

export async function countChannelMutes(
  { db }: Session,
  appId: number,
  userId: string,
  nowUs: number,
): Promise<number> {
  const row = await db
    .selectFrom('channel_mutes')
    .select(select => select.fn.countAll<number>().as('mutes'))
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .where(where => where.or([where('expires_at_us', 'is', null), where('expires_at_us', '>', nowUs)]))
    .executeTakeFirstOrThrow()
  return Number(row.mutes)
}

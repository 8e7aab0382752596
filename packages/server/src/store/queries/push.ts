import { sql } from 'kysely'
import type { DeviceRecord, Json } from '../../domain/records.ts'
import { jsonText, objectOf, textOf } from '../encode.ts'
import type { Session } from '../session.ts'
import type { UnreadStretch } from '../store.ts'
import { toDevice } from './devices.ts'
import { type Params, prepared } from './prepared.ts'

type PageArgs = { channelPk: number; after: string; limit: number }

const WITH_DEVICES = prepared('members_with_devices', (db, p: Params<PageArgs>) =>
  db
    .selectFrom('members')
    .select('members.user_id')
    .where('members.channel_pk', '=', p('channelPk'))
    .where('members.user_id', '>', p('after'))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('devices')
          .select('devices.id')
          .whereRef('devices.app_id', '=', 'members.app_id')
          .whereRef('devices.user_id', '=', 'members.user_id')
          .where('devices.disabled_at_us', 'is', null),
      ),
    )
    .orderBy('members.user_id')
    .limit(p('limit')),
)

/** Ids of a channel's members who have a device that can be pushed to, after one of them. */
export async function listMembersWithDevices(
  session: Session,
  channelPk: number,
  after: string,
  limit: number,
): Promise<string[]> {
  return (await WITH_DEVICES.all(session, { channelPk, after, limit })).map(row => row.user_id)
}

/** The devices of some users that can be pushed to. */
export async function listDevicesOf(
  { db }: Session,
  appId: number,
  userIds: readonly string[],
): Promise<DeviceRecord[]> {
  if (userIds.length === 0) return []
  const rows = await db
    .selectFrom('devices')
    .selectAll()
    .where('app_id', '=', appId)
    .where('user_id', 'in', userIds)
    .where('disabled_at_us', 'is', null)
    .execute()
  return rows.map(toDevice)
}

/** The network does not know the device any more. Registering it again brings it back. */
export async function disableDevice(
  { db }: Session,
  appId: number,
  deviceId: string,
  reason: string,
  atUs: number,
): Promise<void> {
  await db
    .updateTable('devices')
    .set({ disabled_at_us: atUs, disabled_reason: textOf(reason) })
    .where('app_id', '=', appId)
    .where('id', '=', textOf(deviceId))
    .execute()
}

/** What some users want pushed of a channel, other than of all, by user. */
export async function findChannelPushPreferences(
  { db }: Session,
  appId: number,
  cid: string,
  userIds: readonly string[],
): Promise<Map<string, Json>> {
  if (userIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('channel_push_preferences')
    .select(['user_id', 'preferences'])
    .where('app_id', '=', appId)
    .where('user_id', 'in', userIds)
    .where('cid', '=', cid)
    .execute()
  return new Map(rows.map(row => [row.user_id, objectOf(row.preferences)]))
}

const OF_CHANNELS = prepared(
  'push_preferences_of_channels',
  (db, p: Params<{ appId: number; userId: string; cids: string }>, { isAmong }) =>
    db
      .selectFrom('channel_push_preferences')
      .select(['cid', 'preferences'])
      .where('app_id', '=', p('appId'))
      .where('user_id', '=', p('userId'))
      .where(isAmong(sql`channel_push_preferences.cid`, p('cids'))),
)

/** What one user wants pushed of some channels, other than of all, by cid. */
export async function listPushPreferences(
  session: Session,
  appId: number,
  userId: string,
  cids: readonly string[],
): Promise<Map<string, Json>> {
  if (cids.length === 0) return new Map()
  const rows = await OF_CHANNELS.all(session, { appId, userId, cids: jsonText(cids) })
  return new Map(rows.map(row => [row.cid, objectOf(row.preferences)]))
}

/** Nothing left of them: the row goes. */
export async function putChannelPushPreferences(
  { db }: Session,
  key: { readonly appId: number; readonly userId: string; readonly cid: string },
  preferences: Json,
): Promise<void> {
  const { appId, userId, cid } = key
  if (Object.keys(preferences).length === 0) {
    await db
      .deleteFrom('channel_push_preferences')
      .where('app_id', '=', appId)
      .where('user_id', '=', userId)
      .where('cid', '=', cid)
      .execute()
    return
  }
  const row = { preferences: jsonText(preferences) }
  await db
    .insertInto('channel_push_preferences')
    .values({ app_id: appId, user_id: userId, cid, ...row })
    .onConflict(conflict => conflict.columns(['app_id', 'user_id', 'cid']).doUpdateSet(row))
    .execute()
}

/** Remembers that a member was reminded of what they have not read since; false when they were already. */
export async function noteUnreadReminder(
  { db }: Session,
  { appId, userId, channelPk, readAtUs }: UnreadStretch,
): Promise<boolean> {
  const row = await db
    .insertInto('unread_reminders')
    .values({ app_id: appId, user_id: userId, channel_pk: channelPk, read_at_us: readAtUs })
    .onConflict(conflict =>
      conflict
        .columns(['app_id', 'user_id', 'channel_pk'])
        .doUpdateSet({ read_at_us: readAtUs })
        .where('unread_reminders.read_at_us', '<>', readAtUs),
    )
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

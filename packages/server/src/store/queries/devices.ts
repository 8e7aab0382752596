import type { Selectable } from 'kysely'
import type { DeviceRecord } from '../../domain/records.ts'
import { orNull, textOf, undefinedIfNull } from '../encode.ts'
import type { DeviceTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { type Params, prepared } from './prepared.ts'

export function toDevice(row: Selectable<DeviceTable>): DeviceRecord {
  return {
    appId: row.app_id,
    id: row.id,
    userId: row.user_id,
    pushProvider: row.push_provider,
    pushProviderName: undefinedIfNull(row.push_provider_name),
    webPushKeys: row.web_push_keys === null ? undefined : JSON.parse(row.web_push_keys),
    disabledAtUs: undefinedIfNull(row.disabled_at_us),
    disabledReason: undefinedIfNull(row.disabled_reason),
    createdAtUs: row.created_at_us,
  }
}

const LIST_DEVICES = prepared('list_devices', (db, p: Params<{ appId: number; userId: string }>) =>
  db
    .selectFrom('devices')
    .selectAll()
    .where('app_id', '=', p('appId'))
    .where('user_id', '=', p('userId'))
    .orderBy('created_at_us')
    .orderBy('id'),
)

export async function listDevices(session: Session, appId: number, userId: string): Promise<DeviceRecord[]> {
  return (await LIST_DEVICES.all(session, { appId, userId })).map(toDevice)
}

/** A device belongs to the user who registered it last: people share phones. */
export async function upsertDevice({ db }: Session, device: DeviceRecord): Promise<void> {
  const owner = {
    user_id: device.userId,
    push_provider: device.pushProvider,
    push_provider_name: orNull(device.pushProviderName),
    web_push_keys: device.webPushKeys ? JSON.stringify(device.webPushKeys) : null,
    disabled_at_us: null,
    disabled_reason: null,
  }
  await db
    .insertInto('devices')
    .values({ ...owner, app_id: device.appId, id: textOf(device.id), created_at_us: device.createdAtUs })
    .onConflict(conflict => conflict.columns(['app_id', 'id']).doUpdateSet(owner))
    .execute()
}

export async function deleteDevice(
  { db }: Session,
  appId: number,
  userId: string,
  deviceId: string,
): Promise<boolean> {
  const row = await db
    .deleteFrom('devices')
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .where('id', '=', textOf(deviceId))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

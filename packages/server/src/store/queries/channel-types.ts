import type { Selectable } from 'kysely'
import type { ChannelTypeRecord } from '../../domain/records.ts'
import { jsonOrNull, objectOf } from '../encode.ts'
import type { ChannelTypeTable } from '../schema.ts'
import type { Session } from '../session.ts'

function toChannelType(row: Selectable<ChannelTypeTable>): ChannelTypeRecord {
  return {
    appId: row.app_id,
    name: row.name,
    config: objectOf(row.config),
    grants: objectOf(row.grants),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

function toRow(type: ChannelTypeRecord): Selectable<ChannelTypeTable> {
  return {
    app_id: type.appId,
    name: type.name,
    config: jsonOrNull(type.config),
    grants: jsonOrNull(type.grants),
    created_at_us: type.createdAtUs,
    updated_at_us: type.updatedAtUs,
  }
}

export async function listChannelTypes({ db }: Session, appId: number): Promise<ChannelTypeRecord[]> {
  const rows = await db
    .selectFrom('channel_types')
    .selectAll()
    .where('app_id', '=', appId)
    .orderBy('created_at_us')
    .orderBy('name')
    .execute()
  return rows.map(toChannelType)
}

export async function findChannelType(
  { db }: Session,
  appId: number,
  name: string,
): Promise<ChannelTypeRecord | undefined> {
  const row = await db
    .selectFrom('channel_types')
    .selectAll()
    .where('app_id', '=', appId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row && toChannelType(row)
}

export async function insertChannelType({ db }: Session, type: ChannelTypeRecord): Promise<void> {
  await db.insertInto('channel_types').values(toRow(type)).execute()
}

export async function deleteChannelType({ db }: Session, appId: number, name: string): Promise<void> {
  await db.deleteFrom('channel_types').where('app_id', '=', appId).where('name', '=', name).execute()
}

/** Deleted channels are none. */
export async function hasChannels({ db }: Session, appId: number, type: string): Promise<boolean> {
  const row = await db
    .selectFrom('channels')
    .select('pk')
    .where('app_id', '=', appId)
    .where('type', '=', type)
    .where('deleted_at_us', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function updateChannelType({ db }: Session, type: ChannelTypeRecord): Promise<void> {
  await db
    .updateTable('channel_types')
    .set(toRow(type))
    .where('app_id', '=', type.appId)
    .where('name', '=', type.name)
    .execute()
}

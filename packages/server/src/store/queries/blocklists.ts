import type { Selectable } from 'kysely'
import type { BlocklistRecord } from '../../domain/records.ts'
import { jsonText, listOf } from '../encode.ts'
import type { BlocklistTable } from '../schema.ts'
import type { Session } from '../session.ts'

function toBlocklist(row: Selectable<BlocklistTable>): BlocklistRecord {
  return {
    appId: row.app_id,
    name: row.name,
    words: listOf(row.words),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

export async function listBlocklists({ db }: Session, appId: number): Promise<BlocklistRecord[]> {
  const rows = await db
    .selectFrom('blocklists')
    .selectAll()
    .where('app_id', '=', appId)
    .orderBy('name')
    .execute()
  return rows.map(toBlocklist)
}

/** The first or the next version. */
export async function putBlocklist({ db }: Session, list: BlocklistRecord): Promise<void> {
  const words = jsonText(list.words)
  const changed = { words, updated_at_us: list.updatedAtUs }
  await db
    .insertInto('blocklists')
    .values({ app_id: list.appId, name: list.name, created_at_us: list.createdAtUs, ...changed })
    .onConflict(conflict => conflict.columns(['app_id', 'name']).doUpdateSet(changed))
    .execute()
}

export async function deleteBlocklist({ db }: Session, appId: number, name: string): Promise<boolean> {
  const row = await db
    .deleteFrom('blocklists')
    .where('app_id', '=', appId)
    .where('name', '=', name)
    .returning('name')
    .executeTakeFirst()
  return row !== undefined
}

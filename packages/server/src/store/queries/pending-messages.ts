import type { Selectable } from 'kysely'
import type { Json, MessageRecord } from '../../domain/records.ts'
import { jsonOrNull, jsonText, objectOf } from '../encode.ts'
import type { PendingMessageTable } from '../schema.ts'
import type { Session } from '../session.ts'

/** A message that waits to be committed; until then it is in no list of its channel. */
export interface PendingMessage {
  readonly message: MessageRecord
  /** What was asked for beside the message's own columns, for what is stored with it later. */
  readonly input: Json
  readonly metadata: Readonly<Record<string, string>>
  /** Deleted then unless committed. */
  readonly expiresAtUs: number
}

function toPending(row: Selectable<PendingMessageTable>): PendingMessage {
  return {
    message: JSON.parse(row.message) as MessageRecord,
    input: JSON.parse(row.input) as Json,
    metadata: objectOf<string>(row.metadata),
    expiresAtUs: row.expires_at_us,
  }
}

export async function findPendings(
  { db }: Session,
  appId: number,
  messageIds: readonly string[],
): Promise<PendingMessage[]> {
  if (messageIds.length === 0) return []
  const rows = await db
    .selectFrom('pending_messages')
    .selectAll()
    .where('app_id', '=', appId)
    .where('id', 'in', messageIds)
    .execute()
  return rows.map(toPending)
}

export async function listPending(
  { db }: Session,
  channelPk: number,
  userId: string,
  limit: number,
): Promise<PendingMessage[]> {
  const rows = await db
    .selectFrom('pending_messages')
    .selectAll()
    .where('channel_pk', '=', channelPk)
    .where('user_id', '=', userId)
    .orderBy('created_at_us', 'desc')
    .limit(limit)
    .execute()
  return rows.reverse().map(toPending)
}

export async function listExpiredPending(
  { db }: Session,
  nowUs: number,
  limit: number,
): Promise<PendingMessage[]> {
  const rows = await db
    .selectFrom('pending_messages')
    .selectAll()
    .where('expires_at_us', '<=', nowUs)
    .orderBy('expires_at_us')
    .limit(limit)
    .execute()
  return rows.map(toPending)
}

export async function insertPending({ db }: Session, pending: PendingMessage): Promise<boolean> {
  const { message, input, metadata, expiresAtUs } = pending
  const row = await db
    .insertInto('pending_messages')
    .values({
      app_id: message.appId,
      id: message.id,
      channel_pk: message.channelPk,
      user_id: message.userId,
      message: jsonText(message),
      input: jsonText(input),
      metadata: jsonOrNull(metadata),
      created_at_us: message.createdAtUs,
      expires_at_us: expiresAtUs,
    })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function deletePending({ db }: Session, appId: number, messageId: string): Promise<boolean> {
  const row = await db
    .deleteFrom('pending_messages')
    .where('app_id', '=', appId)
    .where('id', '=', messageId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function deletePendingOf(
  { db }: Session,
  appId: number,
  userId: string,
  cid: string | undefined,
): Promise<void> {
  let query = db.deleteFrom('pending_messages').where('app_id', '=', appId).where('user_id', '=', userId)
  if (cid !== undefined) {
    query = query.where('channel_pk', 'in', select =>
      select.selectFrom('channels').select('pk').where('app_id', '=', appId).where('cid', '=', cid),
    )
  }
  await query.execute()
}

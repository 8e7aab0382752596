import type { EphemeralRecord } from '../../domain/outbox.ts'
import { jsonText, objectOf } from '../encode.ts'
import type { Session } from '../session.ts'

/** Writes it over an earlier one of the same id. */
export async function putEphemeral({ db }: Session, record: EphemeralRecord): Promise<void> {
  const { appId, id, cid, userId, message, expiresAtUs } = record
  const row = { cid, user_id: userId, message: jsonText(message), expires_at_us: expiresAtUs }
  await db
    .insertInto('ephemeral_messages')
    .values({ app_id: appId, id, ...row })
    .onConflict(conflict => conflict.columns(['app_id', 'id']).doUpdateSet(row))
    .execute()
}

export async function findEphemeral(
  { db }: Session,
  appId: number,
  id: string,
  nowUs: number,
): Promise<EphemeralRecord | undefined> {
  const row = await db
    .selectFrom('ephemeral_messages')
    .selectAll()
    .where('app_id', '=', appId)
    .where('id', '=', id)
    .where('expires_at_us', '>', nowUs)
    .executeTakeFirst()
  return (
    row && {
      appId,
      id,
      cid: row.cid,
      userId: row.user_id,
      message: objectOf(row.message),
      expiresAtUs: row.expires_at_us,
    }
  )
}

/** False when somebody else took it already. */
export async function deleteEphemeral({ db }: Session, appId: number, id: string): Promise<boolean> {
  const row = await db
    .deleteFrom('ephemeral_messages')
    .where('app_id', '=', appId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function pruneEphemeral({ db }: Session, nowUs: number): Promise<void> {
  await db.deleteFrom('ephemeral_messages').where('expires_at_us', '<=', nowUs).execute()
}

import type { Selectable } from 'kysely'
import type { AdminSessionRecord } from '../../domain/admins.ts'
import type { AdminWriter, SessionSelection } from '../admins.ts'
import { orNull, textOf, undefinedIfNull } from '../encode.ts'
import type { AdminSessionTable } from '../schema.ts'
import type { Session } from '../session.ts'

function toSession(row: Selectable<AdminSessionTable>): AdminSessionRecord {
  return {
    hash: row.hash,
    id: row.id,
    adminId: row.admin_id,
    createdAtUs: row.created_at_us,
    seenAtUs: row.seen_at_us,
    expiresAtUs: row.expires_at_us,
    confirmedUntilUs: undefinedIfNull(row.confirmed_until_us),
    address: row.address,
    userAgent: row.user_agent,
  }
}

export async function findAdminSession(
  { db }: Session,
  hash: string,
): Promise<AdminSessionRecord | undefined> {
  const row = await db.selectFrom('admin_sessions').selectAll().where('hash', '=', hash).executeTakeFirst()
  return row && toSession(row)
}

export async function listAdminSessions({ db }: Session, adminId: string): Promise<AdminSessionRecord[]> {
  const rows = await db
    .selectFrom('admin_sessions')
    .selectAll()
    .where('admin_id', '=', adminId)
    .orderBy('seen_at_us', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(toSession)
}

export async function insertAdminSession({ db }: Session, session: AdminSessionRecord): Promise<void> {
  await db
    .insertInto('admin_sessions')
    .values({
      hash: session.hash,
      id: session.id,
      admin_id: session.adminId,
      created_at_us: session.createdAtUs,
      seen_at_us: session.seenAtUs,
      expires_at_us: session.expiresAtUs,
      confirmed_until_us: orNull(session.confirmedUntilUs),
      address: textOf(session.address),
      user_agent: textOf(session.userAgent),
    })
    .execute()
}

export async function updateAdminSession(
  { db }: Session,
  hash: string,
  change: Parameters<AdminWriter['updateAdminSession']>[1],
): Promise<void> {
  const { seenAtUs, confirmedUntilUs, address, userAgent } = change
  await db
    .updateTable('admin_sessions')
    .set({
      ...(seenAtUs !== undefined && { seen_at_us: seenAtUs }),
      ...('confirmedUntilUs' in change && { confirmed_until_us: orNull(confirmedUntilUs) }),
      ...(address !== undefined && { address: textOf(address) }),
      ...(userAgent !== undefined && { user_agent: textOf(userAgent) }),
    })
    .where('hash', '=', hash)
    .execute()
}

export async function deleteAdminSessions(
  { db }: Session,
  adminId: string,
  { id, except }: SessionSelection,
): Promise<number> {
  let query = db.deleteFrom('admin_sessions').where('admin_id', '=', adminId)
  if (id !== undefined) query = query.where('id', '=', id)
  if (except !== undefined) query = query.where('id', '!=', except)
  return (await query.returning('id').execute()).length
}

export async function pruneAdminSessions(
  { db }: Session,
  seenBeforeUs: number,
  nowUs: number,
): Promise<void> {
  await db
    .deleteFrom('admin_sessions')
    .where(({ eb, or }) => or([eb('seen_at_us', '<', seenBeforeUs), eb('expires_at_us', '<=', nowUs)]))
    .execute()
}

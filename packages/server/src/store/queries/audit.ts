import { type Selectable, sql } from 'kysely'
import type { AuditRecord } from '../../domain/admins.ts'
import type { AuditQuery } from '../admins.ts'
import { jsonOrNull, jsonText, objectOrUndefined, orNull, textOf, undefinedIfNull } from '../encode.ts'
import type { AuditTable } from '../schema.ts'
import type { Session } from '../session.ts'

function toAudit(row: Selectable<AuditTable>): AuditRecord {
  return {
    id: row.pk,
    atUs: row.at_us,
    adminId: undefinedIfNull(row.admin_id),
    adminEmail: row.admin_email,
    appId: undefinedIfNull(row.app_id),
    action: row.action,
    target: row.target,
    before: objectOrUndefined(row.before),
    after: objectOrUndefined(row.after),
    address: row.address,
  }
}

export async function insertAudit({ db }: Session, entry: Omit<AuditRecord, 'id'>): Promise<number> {
  const { pk } = await db
    .insertInto('audit_log')
    .values({
      at_us: entry.atUs,
      admin_id: orNull(entry.adminId),
      admin_email: textOf(entry.adminEmail),
      app_id: orNull(entry.appId),
      action: entry.action,
      target: textOf(entry.target.toWellFormed()),
      before: jsonOrNull(entry.before),
      after: jsonOrNull(entry.after),
      address: textOf(entry.address),
    })
    .returning('pk')
    .executeTakeFirstOrThrow()
  return pk
}

export async function updateAudit(
  { db }: Session,
  id: number,
  { before, after }: Pick<AuditRecord, 'before' | 'after'>,
): Promise<void> {
  const change = { before: jsonOrNull(before), after: jsonOrNull(after) }
  await db.updateTable('audit_log').set(change).where('pk', '=', id).execute()
}

export async function deleteAudit({ db }: Session, id: number): Promise<void> {
  await db.deleteFrom('audit_log').where('pk', '=', id).execute()
}

export async function queryAudit({ db, dialect }: Session, query: AuditQuery): Promise<AuditRecord[]> {
  const { appIds, adminId, action, fromUs, toUs, beforeId } = query
  let rows = db.selectFrom('audit_log').selectAll()
  if (appIds) rows = rows.where(dialect.isOneOf(sql<number>`app_id`, sql<string>`${jsonText(appIds)}`))
  if (adminId !== undefined) rows = rows.where('admin_id', '=', textOf(adminId))
  if (action !== undefined) {
    // What a prefix stands for is told by what follows it, so that `app` is not `apple`.
    rows = rows.where(({ eb, or }) =>
      or([eb('action', '=', action), eb(sql`substr(action, 1, ${action.length + 1})`, '=', `${action}.`)]),
    )
  }
  if (fromUs !== undefined) rows = rows.where('at_us', '>=', fromUs)
  if (toUs !== undefined) rows = rows.where('at_us', '<', toUs)
  if (beforeId !== undefined) rows = rows.where('pk', '<', beforeId)
  return (await rows.orderBy('pk', 'desc').limit(query.limit).execute()).map(toAudit)
}

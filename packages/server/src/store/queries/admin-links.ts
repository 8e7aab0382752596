import type { Selectable } from 'kysely'
import type { AdminLinkKind, AdminLinkRecord, AdminRole } from '../../domain/admins.ts'
import { jsonText, listOf, orNull, textOrNull, undefinedIfNull } from '../encode.ts'
import type { AdminLinkTable } from '../schema.ts'
import type { Session } from '../session.ts'

function toLink(row: Selectable<AdminLinkTable>): AdminLinkRecord {
  return {
    hash: row.hash,
    id: row.id,
    kind: row.kind as AdminLinkKind,
    role: row.role as AdminRole,
    email: undefinedIfNull(row.email),
    appIds: row.app_ids === null ? undefined : listOf(row.app_ids),
    createdBy: undefinedIfNull(row.created_by),
    createdAtUs: row.created_at_us,
    expiresAtUs: row.expires_at_us,
  }
}

export async function findAdminLink({ db }: Session, hash: string): Promise<AdminLinkRecord | undefined> {
  const row = await db.selectFrom('admin_links').selectAll().where('hash', '=', hash).executeTakeFirst()
  return row && toLink(row)
}

export async function listAdminLinks({ db }: Session, kind: AdminLinkKind): Promise<AdminLinkRecord[]> {
  const rows = await db
    .selectFrom('admin_links')
    .selectAll()
    .where('kind', '=', kind)
    .orderBy('created_at_us', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(toLink)
}

export async function insertAdminLink({ db }: Session, link: AdminLinkRecord): Promise<void> {
  await db
    .insertInto('admin_links')
    .values({
      hash: link.hash,
      id: link.id,
      kind: link.kind,
      role: link.role,
      email: textOrNull(link.email),
      app_ids: link.appIds === undefined ? null : jsonText(link.appIds),
      created_by: orNull(link.createdBy),
      created_at_us: link.createdAtUs,
      expires_at_us: link.expiresAtUs,
    })
    .execute()
}

export async function takeAdminLink({ db }: Session, hash: string): Promise<AdminLinkRecord | undefined> {
  const row = await db.deleteFrom('admin_links').where('hash', '=', hash).returningAll().executeTakeFirst()
  return row && toLink(row)
}

export async function deleteAdminLink({ db }: Session, id: string): Promise<boolean> {
  const row = await db.deleteFrom('admin_links').where('id', '=', id).returning('id').executeTakeFirst()
  return row !== undefined
}

export async function deleteAdminLinks({ db }: Session, kind: AdminLinkKind): Promise<void> {
  await db.deleteFrom('admin_links').where('kind', '=', kind).execute()
}

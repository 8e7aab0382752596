import { type Selectable, sql } from 'kysely'
import type { AdminRecord, AdminRole } from '../../domain/admins.ts'
import type { AdminChange, AdminPage } from '../admins.ts'
import { jsonText, listOf, orNull, textOf, undefinedIfNull } from '../encode.ts'
import type { AdminTable } from '../schema.ts'
import type { Session } from '../session.ts'

function toAdmin(row: Selectable<AdminTable>): AdminRecord {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role as AdminRole,
    appIds: row.app_ids === null ? undefined : listOf(row.app_ids),
    passwordHash: row.password_hash,
    totpSecret: undefinedIfNull(row.totp_secret),
    totpSinceUs: undefinedIfNull(row.totp_since_us),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
    lastSignInAtUs: undefinedIfNull(row.last_sign_in_at_us),
  }
}

export async function hasAdmins({ db }: Session): Promise<boolean> {
  return (await db.selectFrom('admins').select('id').limit(1).executeTakeFirst()) !== undefined
}

export async function listAdmins({ db }: Session, page?: AdminPage): Promise<AdminRecord[]> {
  let rows = db.selectFrom('admins').selectAll().orderBy('email')
  if (page?.after !== undefined) rows = rows.where('email', '>', textOf(page.after))
  if (page) rows = rows.limit(page.limit)
  return (await rows.execute()).map(toAdmin)
}

export async function countOwners({ db }: Session): Promise<number> {
  const row = await db
    .selectFrom('admins')
    .select(select => select.fn.countAll<number>().as('owners'))
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow()
  return row.owners
}

export async function findAdmin({ db }: Session, id: string): Promise<AdminRecord | undefined> {
  const row = await db.selectFrom('admins').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toAdmin(row)
}

export async function findAdminByEmail({ db }: Session, email: string): Promise<AdminRecord | undefined> {
  const row = await db.selectFrom('admins').selectAll().where('email', '=', textOf(email)).executeTakeFirst()
  return row && toAdmin(row)
}

/** One writer at a time is the rule on SQLite anyway. */
export async function lockOwners({ db, dialect }: Session): Promise<void> {
  if (dialect.name === 'postgres') await sql`lock table admins in share row exclusive mode`.execute(db)
}

export async function insertAdmin({ db }: Session, admin: AdminRecord): Promise<boolean> {
  const row = await db
    .insertInto('admins')
    .values({
      id: admin.id,
      email: textOf(admin.email),
      name: textOf(admin.name),
      role: admin.role,
      app_ids: admin.appIds === undefined ? null : jsonText(admin.appIds),
      password_hash: admin.passwordHash,
      totp_secret: orNull(admin.totpSecret),
      totp_since_us: orNull(admin.totpSinceUs),
      totp_last_step: null,
      created_at_us: admin.createdAtUs,
      updated_at_us: admin.updatedAtUs,
      last_sign_in_at_us: orNull(admin.lastSignInAtUs),
    })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function updateAdmin(
  { db }: Session,
  id: string,
  change: AdminChange,
  atUs: number,
): Promise<void> {
  const { name, role, appIds, passwordHash, totpSecret, totpSinceUs, lastSignInAtUs } = change
  await db
    .updateTable('admins')
    .set({
      ...(name !== undefined && { name: textOf(name) }),
      ...(role !== undefined && { role }),
      ...('appIds' in change && { app_ids: appIds === undefined ? null : jsonText(appIds) }),
      ...(passwordHash !== undefined && { password_hash: passwordHash }),
      ...('totpSecret' in change && { totp_secret: orNull(totpSecret) }),
      ...('totpSinceUs' in change && { totp_since_us: orNull(totpSinceUs) }),
      ...(lastSignInAtUs !== undefined && { last_sign_in_at_us: lastSignInAtUs }),
      updated_at_us: atUs,
    })
    .where('id', '=', id)
    .execute()
}

export async function deleteAdmin({ db }: Session, id: string): Promise<void> {
  await db.deleteFrom('admin_sessions').where('admin_id', '=', id).execute()
  await db.deleteFrom('admin_recovery_codes').where('admin_id', '=', id).execute()
  await db.deleteFrom('admins').where('id', '=', id).execute()
}

export async function takeTotpStep({ db }: Session, adminId: string, step: number): Promise<boolean> {
  const row = await db
    .updateTable('admins')
    .set({ totp_last_step: step })
    .where('id', '=', adminId)
    .where(({ eb, or }) => or([eb('totp_last_step', 'is', null), eb('totp_last_step', '<', step)]))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function countRecoveryCodes({ db }: Session, adminId: string): Promise<number> {
  const row = await db
    .selectFrom('admin_recovery_codes')
    .select(select => select.fn.countAll<number>().as('codes'))
    .where('admin_id', '=', adminId)
    .executeTakeFirstOrThrow()
  return row.codes
}

export async function replaceRecoveryCodes(
  { db }: Session,
  adminId: string,
  hashes: readonly string[],
): Promise<void> {
  await db.deleteFrom('admin_recovery_codes').where('admin_id', '=', adminId).execute()
  if (hashes.length === 0) return
  await db
    .insertInto('admin_recovery_codes')
    .values(hashes.map(hash => ({ admin_id: adminId, hash })))
    .execute()
}

export async function takeRecoveryCode({ db }: Session, adminId: string, hash: string): Promise<boolean> {
  const row = await db
    .deleteFrom('admin_recovery_codes')
    .where('admin_id', '=', adminId)
    .where('hash', '=', hash)
    .returning('hash')
    .executeTakeFirst()
  return row !== undefined
}

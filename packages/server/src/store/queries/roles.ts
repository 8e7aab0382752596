import type { Action } from '@parley/protocol'
import type { PermissionRecord, RoleRecord } from '../../domain/records.ts'
import { flag, jsonText, objectOrUndefined, textOf } from '../encode.ts'
import type { Session } from '../session.ts'

export async function listRoles({ db }: Session, appId: number): Promise<RoleRecord[]> {
  const rows = await db.selectFrom('roles').selectAll().where('app_id', '=', appId).orderBy('name').execute()
  return rows.map(row => ({
    appId: row.app_id,
    name: row.name,
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }))
}

/** False when there is one of that name. */
export async function insertRole({ db }: Session, role: RoleRecord): Promise<boolean> {
  const row = await db
    .insertInto('roles')
    .values({
      app_id: role.appId,
      name: role.name,
      created_at_us: role.createdAtUs,
      updated_at_us: role.updatedAtUs,
    })
    .onConflict(conflict => conflict.doNothing())
    .returning('name')
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteRole({ db }: Session, appId: number, name: string): Promise<boolean> {
  const row = await db
    .deleteFrom('roles')
    .where('app_id', '=', appId)
    .where('name', '=', name)
    .returning('name')
    .executeTakeFirst()
  return row !== undefined
}

/** One user who lives and has the role. */
export async function findUserWithRole(
  { db }: Session,
  appId: number,
  role: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('app_id', '=', appId)
    .where('role', '=', role)
    .where('deleted_at_us', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

export async function listPermissions({ db }: Session, appId: number): Promise<PermissionRecord[]> {
  const rows = await db
    .selectFrom('permissions')
    .selectAll()
    .where('app_id', '=', appId)
    .orderBy('id')
    .execute()
  return rows.map(row => ({
    appId: row.app_id,
    id: row.id,
    name: row.name,
    description: row.description,
    // Written by us only, from the closed list.
    action: row.action as Action,
    owner: row.owner === 1,
    sameTeam: row.same_team === 1,
    condition: objectOrUndefined(row.condition),
  }))
}

/** The first or the next version. */
export async function putPermission({ db }: Session, permission: PermissionRecord): Promise<void> {
  const data = {
    name: textOf(permission.name),
    description: textOf(permission.description),
    action: permission.action,
    owner: flag(permission.owner),
    same_team: flag(permission.sameTeam),
    condition: permission.condition ? jsonText(permission.condition) : null,
  }
  await db
    .insertInto('permissions')
    .values({ app_id: permission.appId, id: permission.id, ...data })
    .onConflict(conflict => conflict.columns(['app_id', 'id']).doUpdateSet(data))
    .execute()
}

export async function deletePermission({ db }: Session, appId: number, id: string): Promise<boolean> {
  const row = await db
    .deleteFrom('permissions')
    .where('app_id', '=', appId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

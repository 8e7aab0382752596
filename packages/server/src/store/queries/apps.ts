import type { Selectable } from 'kysely'
import type { AppMode, AppRecord, SecretRecord, SecretState } from '../../domain/records.ts'
import { flag, jsonOrNull, objectOf, orNull, textOf, undefinedIfNull } from '../encode.ts'
import type { AppSecretTable, AppTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { Tx } from '../store.ts'

export function toApp(row: Selectable<AppTable>): AppRecord {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    mode: row.mode as AppMode,
    suspended: row.suspended === 1,
    settings: objectOf(row.settings),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

function toSecret(row: Selectable<AppSecretTable>): SecretRecord {
  return {
    id: row.id,
    appId: row.app_id,
    secret: row.secret,
    state: row.state as SecretState,
    retiresAtUs: undefinedIfNull(row.retires_at_us),
    createdAtUs: row.created_at_us,
  }
}

export async function listApps({ db }: Session): Promise<AppRecord[]> {
  const rows = await db.selectFrom('apps').selectAll().orderBy('id').execute()
  return rows.map(toApp)
}

export async function findApp({ db }: Session, key: string): Promise<AppRecord | undefined> {
  const row = await db.selectFrom('apps').selectAll().where('key', '=', key).executeTakeFirst()
  return row && toApp(row)
}

export async function listSecrets({ db }: Session, appId: number): Promise<SecretRecord[]> {
  const rows = await db
    .selectFrom('app_secrets')
    .selectAll()
    .where('app_id', '=', appId)
    .orderBy('created_at_us')
    .orderBy('id')
    .execute()
  return rows.map(toSecret)
}

export async function insertApp({ db }: Session, app: Omit<AppRecord, 'id'>): Promise<AppRecord> {
  const row = await db
    .insertInto('apps')
    .values({
      key: app.key,
      name: textOf(app.name),
      mode: app.mode,
      suspended: flag(app.suspended),
      settings: jsonOrNull(app.settings),
      created_at_us: app.createdAtUs,
      updated_at_us: app.updatedAtUs,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toApp(row)
}

export async function updateApp(
  { db }: Session,
  appId: number,
  change: Parameters<Tx['updateApp']>[1],
  atUs: number,
): Promise<AppRecord> {
  const { name, mode, suspended, settings } = change
  const row = await db
    .updateTable('apps')
    .set({
      ...(name !== undefined && { name: textOf(name) }),
      ...(mode !== undefined && { mode }),
      ...(suspended !== undefined && { suspended: flag(suspended) }),
      ...(settings !== undefined && { settings: jsonOrNull(settings) }),
      updated_at_us: atUs,
    })
    .where('id', '=', appId)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toApp(row)
}

export async function insertSecret({ db }: Session, secret: SecretRecord): Promise<void> {
  await db
    .insertInto('app_secrets')
    .values({
      app_id: secret.appId,
      id: secret.id,
      secret: secret.secret,
      state: secret.state,
      retires_at_us: orNull(secret.retiresAtUs),
      created_at_us: secret.createdAtUs,
    })
    .execute()
}

export async function updateSecret(
  { db }: Session,
  appId: number,
  secretId: string,
  change: Pick<SecretRecord, 'state' | 'retiresAtUs'>,
): Promise<void> {
  await db
    .updateTable('app_secrets')
    .set({ state: change.state, retires_at_us: orNull(change.retiresAtUs) })
    .where('app_id', '=', appId)
    .where('id', '=', secretId)
    .execute()
}

export async function hasApp({ db }: Session, appId: number): Promise<boolean> {
  const row = await db.selectFrom('apps').select('id').where('id', '=', appId).executeTakeFirst()
  return row !== undefined
}

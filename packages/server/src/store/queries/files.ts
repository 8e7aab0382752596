import type { Selectable } from 'kysely'
import type { FileArea, FileRecord } from '../../domain/records.ts'
import { jsonText, orNull, textOf, textOrNull, undefinedIfNull } from '../encode.ts'
import type { FileTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { type Params, prepared } from './prepared.ts'

function toFile(row: Selectable<FileTable>): FileRecord {
  return {
    id: row.id,
    appId: row.app_id,
    area: row.area as FileArea,
    name: row.name,
    mimeType: row.mime_type,
    sizeBytes: row.size_bytes,
    etag: row.etag,
    width: undefinedIfNull(row.width),
    height: undefinedIfNull(row.height),
    userId: undefinedIfNull(row.user_id),
    channelPk: undefinedIfNull(row.channel_pk),
    createdAtUs: row.created_at_us,
    removeAtUs: undefinedIfNull(row.remove_at_us),
  }
}

const FIND_FILE = prepared('find_file', (db, p: Params<{ id: string }>) =>
  db.selectFrom('files').selectAll().where('id', '=', p('id')),
)

export async function findFile(session: Session, id: string): Promise<FileRecord | undefined> {
  const row = await FIND_FILE.first(session, { id: textOf(id) })
  return row && toFile(row)
}

/** Over an earlier row of this id: what a task makes again replaces what it made before. */
export async function saveFile({ db }: Session, file: FileRecord): Promise<void> {
  const row = {
    app_id: file.appId,
    area: file.area,
    name: textOf(file.name),
    mime_type: textOf(file.mimeType),
    size_bytes: file.sizeBytes,
    etag: file.etag,
    width: orNull(file.width),
    height: orNull(file.height),
    user_id: textOrNull(file.userId),
    channel_pk: orNull(file.channelPk),
    created_at_us: file.createdAtUs,
    remove_at_us: orNull(file.removeAtUs),
  }
  await db
    .insertInto('files')
    .values({ ...row, id: file.id })
    .onConflict(conflict => conflict.column('id').doUpdateSet(row))
    .execute()
}

/** From `atUs` on the files are gone for everybody; undefined keeps them. */
export async function setFilesRemoved(
  { db, dialect }: Session,
  ids: readonly string[],
  atUs: number | undefined,
): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('files')
    .set({ remove_at_us: orNull(atUs) })
    .where(({ ref, val }) => dialect.isAmong(ref('id'), val(jsonText(ids))))
    .execute()
}

/** What a user uploaded to a channel up to then; of no channel: always. */
export async function removeFilesOfUser(
  { db }: Session,
  appId: number,
  userId: string,
  channelPk: number | undefined,
  atUs: number,
): Promise<void> {
  await db
    .updateTable('files')
    .set({ remove_at_us: atUs })
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .where('channel_pk', channelPk === undefined ? 'is' : '=', orNull(channelPk))
    .where('created_at_us', '<=', atUs)
    .execute()
}

export async function listRemovedFiles(
  { db }: Session,
  beforeUs: number,
  limit: number,
): Promise<FileRecord[]> {
  const rows = await db
    .selectFrom('files')
    .selectAll()
    .where('remove_at_us', '<=', beforeUs)
    .orderBy('remove_at_us')
    .limit(limit)
    .execute()
  return rows.map(toFile)
}

/** Forgets a file whose content is gone. */
export async function deleteFile({ db }: Session, id: string): Promise<void> {
  await db.deleteFrom('files').where('id', '=', id).execute()
}

/** The server's own key of that name; undefined until somebody made one. */
export async function findServerKey({ db }: Session, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('server_keys').select('secret').where('name', '=', name).executeTakeFirst()
  return row?.secret
}

/** Does nothing when there is one already. */
export async function insertServerKey({ db }: Session, name: string, secret: string): Promise<void> {
  await db
    .insertInto('server_keys')
    .values({ name, secret })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

import { type Expression, type Selectable, sql } from 'kysely'
import type { Comparison, Filter } from '../../domain/filters.ts'
import type { Json } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import { flag, jsonOrNull, listOf, objectOf, orNull, textOf, undefinedIfNull } from '../encode.ts'
import type { MessageHistoryTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { type Condition, compareCustom, compareText, compareWhole, compileFilter } from './filter-sql.ts'

/** What a message said before a change. */
export interface HistoryEntry {
  readonly appId: number
  readonly messageId: string
  /** Whom the change is said to be by. */
  readonly updatedById: string
  /** Who made it, and so wrote what came then; undefined for a server in nobody's name. */
  readonly editorId: string | undefined
  readonly updatedAtUs: number
  readonly text: string
  readonly attachments: readonly Json[]
  readonly custom: Json
  readonly isDeleted: boolean
}

/** With the number that decides between equal times. */
export interface StoredHistoryEntry extends HistoryEntry {
  readonly pk: number
}

export interface HistoryQuery {
  readonly filter: Filter
  readonly direction: 1 | -1
  /** Only what comes after this entry in that direction. */
  readonly after: { readonly atUs: number; readonly pk: number } | undefined
  readonly limit: number
}

function toEntry(row: Selectable<MessageHistoryTable>): StoredHistoryEntry {
  return {
    pk: row.pk,
    appId: row.app_id,
    messageId: row.message_id,
    updatedById: row.updated_by_id,
    editorId: undefinedIfNull(row.editor_id),
    updatedAtUs: row.updated_at_us,
    text: row.text,
    attachments: listOf(row.attachments),
    custom: objectOf(row.custom),
    isDeleted: row.is_deleted === 1,
  }
}

export async function insertHistory({ db }: Session, entry: HistoryEntry): Promise<void> {
  await db
    .insertInto('message_history')
    .values({
      app_id: entry.appId,
      message_id: entry.messageId,
      updated_by_id: entry.updatedById,
      editor_id: orNull(entry.editorId),
      updated_at_us: entry.updatedAtUs,
      text: textOf(entry.text),
      attachments: jsonOrNull(entry.attachments),
      custom: jsonOrNull(entry.custom),
      is_deleted: flag(entry.isDeleted),
    })
    .execute()
}

/** Who wrote what the message says now, if it was ever changed. */
export async function findLastEditorId(
  { db }: Session,
  appId: number,
  messageId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('message_history')
    .select('editor_id')
    .where('app_id', '=', appId)
    .where('message_id', '=', messageId)
    .orderBy('updated_at_us', 'desc')
    .orderBy('pk', 'desc')
    .limit(1)
    .executeTakeFirst()
  return undefinedIfNull(row?.editor_id ?? null)
}

const TEXT: Readonly<Record<string, Expression<string | null>>> = {
  message_id: sql`message_history.message_id`,
  message_updated_by_id: sql`message_history.updated_by_id`,
}

function compare(dialect: Dialect, comparison: Comparison): Condition {
  if (comparison.custom) return compareCustom(dialect, sql`message_history.custom`, comparison)
  const text = TEXT[comparison.field]
  if (text) return compareText(dialect, text, comparison)
  if (comparison.field === 'message_updated_at')
    return compareWhole(sql`message_history.updated_at_us`, comparison)
  throw new Error(`the history of messages has no column for the field ${comparison.field}`)
}

export async function queryHistory(
  { db, dialect }: Session,
  appId: number,
  { filter, direction, after, limit }: HistoryQuery,
): Promise<StoredHistoryEntry[]> {
  const order = direction === 1 ? 'asc' : 'desc'
  const beyond = direction === 1 ? sql`>` : sql`<`
  let query = db
    .selectFrom('message_history')
    .selectAll()
    .where('app_id', '=', appId)
    .where(compileFilter(filter, comparison => compare(dialect, comparison)))
  if (after) query = query.where(sql<boolean>`(updated_at_us, pk) ${beyond} (${after.atUs}, ${after.pk})`)
  const rows = await query.orderBy('updated_at_us', order).orderBy('pk', order).limit(limit).execute()
  return rows.map(toEntry)
}

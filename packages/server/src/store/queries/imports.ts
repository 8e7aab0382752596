import type { ImportMode, ImportResult, ImportState, ImportTaskChange } from '@parley/protocol'
import { type Selectable, sql } from 'kysely'
import type { ImportRecord } from '../../domain/imports.ts'
import { flag, jsonText, listOf, textOf } from '../encode.ts'
import type { ImportTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { Page } from '../store.ts'
import { recountReactions } from './reactions.ts'

function toImport(row: Selectable<ImportTable>): ImportRecord {
  return {
    id: row.id,
    appId: row.app_id,
    path: row.path,
    mode: row.mode as ImportMode,
    mergeCustom: row.merge_custom === 1,
    state: row.state as ImportState,
    sizeBytes: row.size_bytes,
    result: row.result === null ? undefined : (JSON.parse(row.result) as ImportResult),
    history: listOf<ImportTaskChange>(row.history),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

/** Over an earlier row of this id. */
export async function saveImport({ db }: Session, record: ImportRecord): Promise<void> {
  const progress = {
    state: record.state,
    result: record.result ? jsonText(record.result) : null,
    history: jsonText(record.history),
    updated_at_us: record.updatedAtUs,
  }
  await db
    .insertInto('imports')
    .values({
      ...progress,
      id: record.id,
      app_id: record.appId,
      path: textOf(record.path),
      mode: record.mode,
      merge_custom: flag(record.mergeCustom),
      size_bytes: record.sizeBytes,
      created_at_us: record.createdAtUs,
    })
    .onConflict(conflict => conflict.columns(['app_id', 'id']).doUpdateSet(progress))
    .execute()
}

export async function findImport(
  { db }: Session,
  appId: number,
  id: string,
): Promise<ImportRecord | undefined> {
  const row = await db
    .selectFrom('imports')
    .selectAll()
    .where('app_id', '=', appId)
    .where('id', '=', textOf(id))
    .executeTakeFirst()
  return row && toImport(row)
}

/** The newest first. */
export async function listImports(
  { db }: Session,
  appId: number,
  { limit, offset }: Page,
): Promise<ImportRecord[]> {
  const rows = await db
    .selectFrom('imports')
    .selectAll()
    .where('app_id', '=', appId)
    .orderBy('created_at_us', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map(toImport)
}

/** Those of the times at which there is a message of the channel, or a reply. */
export async function findMessageTimes(
  { db }: Session,
  channelPk: number,
  times: readonly number[],
): Promise<number[]> {
  const rows = await db
    .selectFrom('messages')
    .select('created_at_us')
    .where('channel_pk', '=', channelPk)
    .where('in_channel', 'in', [0, 1])
    .where('created_at_us', 'in', times)
    .execute()
  return rows.map(row => row.created_at_us)
}

/** Counts of a channel after members and messages came in other ways than one by one. */
export async function recountImportedChannel({ db }: Session, channelPk: number): Promise<void> {
  const own = sql`messages.channel_pk = channels.pk and messages.shadowed = 0 and messages.restricted_visibility is null`
  const seen = sql`${own} and messages.created_at_us > coalesce(channels.truncated_at_us, 0)`
  const latest = sql<number | null>`(select max(messages.created_at_us) from messages
    where ${own} and messages.in_channel in (0, 1))`
  await db
    .updateTable('channels')
    .set({
      member_count: sql<number>`(select count(*) from members where members.channel_pk = channels.pk)`,
      message_count: sql<number>`(select count(*) from messages where ${seen} and messages.in_channel in (0, 1))`,
      last_message_at_us: sql<number | null>`(select max(messages.created_at_us) from messages
        where ${seen} and messages.in_channel = 1)`,
      // What is logged next must come after everything that is there.
      last_event_at_us: sql<number>`case when ${latest} > last_event_at_us then ${latest} else last_event_at_us end`,
      has_hidden: sql<number>`case when has_hidden = 1 or exists (select 1 from messages
        where messages.channel_pk = channels.pk and messages.restricted_visibility is not null) then 1 else 0 end`,
    })
    .where('pk', '=', channelPk)
    .execute()
}

/** Counts of parents whose replies came so; whoever takes part has read them. */
export async function recountImportedReplies(
  { db, dialect }: Session,
  appId: number,
  parentIds: readonly string[],
): Promise<void> {
  if (parentIds.length === 0) return
  const ids = sql<string>`${jsonText(parentIds)}`
  const replies = sql`messages as replies where replies.channel_pk = messages.channel_pk and replies.parent_id = messages.id
    and replies.shadowed = 0 and replies.restricted_visibility is null`
  await db
    .updateTable('messages')
    .set({
      reply_count: sql<number>`(select count(*) from ${replies} and replies.deleted_at_us is null)`,
      deleted_reply_count: sql<number>`(select count(*) from ${replies} and replies.deleted_at_us is not null)`,
    })
    .where('app_id', '=', appId)
    .where(dialect.isAmong(sql`messages.id`, ids))
    .execute()
  await db
    .updateTable('threads')
    .set({
      last_message_at_us: sql<number>`coalesce((select max(replies.created_at_us) from messages as replies
        where replies.channel_pk = threads.channel_pk and replies.parent_id = threads.parent_id), last_message_at_us)`,
    })
    .where('app_id', '=', appId)
    .where(dialect.isAmong(sql`threads.parent_id`, ids))
    .execute()
  const last = sql<number>`(select threads.last_message_at_us from threads
    where threads.app_id = thread_participants.app_id and threads.parent_id = thread_participants.parent_id)`
  await db
    .updateTable('thread_participants')
    .set({ last_read_at_us: last })
    .where('app_id', '=', appId)
    .where(dialect.isAmong(sql`thread_participants.parent_id`, ids))
    .where('last_read_at_us', '<', last)
    .execute()
}

export const recountImportedReactions = recountReactions

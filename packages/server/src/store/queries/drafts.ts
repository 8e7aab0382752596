import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Comparison } from '../../domain/filters.ts'
import type { Placed } from '../../domain/keyset.ts'
import type { DraftContent, DraftRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import { jsonText } from '../encode.ts'
import type { DraftTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { KeysetQuery } from '../store.ts'
import { type Condition, compareText, compareWhole, compileFilter } from './filter-sql.ts'
import { holdMember } from './hold-rows.ts'
import { beyond, type KeysetColumn, keysetOrder, placeColumns, placeOf } from './keyset.ts'
import { type Params, prepared } from './prepared.ts'

/** `''` is the channel itself. */
const columnOf = (parentId: string | undefined): string => parentId ?? ''

function toDraft(row: Selectable<DraftTable>): DraftRecord {
  return {
    appId: row.app_id,
    userId: row.user_id,
    channelPk: row.channel_pk,
    cid: row.cid,
    parentId: row.parent_id === '' ? undefined : row.parent_id,
    message: JSON.parse(row.message) as DraftContent,
    createdAtUs: row.created_at_us,
  }
}

const FIND_DRAFT = prepared(
  'find_draft',
  (db, p: Params<{ userId: string; channelPk: number; parentId: string }>) =>
    db
      .selectFrom('drafts')
      .selectAll()
      .where('channel_pk', '=', p('channelPk'))
      .where('user_id', '=', p('userId'))
      .where('parent_id', '=', p('parentId')),
)

export async function findDraft(
  session: Session,
  userId: string,
  channelPk: number,
  parentId: string | undefined,
): Promise<DraftRecord | undefined> {
  const row = await FIND_DRAFT.first(session, { userId, channelPk, parentId: columnOf(parentId) })
  return row && toDraft(row)
}

const CHANNEL_DRAFTS = prepared(
  'channel_drafts',
  (db, p: Params<{ userId: string; channelPks: string }>, { isOneOf }) =>
    db
      .selectFrom('drafts')
      .selectAll()
      .where(isOneOf(sql`drafts.channel_pk`, p('channelPks')))
      .where('user_id', '=', p('userId'))
      .where('parent_id', '=', ''),
)

export async function listChannelDrafts(
  session: Session,
  userId: string,
  channelPks: readonly number[],
): Promise<DraftRecord[]> {
  if (channelPks.length === 0) return []
  return (await CHANNEL_DRAFTS.all(session, { userId, channelPks: jsonText(channelPks) })).map(toDraft)
}

/** As the index of threads' drafts has it, so that it is used. */
const OF_THREAD = sql<boolean>`drafts.parent_id <> ''`

const THREAD_DRAFTS = prepared(
  'thread_drafts',
  (db, p: Params<{ appId: number; userId: string; parentIds: string }>, { isAmong }) =>
    db
      .selectFrom('drafts')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where('user_id', '=', p('userId'))
      .where(OF_THREAD)
      .where(isAmong(sql`drafts.parent_id`, p('parentIds'))),
)

export async function listThreadDrafts(
  session: Session,
  appId: number,
  userId: string,
  parentIds: readonly string[],
): Promise<DraftRecord[]> {
  if (parentIds.length === 0) return []
  return (await THREAD_DRAFTS.all(session, { appId, userId, parentIds: jsonText(parentIds) })).map(toDraft)
}

export async function saveDraft(session: Session, draft: DraftRecord): Promise<void> {
  const { db } = session
  await holdMember(session, draft.channelPk, draft.userId)
  const data = { message: jsonText(draft.message), created_at_us: draft.createdAtUs }
  await db
    .insertInto('drafts')
    .values({
      app_id: draft.appId,
      user_id: draft.userId,
      channel_pk: draft.channelPk,
      parent_id: columnOf(draft.parentId),
      cid: draft.cid,
      ...data,
    })
    .onConflict(conflict => conflict.columns(['channel_pk', 'user_id', 'parent_id']).doUpdateSet(data))
    .execute()
  await db
    .updateTable('members')
    .set({ has_drafts: 1 })
    .where('channel_pk', '=', draft.channelPk)
    .where('user_id', '=', draft.userId)
    .where('has_drafts', '=', 0)
    .execute()
}

export async function deleteDraft(
  session: Session,
  { userId, channelPk, parentId }: Pick<DraftRecord, 'userId' | 'channelPk' | 'parentId'>,
): Promise<DraftRecord | undefined> {
  const { db } = session
  await holdMember(session, channelPk, userId)
  const row = await db
    .deleteFrom('drafts')
    .where('channel_pk', '=', channelPk)
    .where('user_id', '=', userId)
    .where('parent_id', '=', columnOf(parentId))
    .returningAll()
    .executeTakeFirst()
  if (!row) return undefined
  await db
    .updateTable('members')
    .set({ has_drafts: 0 })
    .where('channel_pk', '=', channelPk)
    .where('user_id', '=', userId)
    .where(where =>
      where.not(
        where.exists(
          where
            .selectFrom('drafts')
            .select('parent_id')
            .where('channel_pk', '=', channelPk)
            .where('user_id', '=', userId),
        ),
      ),
    )
    .execute()
  return toDraft(row)
}

/** Nobody can send a reply to what is not there any more. */
export async function deleteDraftsOfThreads(
  { db, dialect }: Session,
  appId: number,
  parentIds: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('drafts')
    // NOTE: the plus keeps SQLite from looking through all drafts of the app.
    .where(sql<number>`+drafts.app_id`, '=', appId)
    .where(OF_THREAD)
    .where(dialect.isAmong(sql.ref('drafts.parent_id'), sql`${jsonText(parentIds)}`))
    .execute()
}

/** A guest's drafts become the user's; of two for one place the user's stays. */
export async function mergeDrafts({ db }: Session, appId: number, from: string, to: string): Promise<void> {
  await sql`insert into drafts (app_id, user_id, channel_pk, parent_id, cid, message, created_at_us)
    select app_id, ${to}, channel_pk, parent_id, cid, message, created_at_us from drafts
      where app_id = ${appId} and user_id = ${from}
    on conflict do nothing`.execute(db)
  await db.deleteFrom('drafts').where('app_id', '=', appId).where('user_id', '=', from).execute()
  await db
    .updateTable('members')
    .set({ has_drafts: 1 })
    .where('app_id', '=', appId)
    .where('user_id', '=', to)
    .where('channel_pk', 'in', select =>
      select
        .selectFrom('drafts')
        .select('drafts.channel_pk')
        .where('drafts.app_id', '=', appId)
        .where('drafts.user_id', '=', to),
    )
    .execute()
}

function compare(dialect: Dialect, comparison: Comparison): Condition {
  const { field } = comparison
  if (field === 'channel_cid') return compareText(dialect, sql.ref('drafts.cid'), comparison)
  if (field === 'parent_id') return compareText(dialect, sql`nullif(drafts.parent_id, '')`, comparison)
  if (field === 'created_at') return compareWhole(sql.ref('drafts.created_at_us'), comparison)
  throw new Error(`drafts have no column for the field ${field}`)
}

/** One row more than the page wants, if there is one. */
export async function queryDrafts(
  { db, dialect }: Session,
  appId: number,
  userId: string,
  { filter, page }: KeysetQuery,
): Promise<Placed<DraftRecord>[]> {
  const direction = page.sort.at(-1)?.direction ?? -1
  const columns: KeysetColumn[] = [
    ...page.sort.map(sort => ({ value: sql.ref('drafts.created_at_us'), direction: sort.direction })),
    // A cid has no space in it, so no two places look alike.
    { value: dialect.byCodePoint(sql`(drafts.cid || ' ' || drafts.parent_id)`), direction },
  ]
  let select = db
    .selectFrom('drafts')
    .innerJoin('channels', 'channels.pk', 'drafts.channel_pk')
    .selectAll('drafts')
    .select(placeColumns(columns))
    .where('drafts.app_id', '=', appId)
    .where('drafts.user_id', '=', userId)
    .where('channels.deleted_at_us', 'is', null)
    .where(compileFilter(filter, comparison => compare(dialect, comparison)))
    .where(beyond(columns, page))
  for (const expression of keysetOrder(columns, page)) {
    select = select.orderBy(expression as RawBuilder<string>)
  }
  const rows = await select.limit(page.limit + 1).execute()
  return rows.map(row => ({ record: toDraft(row), place: placeOf(columns, row) }))
}

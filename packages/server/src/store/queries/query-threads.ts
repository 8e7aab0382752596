import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Comparison } from '../../domain/filters.ts'
import type { Placed } from '../../domain/keyset.ts'
import type { Dialect } from '../dialect.ts'
import type { Session } from '../session.ts'
import type { FoundThread, ThreadQuery } from '../store.ts'
import {
  type Condition,
  compareCustom,
  compareNumber,
  compareText,
  compareWhole,
  compileFilter,
  either,
} from './filter-sql.ts'
import { beyond, type KeysetColumn, keysetOrder, placeColumns, placeOf } from './keyset.ts'
import { hasUnreadReplies, isThere } from './thread-participants.ts'
import { toThread } from './threads.ts'

const TEXT: Readonly<Record<string, Expression<string | null>>> = {
  channel_cid: sql`channels.cid`,
  parent_message_id: sql`threads.parent_id`,
  created_by_user_id: sql`threads.created_by_id`,
  'channel.team': sql`channels.team`,
}

const TIMES: Readonly<Record<string, Expression<number>>> = {
  created_at: sql`threads.created_at_us`,
  updated_at: sql`threads.updated_at_us`,
  last_message_at: sql`threads.last_message_at_us`,
}

const COUNTS: Readonly<Record<string, Expression<number>>> = {
  reply_count: sql`parents.reply_count`,
  participant_count: sql`threads.participant_count`,
  // NOTE: nobody leaves a thread but with their messages.
  active_participant_count: sql`threads.participant_count`,
}

const CUSTOM: Expression<string | null> = sql`threads.custom`

function compare(dialect: Dialect, comparison: Comparison): Condition {
  const { field, op, value } = comparison
  if (comparison.custom) return compareCustom(dialect, CUSTOM, comparison)
  const text = TEXT[field]
  if (text) return compareText(dialect, text, comparison)
  const time = TIMES[field]
  if (time) return compareWhole(time, comparison)
  const count = COUNTS[field]
  if (count) return compareNumber(dialect, count, comparison)
  if (field === 'channel.disabled')
    return either((op === 'eq') === (value === true), sql`channels.disabled = 1`)
  throw new Error(`threads have no column for the field ${field}`)
}

function sortValue(dialect: Dialect, appId: number, field: string): RawBuilder<unknown> {
  if (field === 'has_unread') return hasUnreadReplies(dialect, appId)
  if (field === 'parent_message_id') return dialect.byCodePoint(sql`threads.parent_id`)
  const value = TIMES[field] ?? COUNTS[field]
  if (value) return sql`${value}`
  throw new Error(`threads have no column to sort by ${field}`)
}

/** One row more than the page wants, if there is one. */
export async function queryThreads(
  { db, dialect }: Session,
  appId: number,
  userId: string,
  { filter, page }: ThreadQuery,
): Promise<Placed<FoundThread>[]> {
  const columns: KeysetColumn[] = [
    ...page.sort.map(({ field, direction }) => ({ value: sortValue(dialect, appId, field), direction })),
    {
      value: dialect.byCodePoint(sql`threads.parent_id`),
      direction: page.sort.at(-1)?.direction ?? -1,
    },
  ]
  let select = db
    .selectFrom('thread_participants')
    .innerJoin('threads', join =>
      join
        .onRef('threads.app_id', '=', 'thread_participants.app_id')
        .onRef('threads.parent_id', '=', 'thread_participants.parent_id'),
    )
    .innerJoin('channels', 'channels.pk', 'threads.channel_pk')
    .innerJoin('messages as parents', join =>
      join.onRef('parents.app_id', '=', 'threads.app_id').onRef('parents.id', '=', 'threads.parent_id'),
    )
    .selectAll('threads')
    .select('channels.cid')
    .select(placeColumns(columns))
    .where('thread_participants.app_id', '=', appId)
    .where('thread_participants.user_id', '=', userId)
    .where('channels.deleted_at_us', 'is', null)
    .where(isThere)
    .where(compileFilter(filter, comparison => compare(dialect, comparison)))
    .where(beyond(columns, page))
  for (const expression of keysetOrder(columns, page)) {
    select = select.orderBy(expression as RawBuilder<string>)
  }
  const rows = await select.limit(page.limit + 1).execute()
  return rows.map(row => ({
    record: { thread: toThread(row), cid: row.cid },
    place: placeOf(columns, row),
  }))
}

import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Comparison } from '../../domain/filters.ts'
import type { Placed } from '../../domain/keyset.ts'
import type { ReactionRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import type { Session } from '../session.ts'
import type { ReactionQuery } from '../store.ts'
import {
  type Condition,
  compareCustom,
  compareNumber,
  compareText,
  compareWhole,
  compileFilter,
} from './filter-sql.ts'
import { beyond, type KeysetColumn, keysetOrder, placeColumns, placeOf } from './keyset.ts'
import { toReaction } from './reactions.ts'

const TEXT: Readonly<Record<string, Expression<string>>> = {
  type: sql`reactions.type`,
  user_id: sql`reactions.user_id`,
}

const TIMES: Readonly<Record<string, Expression<number>>> = {
  created_at: sql`reactions.created_at_us`,
  updated_at: sql`reactions.updated_at_us`,
}

const SCORE = sql<number>`reactions.score`
const CUSTOM: Expression<string | null> = sql`reactions.custom`

function compare(dialect: Dialect, comparison: Comparison): Condition {
  const { field } = comparison
  if (comparison.custom) return compareCustom(dialect, CUSTOM, comparison)
  const text = TEXT[field]
  if (text) return compareText(dialect, text, comparison)
  const time = TIMES[field]
  if (time) return compareWhole(time, comparison)
  if (field === 'score') return compareNumber(dialect, SCORE, comparison)
  throw new Error(`reactions have no column for the field ${field}`)
}

function sortValue(dialect: Dialect, field: string): RawBuilder<unknown> {
  const text = TEXT[field]
  if (text) return dialect.byCodePoint(text)
  if (field === 'score') return SCORE
  const time = TIMES[field]
  if (time) return sql`${time}`
  throw new Error(`reactions have no column to sort by ${field}`)
}

/** One row more than the page wants, if there is one. */
export async function queryReactions(
  { db, dialect }: Session,
  appId: number,
  messageId: string,
  { filter, page }: ReactionQuery,
): Promise<Placed<ReactionRecord>[]> {
  const columns: KeysetColumn[] = [
    ...page.sort.map(({ field, direction }) => ({ value: sortValue(dialect, field), direction })),
    { value: sql`reactions.pk`, direction: page.sort.at(-1)?.direction ?? -1 },
  ]
  let select = db
    .selectFrom('reactions')
    .selectAll()
    .select(placeColumns(columns))
    .where('app_id', '=', appId)
    .where('message_id', '=', messageId)
    .where(compileFilter(filter, comparison => compare(dialect, comparison)))
    .where(beyond(columns, page))
  for (const expression of keysetOrder(columns, page)) {
    select = select.orderBy(expression as RawBuilder<string>)
  }
  const rows = await select.limit(page.limit + 1).execute()
  return rows.map(row => ({ record: toReaction(row), place: placeOf(columns, row) }))
}

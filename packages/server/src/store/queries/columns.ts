import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Comparison, Sort } from '../../domain/filters.ts'
import type { Dialect } from '../dialect.ts'
import { type Condition, compareNumber, compareText, compareWhole, either, orderBy } from './filter-sql.ts'

/** The fields of a noun that are columns and nothing more, by what they hold. */
export interface Columns {
  readonly text?: Readonly<Record<string, Expression<string | null>>>
  readonly times?: Readonly<Record<string, Expression<number | null>>>
  readonly numbers?: Readonly<Record<string, Expression<number | null>>>
  /** Conditions, or columns of 0 and 1. */
  readonly flags?: Readonly<Record<string, Expression<unknown>>>
}

/** A comparison of one of these columns. */
export function compareColumn(dialect: Dialect, columns: Columns, comparison: Comparison): Condition {
  const { field, op, value } = comparison
  const text = columns.text?.[field]
  if (text) return compareText(dialect, text, comparison)
  const time = columns.times?.[field]
  if (time) return compareWhole(time, comparison)
  const number = columns.numbers?.[field]
  if (number) return compareNumber(dialect, number, comparison)
  const flag = columns.flags?.[field]
  if (flag) return either((op === 'eq') === (value === true), sql`${flag} = 1`)
  throw new Error(`there is no column for the field ${field}`)
}

/** The parts of `order by`; the default ones when nothing is asked for. */
export function orderOf(
  dialect: Dialect,
  columns: Columns,
  sort: readonly Sort[],
  byDefault: readonly RawBuilder<unknown>[],
): RawBuilder<string>[] {
  const parts = sort.map(({ field, direction }) => {
    const text = columns.text?.[field]
    const column = text ? dialect.byCodePoint(text) : (columns.times?.[field] ?? columns.numbers?.[field])
    if (!column) throw new Error(`there is no column to sort by ${field}`)
    return orderBy(column, direction)
  })
  return (parts.length > 0 ? parts : byDefault) as RawBuilder<string>[]
}

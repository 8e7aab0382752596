import { type AliasedRawBuilder, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { KeysetPage, Place } from '../../domain/keyset.ts'
import { allOf, anyOf, type Condition } from './filter-sql.ts'

/** One part of an order whose values are never NULL. */
export interface KeysetColumn {
  readonly value: RawBuilder<unknown>
  readonly direction: 1 | -1
}

/** The parts of `order by`; a page that goes back is read from its end. */
export function keysetOrder(columns: readonly KeysetColumn[], { from }: KeysetPage): RawBuilder<unknown>[] {
  return columns.map(({ value, direction }) =>
    isAscending(direction, from?.back) ? sql`${value} asc` : sql`${value} desc`,
  )
}

function isAscending(direction: 1 | -1, back = false): boolean {
  return (direction === 1) !== back
}

/** Rows beyond the page's place. */
export function beyond(columns: readonly KeysetColumn[], { from }: KeysetPage): Condition {
  if (!from) return sql<SqlBool>`1 = 1`
  return anyOf(
    columns.map((column, index) =>
      allOf([
        ...columns.slice(0, index).map((earlier, at) => compare(earlier, sql`=`, from.place, at)),
        compare(column, isAscending(column.direction, from.back) ? sql`>` : sql`<`, from.place, index),
      ]),
    ),
  )
}

function compare(
  { value }: KeysetColumn,
  operator: RawBuilder<unknown>,
  place: Place,
  at: number,
): Condition {
  return sql`${value} ${operator} ${place[at]}`
}

type PlaceColumn = `place_${number}`

/** What a row's place is made of, to select. */
export function placeColumns(columns: readonly KeysetColumn[]): AliasedRawBuilder<unknown, PlaceColumn>[] {
  return columns.map(({ value }, index) => value.as(`place_${index}` as const))
}

export function placeOf(columns: readonly KeysetColumn[], row: object): Place {
  return columns.map((_, index) => (row as Record<PlaceColumn, string | number>)[`place_${index}`] ?? null)
}

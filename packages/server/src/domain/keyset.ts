import type { CursorOf, CursorValue } from '../util/cursors.ts'
import { decodeCursor, encodeCursor, notACursor } from '../util/cursors.ts'
import { invalidField } from '../util/invalid-input.ts'
import type { FieldTable } from './field-table.ts'
import type { Sort } from './filters.ts'
import { parseSort } from './parse-sort.ts'

/** A page of a list in some order; each row has its place there, which no other row has. */
export interface KeysetPage {
  readonly sort: readonly Sort[]
  /** Undefined: the first page. */
  readonly from: { readonly place: Place; readonly back: boolean } | undefined
  readonly limit: number
}

/** The values that the order compares, in its order; the last one tells equals apart. */
export type Place = readonly CursorValue[]

export interface Placed<Record> {
  readonly record: Record
  readonly place: Place
}

/** What a list can be in the order of. */
export interface Ordering {
  readonly table: FieldTable
  /** Names that sort but do not filter; their places are numbers. */
  readonly also: readonly string[]
  readonly byDefault: readonly Sort[]
  /** What the last value of a place is, which tells equals apart. */
  readonly tie: 'string' | 'number'
}

interface PageRequest {
  readonly sort: unknown
  readonly next?: string | undefined
  readonly prev?: string | undefined
  readonly limit: number
}

/**
 * Where a page is. A cursor carries its own order: `sort` counts for the first page only.
 * @throws ChatError `invalid_input` for a cursor of something else, for two of them, for a sort that can't be.
 */
export function parseKeyset(of: CursorOf, request: PageRequest, ordering: Ordering): KeysetPage {
  const { next, prev, limit } = request
  if (next !== undefined && prev !== undefined) throw invalidField('next', 'and prev can not both be given')
  const cursor = next ?? prev
  if (cursor === undefined) return { sort: orderOf(request.sort, ordering), from: undefined, limit }
  const field = next === undefined ? 'prev' : 'next'
  const { sort, place } = unpack(decodeCursor(of, cursor, field), field, ordering)
  return { sort, from: { place, back: field === 'prev' }, limit }
}

function orderOf(raw: unknown, { table, also, byDefault }: Ordering): readonly Sort[] {
  const sort = parseSort(raw, table, { perspective: true, also })
  const custom = sort.findIndex(each => each.custom)
  if (custom >= 0)
    throw invalidField(`sort.${custom}.field`, `names nothing that ${table.noun} are sorted by`)
  return sort.length === 0 ? byDefault : sort
}

/** Order and place stand one after the other: n, n times field and direction, n + 1 values. */
function unpack(values: readonly CursorValue[], field: string, ordering: Ordering) {
  const [fields, ...rest] = values
  if (!isCount(fields) || 2 * fields > rest.length) throw notACursor(field)
  const raw = Array.from({ length: fields }, (_, index) => ({
    field: rest[2 * index],
    direction: rest[2 * index + 1],
  }))
  const sort = orderInCursor(raw, field, ordering)
  const place = rest.slice(2 * fields)
  const fits =
    place.length === sort.length + 1 &&
    sort.every((each, index) => isOfKind(kindOf(ordering, each), place[index])) &&
    isOfKind(ordering.tie, place.at(-1))
  if (!fits) throw notACursor(field)
  return { sort, place }
}

function orderInCursor(raw: readonly unknown[], field: string, ordering: Ordering): readonly Sort[] {
  try {
    return orderOf(raw, ordering)
  } catch {
    throw notACursor(field)
  }
}

function isCount(value: CursorValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function kindOf({ table }: Ordering, { field }: Sort): 'string' | 'number' {
  return Object.hasOwn(table.fields, field) && table.fields[field]?.kind === 'string' ? 'string' : 'number'
}

function isOfKind(kind: 'string' | 'number', value: CursorValue | undefined): boolean {
  return kind === 'string' ? typeof value === 'string' : Number.isSafeInteger(value)
}

export interface CutPage<Record> {
  readonly records: Record[]
  readonly cursors: { readonly next?: string; readonly prev?: string }
}

/** A page and its cursors from what was read: one row more than wanted, if there is one. */
export function cutPage<Record>(
  of: CursorOf,
  { sort, from, limit }: KeysetPage,
  found: readonly Placed<Record>[],
): CutPage<Record> {
  const back = from?.back === true
  const rows = found.slice(0, limit)
  if (back) rows.reverse()
  const order = [sort.length, ...sort.flatMap(({ field, direction }) => [field, direction])]
  const cursorAt = (row: Placed<Record> | undefined) => row && encodeCursor(of, [...order, ...row.place])
  const hasMore = found.length > limit
  const next = back || hasMore ? cursorAt(rows.at(-1)) : undefined
  const prev = (back ? hasMore : from !== undefined) ? cursorAt(rows[0]) : undefined
  return {
    records: rows.map(row => row.record),
    cursors: { ...(next !== undefined && { next }), ...(prev !== undefined && { prev }) },
  }
}

import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Comparison, Filter, FilterValue, Sort } from '../../domain/filters.ts'
import type { Dialect, JsonPath } from '../dialect.ts'
import { type Folding, prefixNeedle, wordNeedles } from '../words.ts'

export type Condition = RawBuilder<SqlBool>
type Column<T> = Expression<T | null>

/** How one noun's comparisons become SQL. */
export type CompileComparison = (comparison: Comparison) => Condition

const TRUE: Condition = sql`1 = 1`
const FALSE: Condition = sql`1 = 0`

/**
 * A filter as a condition. NULL counts as false at every level, so only what is negated has to be
 * made certain; everything else stays plain and can use an index.
 */
export function compileFilter(filter: Filter, compare: CompileComparison): Condition {
  if (!('filters' in filter)) return compare(filter)
  const conditions = filter.filters.map(inner => compileFilter(inner, compare))
  if (filter.op === 'and') return allOf(conditions)
  return filter.op === 'or' ? anyOf(conditions) : not(anyOf(conditions))
}

export function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? TRUE : sql`(${sql.join(conditions, sql` and `)})`
}

export function anyOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? FALSE : sql`(${sql.join(conditions, sql` or `)})`
}

export function not(condition: Condition): Condition {
  return sql`not coalesce(${condition}, ${FALSE})`
}

export function either(value: boolean, condition: Condition): Condition {
  return value ? condition : not(condition)
}

const ORDER = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` }

/** What `values` of a checked filter is for the operators that take one. */
function listOf(value: FilterValue): readonly (string | number | boolean)[] {
  return Array.isArray(value) ? value : []
}

function oneOf(column: Column<unknown>, values: readonly unknown[]): Condition {
  return values.length === 0 ? FALSE : sql`${column} in (${sql.join(values)})`
}

/** A column of whole numbers: times. */
export function compareWhole(column: Column<number>, comparison: Comparison): Condition {
  return compareScalar(column, column, comparison, value => sql`${value}`)
}

/** A number that callers may compare with fractions. */
export function compareNumber(dialect: Dialect, column: Column<number>, comparison: Comparison): Condition {
  return compareScalar(column, column, comparison, value => dialect.number(Number(value)))
}

/**
 * A column of text. `words`, when there is one, is the same text folded already.
 */
export function compareText(
  dialect: Dialect,
  column: Column<string>,
  comparison: Comparison,
  words?: Column<string>,
): Condition {
  if (comparison.op === 'autocomplete' || comparison.op === 'q') {
    if (words) return search(dialect, words, 'unicode', comparison)
    return search(dialect, dialect.foldWords(column), 'ascii', comparison)
  }
  return compareScalar(column, dialect.byCodePoint(column), comparison, value => sql`${value}`)
}

function search(
  dialect: Dialect,
  words: Column<string>,
  folding: Folding,
  { op, value }: Comparison,
): Condition {
  if (op === 'q') {
    const needles = wordNeedles(String(value), folding)
    return needles.length === 0 ? FALSE : allOf(needles.map(needle => dialect.contains(words, needle)))
  }
  const needle = prefixNeedle(String(value), folding)
  return needle === undefined ? FALSE : dialect.contains(words, needle)
}

function compareScalar(
  column: Column<unknown>,
  ordered: Column<unknown>,
  { op, value }: Comparison,
  bind: (value: FilterValue) => RawBuilder<unknown>,
): Condition {
  switch (op) {
    case 'eq':
      return value === null ? sql`${column} is null` : sql`${column} = ${bind(value)}`
    case 'ne':
      return value === null ? sql`${column} is not null` : not(sql`${column} = ${bind(value)}`)
    case 'in':
      return oneOf(column, listOf(value).map(bind))
    case 'nin':
      return not(oneOf(column, listOf(value).map(bind)))
    case 'exists':
      return value ? sql`${column} is not null` : sql`${column} is null`
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return sql`${ordered} ${ORDER[op]} ${bind(value)}`
    default:
      return FALSE
  }
}

/** A JSON column that is an array of strings, NULL when empty. */
export function compareList(dialect: Dialect, column: Column<string>, { op, value }: Comparison): Condition {
  const has = (item: unknown) => dialect.jsonArrayHas(column, [], item)
  switch (op) {
    case 'eq':
    case 'contains':
      return value === null ? sql`${column} is null` : has(value)
    case 'ne':
      return value === null ? sql`${column} is not null` : not(has(value))
    case 'in':
      return anyOf(listOf(value).map(has))
    case 'nin':
      return not(anyOf(listOf(value).map(has)))
    case 'exists':
      return value ? sql`${column} is not null` : sql`${column} is null`
    default:
      return FALSE
  }
}

/** A custom field: only values of the operand's own type can equal it or be ordered with it. */
export function compareCustom(
  dialect: Dialect,
  column: Column<string>,
  comparison: Comparison,
  words?: Column<string>,
): Condition {
  const { op, value } = comparison
  const path = comparison.field.split('.')
  const equals = (item: unknown) => customEquals(dialect, column, path, item)
  switch (op) {
    case 'eq':
      return equals(value)
    case 'ne':
      return not(equals(value))
    case 'in':
      return anyOf(listOf(value).map(equals))
    case 'nin':
      return not(anyOf(listOf(value).map(equals)))
    case 'exists':
      return either(value === true, sql`${dialect.jsonKind(column, path)} is not null`)
    case 'contains':
      return dialect.jsonArrayHas(column, path, value)
    case 'autocomplete':
    case 'q':
      return compareText(dialect, dialect.jsonString(column, path), comparison, words)
    default:
      return typeof value === 'number'
        ? sql`${dialect.jsonNumber(column, path)} ${ORDER[op]} ${dialect.number(value)}`
        : sql`${dialect.byCodePoint(dialect.jsonString(column, path))} ${ORDER[op]} ${value}`
  }
}

/** Nothing there equals null, as JSON null does. */
function customEquals(dialect: Dialect, column: Column<string>, path: JsonPath, value: unknown): Condition {
  if (value === null) return sql`coalesce(${dialect.jsonKind(column, path)}, 'null') = 'null'`
  if (typeof value === 'boolean') return sql`${dialect.jsonKind(column, path)} = ${String(value)}`
  if (typeof value === 'number') return sql`${dialect.jsonNumber(column, path)} = ${dialect.number(value)}`
  return sql`${dialect.jsonString(column, path)} = ${value}`
}

/** One part of `order by`. What is missing comes last in either direction. */
export function orderBy(expression: Expression<unknown>, direction: 1 | -1): RawBuilder<unknown> {
  return direction === 1 ? sql`${expression} asc nulls last` : sql`${expression} desc nulls last`
}

/**
 * As `orderBy`, of what is never missing: without a word about what is, an index in that order serves.
 * PostgreSQL has what is missing first when it reads an index backwards, SQLite when it reads one forwards.
 */
export function orderByPresent(expression: Expression<unknown>, direction: 1 | -1): RawBuilder<unknown> {
  return direction === 1 ? sql`${expression} asc` : sql`${expression} desc`
}

/** Numbers in their order, then texts in theirs. */
function orderByCustom(dialect: Dialect, column: Column<string>, sort: Sort): RawBuilder<unknown>[] {
  const path = sort.field.split('.')
  return [
    orderBy(dialect.jsonNumber(column, path), sort.direction),
    orderBy(dialect.byCodePoint(dialect.jsonString(column, path)), sort.direction),
  ]
}

/** What of a noun's fields is a column. */
export interface Columns {
  readonly text: Readonly<Record<string, Column<string>>>
  readonly times: Readonly<Record<string, Column<number>>>
  readonly custom: Column<string>
  /** Fields that every row has. */
  readonly present: ReadonlySet<string>
}

/** The parts of `order by` for one field that is a column or custom; undefined for any other. */
export function orderByColumn(
  dialect: Dialect,
  { text, times, custom, present }: Columns,
  sort: Sort,
): RawBuilder<unknown>[] | undefined {
  if (sort.custom) return orderByCustom(dialect, custom, sort)
  const word = text[sort.field]
  const column = word ? dialect.byCodePoint(word) : times[sort.field]
  if (!column) return undefined
  return [present.has(sort.field) ? orderByPresent(column, sort.direction) : orderBy(column, sort.direction)]
}

/** A ban that ran out is none. */
export function bannedNow(table: 'users' | 'members'): Condition {
  const column = (name: string) => sql.ref(`${table}.${name}`)
  const nowUs = Date.now() * 1000
  return sql`(${column('banned')} = 1 and (${column('ban_expires_at_us')} is null or ${column('ban_expires_at_us')} > ${nowUs}))`
}

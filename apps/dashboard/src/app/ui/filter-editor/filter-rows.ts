import type { JsonObject } from '../parse-json-object'
import { LOGICAL } from './check-filter'
import type { FilterTable } from './filter-table'
import { findField } from './filter-table'

/** One condition, as people choose it. */
export interface Row {
  readonly field: string
  readonly operator: string
  /** As JSON has it; arrays for `$in` and `$nin`. */
  readonly value: unknown
}

export interface Rows {
  readonly match: 'all' | 'any'
  readonly rows: readonly Row[]
}

/** A filter as rows; undefined for one that is deeper than they can show. */
export function toRows(filter: JsonObject): Rows | undefined {
  const keys = Object.keys(filter)
  const [only] = keys
  if (keys.length === 1 && (only === '$or' || only === '$and')) return ofList(filter[only], only)
  if (keys.some(key => LOGICAL.includes(key))) return undefined
  return { match: 'all', rows: Object.entries(filter).flatMap(([field, value]) => ofField(field, value)) }
}

function ofList(list: unknown, key: '$or' | '$and'): Rows | undefined {
  if (!Array.isArray(list)) return undefined
  const parts = list.map(part => (isObject(part) ? toRows(part) : undefined))
  const rows: Row[] = []
  for (const part of parts) {
    if (!part || part.match === 'any') return undefined
    if (key === '$or' && part.rows.length !== 1) return undefined
    rows.push(...part.rows)
  }
  return { match: key === '$or' ? 'any' : 'all', rows }
}

function ofField(field: string, value: unknown): Row[] {
  if (!isObject(value)) return [{ field, operator: '$eq', value }]
  return Object.entries(value).map(([operator, operand]) => ({ field, operator, value: operand }))
}

/** The filter that rows stand for; those without a field or a value yet are left out. */
export function toFilter({ match, rows }: Rows): JsonObject {
  const whole = rows.filter(row => row.field.trim() !== '' && row.value !== undefined && row.value !== '')
  const parts = whole.map(toPart)
  if (match === 'any' && parts.length > 1) return { $or: parts }
  const merged = merge(whole)
  return merged ?? { $and: parts }
}

function toPart({ field, operator, value }: Row): JsonObject {
  return { [field.trim()]: operator === '$eq' ? value : { [operator]: value } }
}

/** All in one object; undefined where a field would have the same operator twice. */
function merge(rows: readonly Row[]): JsonObject | undefined {
  const merged = new Map<string, Map<string, unknown>>()
  for (const { field, operator, value } of rows) {
    const operators = merged.get(field.trim()) ?? new Map<string, unknown>()
    if (operators.has(operator)) return undefined
    merged.set(field.trim(), operators.set(operator, value))
  }
  return Object.fromEntries([...merged].map(([field, operators]) => [field, toCondition(operators)]))
}

function toCondition(operators: ReadonlyMap<string, unknown>): unknown {
  const isPlain = operators.size === 1 && operators.has('$eq')
  return isPlain ? operators.get('$eq') : Object.fromEntries(operators)
}

/** How a value is asked for. */
export type Control = 'text' | 'number' | 'boolean' | 'time' | 'list' | 'choice'

export function controlOf({ field, operator, value }: Row, table: FilterTable): Control {
  if (operator === '$exists') return 'boolean'
  if (operator === '$in' || operator === '$nin') return 'list'
  const known = findField(table, field)
  if (known?.values) return 'choice'
  if (known)
    return known.kind === 'list' || known.kind === 'members' || known.kind === 'string' ? 'text' : known.kind
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text'
}

/** What a row's value becomes when its field or its operator changes. */
export function fitted(row: Row, table: FilterTable): Row {
  const { value } = row
  switch (controlOf(row, table)) {
    case 'boolean':
      return { ...row, value: typeof value === 'boolean' ? value : true }
    case 'list':
      return {
        ...row,
        value: Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value],
      }
    case 'choice':
      return {
        ...row,
        value:
          findField(table, row.field)?.values?.find(each => each === value) ??
          findField(table, row.field)?.values?.[0],
      }
    case 'number':
      return { ...row, value: typeof value === 'number' ? value : undefined }
    case 'time':
      return {
        ...row,
        value: typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined,
      }
    default:
      return { ...row, value: Array.isArray(value) ? value[0] : typeof value === 'string' ? value : '' }
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

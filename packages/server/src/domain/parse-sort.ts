import { SORT_MAX_FIELDS } from '@parley/protocol'
import type { FieldTable } from './field-table.ts'
import { kindOfInput, objectOfInput, parseCustomPath, refuseInput } from './filter-input.ts'
import type { Sort } from './filters.ts'

export interface ParseSortOptions {
  /** Names that sort but do not filter. */
  readonly also?: readonly string[]
  /** Whether somebody's eyes are known, without which `has_unread`, `pinned_at`, … mean nothing. */
  readonly perspective: boolean
}

const WHERE = { name: 'sort' }

/**
 * Checks `sort` as it came over the wire: an array of `{field, direction}`, the first the primary;
 * direction is 1 (the default) or -1. Missing and null mean none.
 * @throws ChatError `invalid_input`
 */
export function parseSort(raw: unknown, table: FieldTable, options: ParseSortOptions): Sort[] {
  if (raw === undefined || raw === null) return []
  if (!Array.isArray(raw))
    return refuseInput(WHERE, '', `takes an array of {"field", "direction"}, not ${kindOfInput(raw)}`)
  if (raw.length > SORT_MAX_FIELDS) return refuseInput(WHERE, '', `takes at most ${SORT_MAX_FIELDS} fields`)
  return raw.map((item, index) => parseItem(item, String(index), table, options))
}

function parseItem(raw: unknown, at: string, table: FieldTable, options: ParseSortOptions): Sort {
  const item = objectOfInput(raw)
  const field = item?.field
  if (typeof field !== 'string')
    return refuseInput(WHERE, at, 'takes {"field": a name, "direction": 1 or -1}')
  const direction = item?.direction ?? 1
  if (direction !== 1 && direction !== -1)
    return refuseInput(WHERE, `${at}.direction`, 'takes 1 (ascending) or -1 (descending)', { field })
  return { ...findSortable(field, at, table, options), direction }
}

function findSortable(
  field: string,
  at: string,
  table: FieldTable,
  options: ParseSortOptions,
): Omit<Sort, 'direction'> {
  const rule = Object.hasOwn(table.fields, field) ? table.fields[field] : undefined
  const also = options.also?.includes(field) ?? false
  if ((also || rule?.callerRelative) && !options.perspective) {
    return refuseInput(WHERE, at, `${field} depends on who asks: send \`user_id\` with the query`, { field })
  }
  if (also || rule?.sortable) return { field, custom: false }
  if (rule || table.closed || Object.hasOwn(table.refused, field)) {
    const allowed = [...sortableNames(table), ...(options.also ?? [])]
    return refuseInput(
      WHERE,
      at,
      `${table.noun} can't be sorted by ${field.slice(0, 64)}; use ${allowed.join(', ')}${table.closed ? '' : ' or a custom field'}`,
      { field: field.slice(0, 64), allowed },
    )
  }
  return { field: parseCustomPath(field, WHERE), custom: true }
}

function sortableNames(table: FieldTable): string[] {
  return Object.keys(table.fields).filter(name => table.fields[name]?.sortable)
}

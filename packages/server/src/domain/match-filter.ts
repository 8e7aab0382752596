import type { Comparison, Filter, FilterValue } from './filters.ts'

/**
 * Whether an object matches a filter, by the rules of the databases: only values of the operand's own
 * kind equal it or are ordered with it, and nothing there equals null. Words are not searched for.
 */
export function matchesFilter(filter: Filter, object: unknown): boolean {
  if (!('filters' in filter)) return matches(filter, valueAt(object, filter.field))
  if (filter.op === 'and') return filter.filters.every(inner => matchesFilter(inner, object))
  const some = filter.filters.some(inner => matchesFilter(inner, object))
  return filter.op === 'or' ? some : !some
}

function valueAt(object: unknown, path: string): unknown {
  let value: unknown = object
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

function matches({ op, value: operand }: Comparison, value: unknown): boolean {
  switch (op) {
    case 'eq':
      return equals(value, operand)
    case 'ne':
      return !equals(value, operand)
    case 'in':
      return isAmong(value, operand)
    case 'nin':
      return !isAmong(value, operand)
    case 'exists':
      return (value !== undefined) === operand
    case 'contains':
      return Array.isArray(value) && value.includes(operand)
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return isOrdered(op, value, operand)
    default:
      return false
  }
}

function equals(value: unknown, operand: FilterValue): boolean {
  return operand === null ? value === undefined || value === null : value === operand
}

function isAmong(value: unknown, operand: FilterValue): boolean {
  return Array.isArray(operand) && operand.includes(value as never)
}

function isOrdered(op: 'gt' | 'gte' | 'lt' | 'lte', value: unknown, operand: FilterValue): boolean {
  const comparable =
    (typeof value === 'number' && typeof operand === 'number') ||
    (typeof value === 'string' && typeof operand === 'string')
  if (!comparable) return false
  if (op === 'gt') return value > operand
  if (op === 'gte') return value >= operand
  return op === 'lt' ? value < operand : value <= operand
}

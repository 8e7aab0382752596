import type { Comparison, Filter } from '../../src/domain/filters.ts'
import type { UserRecord } from '../../src/domain/records.ts'

/** What a filter means, said plainly and without a database. */
export function matches(filter: Filter, user: UserRecord): boolean {
  if (!('filters' in filter)) return compares(filter, user)
  if (filter.op === 'and') return filter.filters.every(inner => matches(inner, user))
  const any = filter.filters.some(inner => matches(inner, user))
  return filter.op === 'or' ? any : !any
}

function compares(comparison: Comparison, user: UserRecord): boolean {
  const { op, value: operand } = comparison
  const value = valueAt(comparison, user)
  const operands = Array.isArray(operand) ? operand : [operand]
  const equal = (wanted: unknown) => {
    if (wanted === null) return value === undefined || value === null
    return comparison.field === 'teams' && !comparison.custom ? hasItem(value, wanted) : value === wanted
  }
  switch (op) {
    case 'eq':
      return equal(operand)
    case 'ne':
      return !equal(operand)
    case 'in':
      return operands.some(equal)
    case 'nin':
      return !operands.some(equal)
    case 'exists':
      return (value !== undefined) === operand
    case 'contains':
      return hasItem(value, operand)
    case 'autocomplete':
      return startsWord(String(operand), value, comparison)
    case 'q':
      return hasWords(String(operand), value, comparison)
    default:
      return ordered(op, value, operand)
  }
}

function valueAt({ field, custom }: Comparison, user: UserRecord): unknown {
  if (custom) return field.split('.').reduce(property, user.custom as unknown)
  switch (field) {
    case 'id':
      return user.id
    case 'name':
      return user.name
    case 'role':
      return user.role
    case 'teams':
      return user.teams.length === 0 ? undefined : user.teams
    case 'last_active':
      return user.lastActiveAtUs
    case 'created_at':
      return user.createdAtUs
    default:
      throw new Error(`the reference knows no ${field}`)
  }
}

function property(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined
  return (object as Record<string, unknown>)[name]
}

function hasItem(value: unknown, item: unknown): boolean {
  return Array.isArray(value) && value.some(own => own === item)
}

function ordered(op: Comparison['op'], value: unknown, operand: unknown): boolean {
  if (typeof value !== typeof operand) return false
  const order =
    typeof value === 'string' ? byCodePoint(value, String(operand)) : Number(value) - Number(operand)
  if (op === 'gt') return order > 0
  if (op === 'gte') return order >= 0
  return op === 'lt' ? order < 0 : order <= 0
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function startsWord(prefix: string, value: unknown, comparison: Comparison): boolean {
  const wanted = fold(prefix, comparison).trim()
  return wanted !== '' && typeof value === 'string' && fold(value, comparison).includes(` ${wanted}`)
}

function hasWords(query: string, value: unknown, comparison: Comparison): boolean {
  const wanted = wordsOf(query, comparison)
  if (wanted.length === 0 || typeof value !== 'string') return false
  const own = new Set(wordsOf(value, comparison))
  return wanted.every(word => own.has(word))
}

const wordsOf = (text: string, comparison: Comparison): string[] =>
  fold(text, comparison)
    .split(' ')
    .filter(word => word !== '')

/** Names lose the case of every letter, everything else that of ASCII letters. */
function fold(text: string, { field, custom }: Comparison): string {
  const lower =
    field === 'name' && !custom ? text.toLowerCase() : text.replace(/[A-Z]/g, char => char.toLowerCase())
  return ` ${lower.replace(/[-_@.,:;/()'"!?\n\t]/g, ' ')} `
}

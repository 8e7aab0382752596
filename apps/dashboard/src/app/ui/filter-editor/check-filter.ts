import { type FilterField, type FilterTable, findField, kindText, operatorsOf } from './filter-table'
import type { Entry, Fault, Located } from './parse-located'

export const LOGICAL: readonly string[] = ['$and', '$or', '$nor']

export interface Checking {
  readonly table: FilterTable
  /** Whether somebody's eyes are known, without which `hidden`, `joined`, … mean nothing. */
  readonly hasPerspective: boolean
}

/** The first thing in a filter that the server would refuse; it checks once more by itself. */
export function checkFilter(tree: Located, checking: Checking): Fault | undefined {
  if (tree.kind !== 'object') return fault(tree, 'a filter is an object, such as {"frozen": true}')
  return first(tree.entries, entry =>
    entry.key.startsWith('$') ? checkLogical(entry, checking) : checkField(entry, checking),
  )
}

function checkLogical({ key, value, ...place }: Entry, checking: Checking): Fault | undefined {
  if (!LOGICAL.includes(key)) {
    const isOperator = checking.table.custom_operators.includes(key)
    const text = isOperator
      ? `${key} belongs inside a field: {"name": {"${key}": …}}`
      : `${key} is no operator; here stand names of fields, ${LOGICAL.join(', ')}`
    return fault(place, text)
  }
  if (value.kind !== 'array') return fault(value, `${key} takes an array of filters: [{…}, {…}]`)
  if (value.items.length === 0) return fault(value, `${key} takes at least one filter`)
  return first(value.items, item => checkFilter(item, checking))
}

function checkField({ key, value, ...place }: Entry, checking: Checking): Fault | undefined {
  const { table, hasPerspective } = checking
  const field = findField(table, key)
  const refused = Object.hasOwn(table.refused, key) ? table.refused[key] : undefined
  if (refused !== undefined) return fault(place, `${key} can’t be asked for: ${refused}`)
  if (field?.caller_relative && !hasPerspective) {
    return fault(place, `${key} depends on who looks: name a user under “As seen by”`)
  }
  if (!field && !isPath(key))
    return fault(place, 'a field is named with letters, digits, _ and -, and dots between')
  if (value.kind !== 'object') return checkOperand('$eq', value, key, field)
  return first(value.entries, entry => checkOperator(entry, key, checking.table))
}

function checkOperator({ key: operator, value, ...place }: Entry, name: string, table: FilterTable) {
  const field = findField(table, name)
  const operators = operatorsOf(table, name)
  if (!operators.includes(operator)) {
    const what = operator.startsWith('$') ? operator : `"${operator}"`
    return fault(
      place,
      `${what} is no operator of ${name} (${kindText(field)}); it takes ${operators.join(', ')}`,
    )
  }
  return checkOperand(operator, value, name, field)
}

function checkOperand(operator: string, operand: Located, name: string, field: FilterField | undefined) {
  if (operator === '$exists') {
    return typeof scalarOf(operand) === 'boolean' ? undefined : fault(operand, '$exists takes true or false')
  }
  if (operator === '$in' || operator === '$nin') {
    if (operand.kind !== 'array') return fault(operand, `${operator} takes an array: ["…", "…"]`)
    return first(operand.items, item => checkValue(item, name, field))
  }
  const isSearch = operator === '$q' || operator === '$autocomplete'
  if (isSearch && typeof scalarOf(operand) !== 'string') return fault(operand, `${operator} takes a text`)
  if (field?.kind === 'members' && operand.kind === 'array') {
    return first(operand.items, item => checkValue(item, name, field))
  }
  return checkValue(operand, name, field)
}

function checkValue(operand: Located, name: string, field: FilterField | undefined): Fault | undefined {
  const value = scalarOf(operand)
  const expected = expectedOf(field)
  if (value === undefined) return fault(operand, `${name} is compared with ${expected}`)
  if (value === null || !field) return undefined
  if (field.values) {
    return field.values.includes(value as string) ? undefined : fault(operand, `${name} is ${expected}`)
  }
  const fits = typeof value === TYPES[field.kind] && (field.kind !== 'time' || isTime(value as string))
  return fits ? undefined : fault(operand, `${name} is compared with ${expected}`)
}

const TYPES = {
  string: 'string',
  list: 'string',
  members: 'string',
  time: 'string',
  number: 'number',
  boolean: 'boolean',
} as const

const EXPECTED = {
  string: 'a text in quotes',
  list: 'a text in quotes',
  members: 'the id of a user, in quotes',
  number: 'a number',
  boolean: 'true or false',
  time: 'a time such as "2026-01-31T12:00:00Z"',
} as const

function expectedOf(field: FilterField | undefined): string {
  if (!field) return 'a text, a number, true or false'
  return field.values ? field.values.map(each => JSON.stringify(each)).join(', ') : EXPECTED[field.kind]
}

const TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:?\d{2})$/

function isTime(text: string): boolean {
  return TIME.test(text) && !Number.isNaN(Date.parse(text))
}

function isPath(name: string): boolean {
  return name.split('.').every(part => /^[\p{L}\p{N}_-]{1,128}$/u.test(part))
}

function scalarOf(tree: Located) {
  return tree.kind === 'scalar' ? tree.value : undefined
}

function fault({ start, end }: { readonly start: number; readonly end: number }, text: string): Fault {
  return { start, end, text }
}

function first<Item>(items: readonly Item[], check: (item: Item) => Fault | undefined): Fault | undefined {
  for (const item of items) {
    const found = check(item)
    if (found) return found
  }
  return undefined
}

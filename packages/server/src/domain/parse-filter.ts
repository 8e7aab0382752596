import { ChatError } from '@parley/protocol'
import { parseTime } from '../util/time.ts'
import { type FieldRule, type FieldTable, OPS } from './field-table.ts'
import { ALL, type Comparison, type ComparisonOp, type Filter, type FilterValue } from './filters.ts'

export const MAX_FILTER_DEPTH = 10
export const MAX_FILTER_CONDITIONS = 100
export const MAX_FILTER_VALUES = 100
export const MAX_FILTER_TEXT = 1024
export const MAX_PATH_NAMES = 8

export interface ParseFilterOptions {
  /** Whether somebody's eyes are known, without which `hidden`, `joined`, … mean nothing. */
  readonly perspective: boolean
  /** What the request calls the filter; errors begin with it. */
  readonly name?: string
}

const LOGICAL = ['and', 'or', 'nor'] as const
const COMPARISONS: readonly ComparisonOp[] = OPS.custom

interface Parsing extends ParseFilterOptions {
  readonly table: FieldTable
  conditions: number
}

interface Field {
  readonly name: string
  readonly custom: boolean
  readonly rule: FieldRule | undefined
}

/**
 * Checks a filter as it came over the wire (spec/queries.md §1): an object of field paths and
 * logical operators, all of which must hold. Names that are not built in are custom fields, with
 * or without `custom.` before them. Missing, null and `[]` mean the empty filter, which matches
 * everything; so does a field given `{}`.
 * @throws ChatError `invalid_input` that names field and operator and says what is allowed.
 */
export function parseFilter(raw: unknown, table: FieldTable, options: ParseFilterOptions): Filter {
  if (raw === undefined || raw === null) return ALL
  return parseObject(raw, { ...options, table, conditions: 0 }, 1)
}

function parseObject(raw: unknown, parsing: Parsing, depth: number): Filter {
  if (depth > MAX_FILTER_DEPTH) refuse(parsing, '', `may be nested at most ${MAX_FILTER_DEPTH} deep`)
  const object = objectOf(raw)
  if (!object)
    refuse(parsing, '', `a filter is an object such as {"name": {"$eq": "bob"}}, not ${kindOf(raw)}`)
  const filters: Filter[] = []
  for (const [key, value] of Object.entries(object)) {
    if (key.startsWith('$')) filters.push(parseLogical(key, value, parsing, depth))
    else filters.push(...parseField(key, value, parsing))
  }
  return filters.length === 1 && filters[0] ? filters[0] : { op: 'and', filters }
}

function parseLogical(key: string, value: unknown, parsing: Parsing, depth: number): Filter {
  const op = LOGICAL.find(name => `$${name}` === key)
  if (!op) {
    const hint = COMPARISONS.some(name => `$${name}` === key)
      ? `${key} belongs inside a field, such as {"name": {"${key}": …}}`
      : `${quote(key)} is not an operator`
    refuse(parsing, key, `${hint}; allowed here: $and, $or, $nor and field names`, {
      operator: key,
      allowed: LOGICAL.map(dollar),
    })
  }
  if (!Array.isArray(value))
    refuse(parsing, key, `takes an array of filters, not ${kindOf(value)}`, { operator: key })
  if (value.length === 0) refuse(parsing, key, 'takes at least one filter', { operator: key })
  if (value.length > MAX_FILTER_CONDITIONS)
    refuse(parsing, key, `takes at most ${MAX_FILTER_CONDITIONS} filters`, { operator: key })
  return { op, filters: value.map(inner => parseObject(inner, parsing, depth + 1)) }
}

function parseField(name: string, value: unknown, parsing: Parsing): Comparison[] {
  const field = findField(name, parsing)
  const operators = objectOf(value)
  if (!operators) return [parseComparison(field, '$eq', value, parsing)]
  return Object.entries(operators).map(([operator, operand]) =>
    parseComparison(field, operator, operand, parsing),
  )
}

/** Letters of any script, digits, `_` and `-`: paths are given to the databases as they are. */
const PATH_NAME = /^[\p{L}\p{N}_-]{1,128}$/u

function findField(name: string, parsing: Parsing): Field {
  const { fields, refused, noun } = parsing.table
  const rule = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (rule) {
    if (rule.callerRelative && !parsing.perspective)
      refuse(parsing, name, 'depends on who asks: send `user_id` with the query', { field: name })
    return { name, custom: false, rule }
  }
  if (Object.hasOwn(refused, name))
    refuse(parsing, name, `can't be used to filter ${noun}: ${refused[name]}`, {
      field: name,
      allowed: Object.keys(fields),
    })
  return { name: checkPath(name, parsing), custom: true, rule: undefined }
}

/** The dotted path of a custom field, without `custom.`. */
function checkPath(name: string, where: Where): string {
  const path = name.startsWith('custom.') ? name.slice('custom.'.length) : name
  const names = path.split('.')
  if (names.length > MAX_PATH_NAMES)
    refuse(where, name.slice(0, 64), `a path has at most ${MAX_PATH_NAMES} names`)
  if (names.every(part => PATH_NAME.test(part))) return path
  return refuse(
    where,
    name.slice(0, 64),
    'a field path is names of letters, digits, "_" and "-" with dots between them',
  )
}

function parseComparison(field: Field, operator: string, operand: unknown, parsing: Parsing): Comparison {
  parsing.conditions += 1
  if (parsing.conditions > MAX_FILTER_CONDITIONS)
    refuse(parsing, '', `may have at most ${MAX_FILTER_CONDITIONS} conditions`)
  const allowed: readonly ComparisonOp[] = field.rule?.ops ?? OPS.custom
  const op = allowed.find(name => `$${name}` === operator)
  if (!op) {
    const list = allowed.map(dollar)
    refuse(
      parsing,
      field.name,
      `${quote(operator)} is not an operator of this field; it takes ${list.join(', ')}`,
      { field: field.name, operator, allowed: list },
    )
  }
  const problem = (text: string): never =>
    refuse(parsing, field.name, `${operator} ${text}`, { field: field.name, operator })
  const value = parseOperand(op, operand, field.rule, problem)
  return { op, field: field.name, custom: field.custom, value }
}

type Problem = (text: string) => never

function parseOperand(
  op: ComparisonOp,
  operand: unknown,
  rule: FieldRule | undefined,
  problem: Problem,
): FilterValue {
  switch (op) {
    case 'exists':
      return typeof operand === 'boolean' ? operand : problem(`takes true or false, not ${kindOf(operand)}`)
    case 'autocomplete':
    case 'q':
      return parseSearch(operand, problem)
    case 'in':
    case 'nin':
      return parseValues(operand, rule, problem)
    case 'eq':
    case 'ne':
      if (operand === null) return rule?.values ? problem(`takes ${choices(rule)}, not null`) : null
      if (rule?.kind === 'members' && Array.isArray(operand)) return parseValues(operand, rule, problem)
      return parseValue(operand, rule, problem)
    default:
      return parseOrdered(operand, rule, problem)
  }
}

function parseSearch(operand: unknown, problem: Problem): string {
  if (typeof operand !== 'string') return problem(`takes a text, not ${kindOf(operand)}`)
  if (operand.trim() === '') return problem('takes a text that is not empty')
  return checkText(operand, problem)
}

function parseValues(operand: unknown, rule: FieldRule | undefined, problem: Problem) {
  if (!Array.isArray(operand)) return problem(`takes an array, not ${kindOf(operand)}`)
  if (operand.length > MAX_FILTER_VALUES)
    return problem(`takes at most ${MAX_FILTER_VALUES} values, not ${operand.length}`)
  return operand.map(value => parseValue(value, rule, problem))
}

function parseOrdered(operand: unknown, rule: FieldRule | undefined, problem: Problem): string | number {
  const value = parseValue(operand, rule, problem)
  return typeof value === 'boolean'
    ? problem(`takes ${rule ? expected(rule) : 'a text or a number'}, not a boolean`)
    : value
}

function parseValue(
  operand: unknown,
  rule: FieldRule | undefined,
  problem: Problem,
): string | number | boolean {
  const value = scalarOf(operand)
  if (value === undefined)
    return problem(
      `takes ${rule ? expected(rule) : 'a text, a finite number, true or false'}, not ${kindOf(operand)}`,
    )
  if (typeof value === 'string') checkText(value, problem)
  return rule ? checkKind(value, rule, problem) : value
}

function checkKind(
  value: string | number | boolean,
  rule: FieldRule,
  problem: Problem,
): string | number | boolean {
  if (rule.values)
    return rule.values.some(choice => choice === value) ? value : problem(`takes ${choices(rule)}`)
  if (rule.kind === 'time')
    return (typeof value === 'string' ? parseTime(value) : undefined) ?? problem(`takes ${expected(rule)}`)
  if (typeof value !== JS_TYPE[rule.kind]) return problem(`takes ${expected(rule)}, not ${kindOf(value)}`)
  return value
}

const JS_TYPE = {
  string: 'string',
  list: 'string',
  members: 'string',
  number: 'number',
  boolean: 'boolean',
} as const

const EXPECTED = {
  string: 'a text',
  list: 'a text',
  members: 'a user id',
  number: 'a finite number',
  boolean: 'true or false',
  time: 'an RFC 3339 time such as "2026-01-31T12:00:00Z"',
} as const

const expected = (rule: FieldRule): string => (rule.values ? choices(rule) : EXPECTED[rule.kind])
const choices = (rule: FieldRule): string =>
  (rule.values ?? []).map(value => JSON.stringify(value)).join(', ')

function checkText(text: string, problem: Problem): string {
  return text.length <= MAX_FILTER_TEXT
    ? text
    : problem(`takes a text of at most ${MAX_FILTER_TEXT} characters`)
}

function scalarOf(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** COMPAT: PHP sends an empty object as `[]`. */
function objectOf(value: unknown): Record<string, unknown> | undefined {
  if (Array.isArray(value)) return value.length === 0 ? {} : undefined
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : String(value)
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

const dollar = (op: string): string => `$${op}`
const quote = (text: string): string => JSON.stringify(text.slice(0, 64))

interface Where {
  readonly name?: string
}

function refuse(where: Where, at: string, problem: string, details: Record<string, unknown> = {}): never {
  const path = [where.name ?? 'filter_conditions', at.slice(0, 64)].filter(part => part !== '').join('.')
  throw new ChatError('invalid_input', `${path}: ${problem}`, {
    details: { ...details, fields: { [path]: problem } },
  })
}

export {
  checkPath as checkCustomPath,
  kindOf as kindOfInput,
  objectOf as objectOfInput,
  refuse as refuseInput,
}

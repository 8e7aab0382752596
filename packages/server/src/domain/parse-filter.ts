import { FILTER_MAX_CONDITIONS, FILTER_MAX_DEPTH, FILTER_MAX_VALUES_IN_ALL } from '@parley/protocol'
import { type FieldRule, type FieldTable, OPS } from './field-table.ts'
import { kindOfInput, objectOfInput, parseCustomPath, refuseInput } from './filter-input.ts'
import { parseOperand } from './filter-operands.ts'
import { ALL, type Comparison, type ComparisonOp, type Filter } from './filters.ts'

/** Objects inside $and, $or and $nor, over all levels. */
const MAX_INNER_FILTERS = 200

export interface ParseFilterOptions {
  /** Whether somebody's eyes are known, without which `hidden`, `joined`, … mean nothing. */
  readonly perspective: boolean
  /** What the request calls the filter; errors begin with it. */
  readonly name?: string
}

const LOGICAL = ['and', 'or', 'nor'] as const

/** One parse; it counts over all levels. */
interface Parsing {
  readonly name: string
  readonly table: FieldTable
  readonly perspective: boolean
  conditions: number
  values: number
  innerFilters: number
}

interface Field {
  readonly name: string
  readonly custom: boolean
  readonly rule: FieldRule | undefined
}

/**
 * Checks a filter as it came over the wire: an object of field paths and
 * logical operators, all of which must hold. Names that are not built in are custom fields, with
 * or without `custom.` before them. Missing, null and `[]` mean the empty filter, which matches
 * everything; so does a field given `{}`.
 * @throws ChatError `invalid_input` that names field and operator and says what is allowed.
 */
export function parseFilter(raw: unknown, table: FieldTable, options: ParseFilterOptions): Filter {
  if (raw === undefined || raw === null) return ALL
  const { name = 'filter_conditions', perspective } = options
  return parseObject(raw, { name, table, perspective, conditions: 0, values: 0, innerFilters: 0 }, 1)
}

function parseObject(raw: unknown, parsing: Parsing, depth: number): Filter {
  if (depth > FILTER_MAX_DEPTH) {
    refuseInput(parsing, '', `may be nested at most ${FILTER_MAX_DEPTH} deep`)
  }
  const object = objectOfInput(raw)
  if (!object) {
    return refuseInput(parsing, '', `takes objects such as {"name": {"$eq": "bob"}}, not ${kindOfInput(raw)}`)
  }
  const filters: Filter[] = []
  for (const [key, value] of Object.entries(object)) {
    if (key.startsWith('$')) filters.push(parseLogical(key, value, parsing, depth))
    else filters.push(...parseField(key, value, parsing))
  }
  return filters.length === 1 && filters[0] ? filters[0] : { op: 'and', filters }
}

function parseLogical(key: string, value: unknown, parsing: Parsing, depth: number): Filter {
  const op = LOGICAL.find(name => dollar(name) === key)
  if (!op) return refuseLogical(key, parsing)
  const problem = (text: string) => refuseInput(parsing, key, text, { operator: key })
  if (!Array.isArray(value)) return problem(`takes an array of filters, not ${kindOfInput(value)}`)
  if (value.length === 0) return problem('takes at least one filter')
  parsing.innerFilters += value.length
  if (parsing.innerFilters > MAX_INNER_FILTERS) return problem(`takes at most ${MAX_INNER_FILTERS} filters`)
  return { op, filters: value.map(inner => parseObject(inner, parsing, depth + 1)) }
}

function refuseLogical(key: string, parsing: Parsing): never {
  const misplaced = OPS.custom.some(name => dollar(name) === key)
  const problem = misplaced
    ? `${key} belongs inside a field, such as {"name": {"${key}": …}}`
    : `${quote(key)} is not an operator`
  const allowed = LOGICAL.map(dollar)
  return refuseInput(parsing, key, `${problem}; allowed here: ${allowed.join(', ')} and field names`, {
    operator: key.slice(0, 64),
    allowed,
  })
}

function parseField(name: string, value: unknown, parsing: Parsing): Comparison[] {
  const field = findField(name, parsing)
  const operators = objectOfInput(value)
  if (!operators) return [parseComparison(field, '$eq', value, parsing)]
  return Object.entries(operators).map(([operator, operand]) =>
    parseComparison(field, operator, operand, parsing),
  )
}

function findField(name: string, parsing: Parsing): Field {
  const { fields, refused, noun } = parsing.table
  const rule = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (rule?.callerRelative && !parsing.perspective) {
    refuseInput(parsing, name, 'depends on who asks: send `user_id` with the query', { field: name })
  }
  if (rule) return { name, custom: false, rule }
  if (Object.hasOwn(refused, name)) {
    refuseInput(parsing, name, `${noun} can't be filtered by it: ${refused[name]}`, {
      field: name,
      allowed: Object.keys(fields),
    })
  }
  if (parsing.table.closed) {
    const allowed = Object.keys(fields)
    refuseInput(parsing, name, `${noun} have no such field; they have ${allowed.join(', ')}`, {
      field: name.slice(0, 64),
      allowed,
    })
  }
  return { name: parseCustomPath(name, parsing), custom: true, rule: undefined }
}

function parseComparison(field: Field, operator: string, operand: unknown, parsing: Parsing): Comparison {
  parsing.conditions += 1
  if (parsing.conditions > FILTER_MAX_CONDITIONS) {
    refuseInput(parsing, '', `may have at most ${FILTER_MAX_CONDITIONS} conditions`)
  }
  const ops: readonly ComparisonOp[] = field.rule?.ops ?? OPS.custom
  const op = ops.find(name => dollar(name) === operator)
  if (!op) return refuseOperator(field, operator, ops.map(dollar), parsing)
  const problem = (text: string) =>
    refuseInput(parsing, field.name, `${operator} ${text}`, { field: field.name, operator })
  const value = parseOperand(op, operand, field.rule, problem)
  parsing.values += Array.isArray(value) ? value.length : 1
  if (parsing.values > FILTER_MAX_VALUES_IN_ALL) {
    refuseInput(parsing, '', `may compare with at most ${FILTER_MAX_VALUES_IN_ALL} values in all`)
  }
  return { op, field: field.name, custom: field.custom, value }
}

function refuseOperator(field: Field, operator: string, allowed: string[], parsing: Parsing): never {
  const problem = `${quote(operator)} is not an operator of this field; it takes ${allowed.join(', ')}`
  return refuseInput(parsing, field.name, problem, {
    field: field.name,
    operator: operator.slice(0, 64),
    allowed,
  })
}

const dollar = (op: string): string => `$${op}`
const quote = (text: string): string => JSON.stringify(text.slice(0, 64))

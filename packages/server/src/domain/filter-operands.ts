import { FILTER_MAX_VALUES } from '@parley/protocol'
import { parseTime } from '../util/time.ts'
import type { FieldRule } from './field-table.ts'
import { kindOfInput } from './filter-input.ts'
import type { ComparisonOp, FilterValue } from './filters.ts'

const MAX_FILTER_TEXT = 1024

/** Throws, saying what is wrong with the operand. */
export type Problem = (text: string) => never

/** Checks what an operator is given; `rule` is missing for custom fields, which hold anything. */
export function parseOperand(
  op: ComparisonOp,
  operand: unknown,
  rule: FieldRule | undefined,
  problem: Problem,
): FilterValue {
  switch (op) {
    case 'exists':
      return typeof operand === 'boolean'
        ? operand
        : problem(`takes true or false, not ${kindOfInput(operand)}`)
    case 'autocomplete':
    case 'q':
      return parseSearch(operand, problem)
    case 'in':
    case 'nin':
      return parseValues(operand, rule, problem)
    case 'eq':
    case 'ne':
      return parseEqual(operand, rule, problem)
    case 'contains':
      return parseValue(operand, rule, problem)
    default:
      return parseOrdered(operand, rule, problem)
  }
}

function parseSearch(operand: unknown, problem: Problem): string {
  if (typeof operand !== 'string') return problem(`takes a text, not ${kindOfInput(operand)}`)
  if (operand.trim() === '') return problem('takes a text that is not empty')
  return checkText(operand, problem)
}

function parseEqual(operand: unknown, rule: FieldRule | undefined, problem: Problem): FilterValue {
  const nullable = !rule?.values && rule?.kind !== 'boolean' && rule?.kind !== 'members'
  if (operand === null && nullable) return null
  if (rule?.kind === 'members' && Array.isArray(operand)) return parseValues(operand, rule, problem)
  return parseValue(operand, rule, problem)
}

function parseValues(
  operand: unknown,
  rule: FieldRule | undefined,
  problem: Problem,
): (string | number | boolean)[] {
  if (!Array.isArray(operand)) return problem(`takes an array, not ${kindOfInput(operand)}`)
  if (operand.length > FILTER_MAX_VALUES) {
    return problem(`takes at most ${FILTER_MAX_VALUES} values, not ${operand.length}`)
  }
  return operand.map(value => parseValue(value, rule, problem))
}

function parseOrdered(operand: unknown, rule: FieldRule | undefined, problem: Problem): string | number {
  const value = parseValue(operand, rule, problem)
  return typeof value === 'boolean' ? problem('takes a text or a number, not a boolean') : value
}

function parseValue(
  operand: unknown,
  rule: FieldRule | undefined,
  problem: Problem,
): string | number | boolean {
  const value = scalarOf(operand)
  if (value === undefined) return problem(`takes ${expected(rule)}, not ${kindOfInput(operand)}`)
  if (typeof value === 'string') checkText(value, problem)
  return rule ? checkKind(value, rule, problem) : value
}

function checkKind(
  value: string | number | boolean,
  rule: FieldRule,
  problem: Problem,
): string | number | boolean {
  const wrong = () => problem(`takes ${expected(rule)}, not ${kindOfInput(value)}`)
  if (rule.values) {
    return rule.values.includes(value as string | boolean) ? value : problem(`takes ${expected(rule)}`)
  }
  if (rule.kind === 'time') {
    return typeof value === 'string' ? (parseTime(value) ?? problem(`takes ${expected(rule)}`)) : wrong()
  }
  return typeof value === JS_TYPE[rule.kind] ? value : wrong()
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

function expected(rule: FieldRule | undefined): string {
  if (!rule) return 'a text, a finite number, true or false'
  return rule.values ? rule.values.map(value => JSON.stringify(value)).join(', ') : EXPECTED[rule.kind]
}

function checkText(text: string, problem: Problem): string {
  return text.length <= MAX_FILTER_TEXT
    ? text
    : problem(`takes a text of at most ${MAX_FILTER_TEXT} characters`)
}

function scalarOf(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

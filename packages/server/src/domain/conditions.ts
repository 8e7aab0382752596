import type { FieldTable } from './field-table.ts'
import { objectOfInput, refuseInput } from './filter-input.ts'
import type { Filter } from './filters.ts'
import { matchesFilter } from './match-filter.ts'
import { parseFilter } from './parse-filter.ts'

/** Whether a permission holds for this subject and this target. */
export type Condition = (subject: Attributes, target: Attributes) => boolean

/** What a record says of itself, custom data at the root as on the wire. */
export type Attributes = Readonly<Record<string, unknown>>

const WHERE = { name: 'condition' }
const ROOTS = ['$subject.', '$target.']
const LOGICAL: readonly string[] = ['$and', '$or', '$nor']

/** Every name is one of the subject or of the target. */
const FIELDS: FieldTable = { noun: 'conditions', fields: {}, refused: {} }

/**
 * Makes a condition of a filter over `$subject.<field>` and `$target.<field>` (PROTOCOL.md §12).
 * @throws ChatError `invalid_input`
 */
export function compileCondition(raw: unknown): Condition {
  const filter = parseFilter(withoutDollars(raw), FIELDS, { perspective: false, name: WHERE.name })
  checkOperators(filter)
  return (subject, target) => matchesFilter(filter, { subject, target })
}

/** Names of attributes look like operators to the filter's parser. */
function withoutDollars(raw: unknown): unknown {
  const object = objectOfInput(raw)
  if (!object) return raw
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (LOGICAL.includes(key)) return [key, Array.isArray(value) ? value.map(withoutDollars) : value]
      if (ROOTS.some(root => key.startsWith(root))) return [key.slice(1), value]
      return refuseInput(WHERE, key, `fields begin with ${ROOTS.join(' or ')}, such as $subject.role`)
    }),
  )
}

function checkOperators(filter: Filter): void {
  if ('filters' in filter) {
    for (const inner of filter.filters) checkOperators(inner)
  } else if (filter.op === 'q' || filter.op === 'autocomplete') {
    refuseInput(WHERE, filter.field, `$${filter.op} can’t be used in conditions`, {
      operator: `$${filter.op}`,
    })
  }
}

import type { ComparisonOp } from './filters.ts'

/** What a built-in field holds, and so what it is compared with. `list` is an array of strings. */
export type FieldKind = 'string' | 'number' | 'boolean' | 'time' | 'list' | 'members'

/** What may be asked of one built-in field. */
export interface FieldRule {
  readonly kind: FieldKind
  readonly ops: readonly ComparisonOp[]
  /** The only values there are. */
  readonly values?: readonly (string | boolean)[]
  /** Depends on whose eyes the query is made with. */
  readonly callerRelative?: true
  readonly sortable?: true
}

/** The built-in fields of a noun; every other name is a custom field, unless it is in `refused`. */
export interface FieldTable {
  readonly noun: string
  readonly fields: Readonly<Record<string, FieldRule>>
  /** Built-in names that can't be asked for, and why or what to use instead. */
  readonly refused: Readonly<Record<string, string>>
  /** Things without custom data: there are no other names. */
  readonly closed?: true
}

const EQUAL: readonly ComparisonOp[] = ['eq', 'ne', 'in', 'nin']
const ORDER: readonly ComparisonOp[] = ['gt', 'gte', 'lt', 'lte']

/** Operators by what a field holds. */
export const OPS = {
  text: [...EQUAL, ...ORDER, 'exists', 'autocomplete', 'q'],
  word: [...EQUAL, ...ORDER, 'exists'],
  number: [...EQUAL, ...ORDER, 'exists'],
  time: [...EQUAL, ...ORDER, 'exists'],
  boolean: ['eq', 'ne'],
  list: [...EQUAL, 'contains', 'exists'],
  choice: EQUAL,
  custom: [...EQUAL, ...ORDER, 'exists', 'contains', 'autocomplete', 'q'],
} as const satisfies Record<string, readonly ComparisonOp[]>

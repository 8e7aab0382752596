import { CHANNEL_FIELDS, CHANNEL_SORTS } from '../../domain/channel-fields.ts'
import { type FieldKind, type FieldTable, OPS } from '../../domain/field-table.ts'
import { MEMBER_FIELDS } from '../../domain/member-fields.ts'
import { MESSAGE_FIELDS, MESSAGE_SORTS } from '../../domain/message-fields.ts'
import { USER_FIELDS } from '../../domain/user-fields.ts'

/** A built-in field, as whoever writes a filter needs to know it. */
export interface FilterField {
  readonly name: string
  readonly kind: FieldKind
  /** `$eq`, … */
  readonly operators: readonly string[]
  /** The only values there are. */
  readonly values?: readonly (string | boolean)[]
  /** Depends on whose eyes the query is made with. */
  readonly caller_relative?: true
  readonly sortable?: true
}

export interface FilterFields {
  readonly fields: readonly FilterField[]
  /** Built-in names that can't be asked for, and why. */
  readonly refused: Readonly<Record<string, string>>
  /** Of every other name. */
  readonly custom_operators: readonly string[]
  /** Names that sort but do not filter. */
  readonly sorts: readonly string[]
}

/** What can be filtered and sorted by, from the very tables that filters are checked with. */
export function listFilterFields(): Readonly<Record<string, FilterFields>> {
  return {
    channels: toFilterFields(CHANNEL_FIELDS, CHANNEL_SORTS),
    members: toFilterFields(MEMBER_FIELDS),
    messages: toFilterFields(MESSAGE_FIELDS, MESSAGE_SORTS),
    users: toFilterFields(USER_FIELDS),
  }
}

function toFilterFields({ fields, refused }: FieldTable, sorts: readonly string[] = []): FilterFields {
  return {
    fields: Object.entries(fields).map(([name, { kind, ops, values, callerRelative, sortable }]) => ({
      name,
      kind,
      operators: ops.map(dollar),
      ...(values && { values }),
      ...(callerRelative && { caller_relative: true }),
      ...(sortable && { sortable }),
    })),
    refused,
    custom_operators: OPS.custom.map(dollar),
    sorts,
  }
}

const dollar = (op: string): string => `$${op}`

import { ChatError } from '@parley/protocol'

/** What a request calls the thing being parsed; errors begin with it. */
export interface Where {
  readonly name: string
}

/** @throws ChatError `invalid_input` that says where and what, with `details.fields`. */
export function refuseInput(
  where: Where,
  at: string,
  problem: string,
  details: Record<string, unknown> = {},
): never {
  const path = at === '' ? where.name : `${where.name}.${at.slice(0, 64)}`
  throw new ChatError('invalid_input', `${path}: ${problem}`, {
    details: { ...details, fields: { [path]: problem } },
  })
}

/** An object's entries. COMPAT: PHP sends an empty object as `[]`. */
export function objectOfInput(value: unknown): Record<string, unknown> | undefined {
  if (Array.isArray(value)) return value.length === 0 ? {} : undefined
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

/** The kind of a value, for messages: `a text`, `an array`, `NaN`, … */
export function kindOfInput(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : String(value)
  if (typeof value === 'string') return 'a text'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

const MAX_PATH_NAMES = 8
/** Letters of any script, digits, `_` and `-`: the databases are given paths as they are. */
const PATH_NAME = /^[\p{L}\p{N}_-]{1,128}$/u

/**
 * The dotted path of a custom field, without `custom.`.
 * @throws ChatError `invalid_input`
 */
export function parseCustomPath(name: string, where: Where): string {
  const path = name.startsWith('custom.') ? name.slice('custom.'.length) : name
  const names = path.split('.')
  if (names.length > MAX_PATH_NAMES) refuseInput(where, name, `a path has at most ${MAX_PATH_NAMES} names`)
  if (names.every(part => PATH_NAME.test(part))) return path
  return refuseInput(
    where,
    name,
    'a field path is names of letters, digits, "_" and "-" with dots between them',
  )
}

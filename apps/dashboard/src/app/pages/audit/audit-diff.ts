import type { JsonObject } from '../../ui/parse-json-object'
import { exactTime } from '../../ui/time-format'

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/** One field of what was changed; undefined where there was none. */
export interface DiffRow {
  readonly field: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** What was and what is, field by field; what is the same in both is left out. */
export function diffRows(before: JsonObject | null, after: JsonObject | null): readonly DiffRow[] {
  const was = flatten(before ?? {})
  const is = flatten(after ?? {})
  const fields = [...new Set([...was.keys(), ...is.keys()])].toSorted()
  const rows = fields.map(field => ({ field, before: was.get(field), after: is.get(field) }))
  return rows.filter(row => row.before !== row.after)
}

/** Fields of objects become `settings.max_length`; lists stay in one piece. */
function flatten(object: JsonObject, prefix = ''): Map<string, string> {
  const all = Object.entries(object).map(([key, value]): (readonly [string, string])[] => {
    const field = prefix + key
    if (!isObject(value) || Object.keys(value).length === 0) return [[field, textOf(value)]]
    return [...flatten(value, `${field}.`)]
  })
  return new Map(all.flat())
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return TIME.test(value) ? exactTime(value) : value || '""'
  const isPlainList = Array.isArray(value) && value.every(each => typeof each === 'string')
  if (isPlainList && value.length > 0) return value.join(', ')
  return JSON.stringify(value)
}

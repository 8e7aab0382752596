/*
 * Between records and columns. PostgreSQL takes neither U+0000 in text nor that or half a
 * surrogate pair in JSON; both become U+FFFD before they are stored, on either database.
 */

const EMPTY_OBJECT: Readonly<Record<string, never>> = Object.freeze({})
const EMPTY_LIST: readonly never[] = Object.freeze([])

/** Text that either database can keep. */
export function textOf(text: string): string {
  return text.indexOf('\0') === -1 ? text : text.replaceAll('\0', '\uFFFD')
}

export function textOrNull(text: string | undefined): string | null {
  return text === undefined ? null : textOf(text)
}

export function orNull<T>(value: T | undefined): T | null {
  return value ?? null
}

export function flag(value: boolean): number {
  return value ? 1 : 0
}

const UNSTORABLE = /\\u(0000|d[89a-f][0-9a-f]{2})/i

/** JSON text of any value, always storable. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  return UNSTORABLE.test(text) ? JSON.stringify(storable(value)) : text
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return textOf(value.toWellFormed())
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [textOf(key.toWellFormed()), storable(inner)]),
  )
}

/** JSON text, or NULL when there is nothing in it. */
export function jsonOrNull(value: object | undefined): string | null {
  return value === undefined || isEmpty(value) ? null : jsonText(value)
}

function isEmpty(value: object): boolean {
  if (Array.isArray(value)) return value.length === 0
  for (const _ in value) return false
  return true
}

export function undefinedIfNull<T>(value: T | null): T | undefined {
  return value ?? undefined
}

/** A JSON object column; NULL is `{}`. */
export function objectOf<T>(text: string | null): Readonly<Record<string, T>> {
  return text === null ? EMPTY_OBJECT : (JSON.parse(text) as Record<string, T>)
}

/** A JSON object column where NULL means "never set". */
export function objectOrUndefined<T>(text: string | null): Readonly<Record<string, T>> | undefined {
  return text === null ? undefined : (JSON.parse(text) as Record<string, T>)
}

/** A JSON array column; NULL is `[]`. */
export function listOf<T>(text: string | null): readonly T[] {
  return text === null ? EMPTY_LIST : (JSON.parse(text) as T[])
}

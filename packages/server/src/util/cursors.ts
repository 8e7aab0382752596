import type { ChatError } from '@parley/protocol'
import { invalidField } from './invalid-input.ts'

export type CursorValue = string | number | boolean | null

/** What a cursor belongs to; with another one it is refused. */
export interface CursorOf {
  /** The endpoint: `search`, `threads`. */
  readonly kind: string
  readonly appId: number
  /** What else must stay as it was: a filter, a sort; any JSON. */
  readonly query?: unknown
}

/** A place in a list, opaque to callers: the values that decide where the next page begins. */
export function encodeCursor(of: CursorOf, values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([fingerprint(of), ...values])).toString('base64url')
}

/**
 * The values of a cursor that `encodeCursor` made for the same query.
 * @throws ChatError `invalid_input` for what is no cursor, and for one of another query or app.
 */
export function decodeCursor(of: CursorOf, text: string, field = 'next'): CursorValue[] {
  const parsed = parse(text)
  if (!parsed) throw notACursor(field)
  const [mark, ...values] = parsed
  if (mark !== fingerprint(of)) {
    throw invalidField(field, 'is a cursor of another query: send it with the filter and sort it came from')
  }
  return values
}

/**
 * A time or a number of a row in a cursor: anybody can make one up that is none.
 * @throws ChatError `invalid_input`
 */
export function cursorInteger(value: CursorValue | undefined, field = 'next'): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw notACursor(field)
}

/** A text of a row in a cursor. @throws ChatError `invalid_input` */
export function cursorText(value: CursorValue | undefined, field = 'next'): string {
  if (typeof value === 'string') return value
  throw notACursor(field)
}

export function notACursor(field: string): ChatError {
  return invalidField(field, 'must be a cursor as a reply of this endpoint gave it')
}

function parse(text: string): CursorValue[] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(value) && value.every(isCursorValue) ? value : undefined
  } catch {
    return undefined
  }
}

/** What JSON can say and databases can not take is in no cursor of ours. */
function isCursorValue(value: unknown): value is CursorValue {
  if (typeof value === 'string') return !value.includes('\0')
  if (typeof value === 'number') return Number.isFinite(value)
  return value === null || typeof value === 'boolean'
}

function fingerprint({ kind, appId, query }: CursorOf): string {
  return Bun.hash(JSON.stringify([kind, appId, query ?? null])).toString(36)
}

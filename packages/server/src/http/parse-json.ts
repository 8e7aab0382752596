import { ChatError } from '@parley/protocol'
import { invalidField } from '../util/invalid-input.ts'
import { findJsonError } from '../util/json-error.ts'

/**
 * Parses the JSON of a body or a query parameter; `where` names it in the error.
 * @throws ChatError `invalid_input` with line and column of what is wrong.
 */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Engines also give up on nesting that is too deep; the text may be JSON for all that.
    const error = findJsonError(text)
    const problem = error
      ? `is not JSON: line ${error.line}, column ${error.column}: ${error.message}`
      : 'is JSON that can’t be read'
    throw new ChatError('invalid_input', `${where} ${problem}`, {
      details: { fields: { [where]: problem }, ...(error && { line: error.line, column: error.column }) },
    })
  }
}

/** The `payload` of a GET query: JSON in a query parameter; absent or empty is `{}`. */
export function parsePayload(text: string | undefined): unknown {
  const trimmed = text?.trim()
  return trimmed ? parseJson(trimmed, 'payload') : {}
}

/** @throws ChatError `invalid_input` unless the content type is JSON's. None at all is taken as JSON. */
export function checkJsonType(contentType: string | null): void {
  if (contentType === null || contentType === 'application/json') return
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === '' || type === 'application/json' || type.endsWith('+json')) return
  throw invalidField('content-type', `must be application/json, got ${JSON.stringify(type.slice(0, 80))}`)
}

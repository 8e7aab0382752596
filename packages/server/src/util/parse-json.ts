import { ChatError } from '@parley/protocol'
import { findJsonError } from './json-error.ts'

/**
 * Parses the JSON of a body, a frame or a query parameter; `where` names it in the error.
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

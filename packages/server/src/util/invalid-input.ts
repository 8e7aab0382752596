import { ChatError } from '@parley/protocol'

/** What of a zod issue is told; both of zod's error classes have it. */
interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

const MAX_TOLD = 5

/**
 * The error for input that a schema refused: the message names the first fields and what is right,
 * `details.fields` has all of them by path. `where` names the input as a whole: `the body`.
 */
export function invalidInput(issues: readonly Issue[], where: string): ChatError {
  const fields: Record<string, string> = {}
  for (const { path, message } of issues) fields[fieldName(path) || where] ??= message
  const told = Object.entries(fields)
    .slice(0, MAX_TOLD)
    .map(([field, problem]) => `${field} ${problem}`)
  const more = Object.keys(fields).length - told.length
  const message = told.join('; ') + (more > 0 ? `; and ${more} more` : '')
  return new ChatError('invalid_input', message, { details: { fields } })
}

/** `invalidInput` for a single field. */
export function invalidField(field: string, problem: string): ChatError {
  return new ChatError('invalid_input', `${field} ${problem}`, { details: { fields: { [field]: problem } } })
}

/** `users[0].set.name`. */
function fieldName(path: readonly PropertyKey[]): string {
  let name = ''
  for (const part of path) {
    if (typeof part === 'number') name += `[${part}]`
    else name += name === '' ? String(part) : `.${String(part)}`
  }
  return name
}

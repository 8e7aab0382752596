import type { z } from 'zod'
import { ChatError } from '../chat-error.ts'

/** How many fields one message names. */
const MAX_FIELDS = 3

/** How many fields `details` name; a body may have thousands of wrong ones. */
const MAX_LISTED_FIELDS = 50

/**
 * The error of a request that a schema refused.
 *
 * The message names the fields, what came and what is right; `details.fields` has the same by
 * field. `where` says what was parsed: `"body"`, `"payload"`, `"frame"`.
 */
export function invalidInput(error: z.core.$ZodError, where = ''): ChatError {
  const fields = new Map<string, string>()
  for (const issue of error.issues) {
    const field = fieldOf(issue.path) || where || 'body'
    if (!fields.has(field)) fields.set(field, issue.message)
  }
  const texts = [...fields].slice(0, MAX_FIELDS).map(([field, message]) => `${field} ${message}`)
  if (fields.size > MAX_FIELDS) texts.push(`and ${fields.size - MAX_FIELDS} more`)
  const listed = Object.fromEntries([...fields].slice(0, MAX_LISTED_FIELDS))
  return new ChatError('invalid_input', texts.join('; '), { details: { fields: listed } })
}

/** `message.attachments[0].title`. */
function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((field, part) => {
    if (typeof part === 'number') return `${field}[${part}]`
    const name = String(part).slice(0, 100)
    return field === '' ? name : `${field}.${name}`
  }, '')
}

/**
 * Parses or refuses.
 * @throws ChatError `invalid_input` (4).
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where?: string,
): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalidInput(result.error, where)
}

/**
 * Parses JSON that stands in a query parameter (`payload`, `json`), or refuses.
 * @throws ChatError `invalid_input` (4).
 */
export function parseJsonText<Schema extends z.ZodType>(
  schema: Schema,
  text: string | undefined,
  where: string,
): z.output<Schema> {
  return parseInput(
    schema,
    text === undefined || text.trim() === '' ? undefined : parsedJson(text, where),
    where,
  )
}

function parsedJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ChatError('invalid_input', `${where} must be JSON`, {
      details: { fields: { [where]: 'must be JSON' } },
    })
  }
}

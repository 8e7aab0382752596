import { ChatError } from '@parley/protocol'

/** The error for one field: what is right, and what came. What a schema refuses is `invalidInput` of protocol. */
export function invalidField(field: string, problem: string): ChatError {
  return new ChatError('invalid_input', `${field} ${problem}`, { details: { fields: { [field]: problem } } })
}

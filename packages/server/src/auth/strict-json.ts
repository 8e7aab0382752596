import { ChatError } from '@parley/protocol'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a JSON object in which no key stands twice: readers disagree on which of two counts.
 * @throws ChatError `auth_failed`
 */
export function parseObject(bytes: Uint8Array, what: string): Readonly<Record<string, unknown>> {
  const text = decode(bytes, what)
  const value = parse(text, what)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ChatError('auth_failed', `${what} must be a JSON object`)
  }
  if (countMembers(text) !== Object.keys(value).length) {
    throw new ChatError('auth_failed', `${what} names a key twice`)
  }
  return value as Record<string, unknown>
}

function decode(bytes: Uint8Array, what: string): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new ChatError('auth_failed', `${what} is not UTF-8`, { cause })
  }
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ChatError('auth_failed', `${what} must be a JSON object`, { cause })
  }
}

/** Members of a JSON text's outermost object: its colons outside of strings and inner values. */
function countMembers(json: string): number {
  let depth = 0
  let members = 0
  let inString = false
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index]
    if (inString) {
      if (character === '\\') index += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') depth -= 1
    else if (character === ':' && depth === 1) members += 1
  }
  return members
}

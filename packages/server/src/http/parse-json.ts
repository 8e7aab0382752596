import { invalidField } from '../util/invalid-input.ts'
import { parseJson } from '../util/parse-json.ts'

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

/** @throws ChatError `invalid_input` for a compressed body: it would only be found not to be UTF-8. */
export function checkEncoding(contentEncoding: string | null): void {
  if (!contentEncoding || contentEncoding.toLowerCase() === 'identity') return
  const encoding = JSON.stringify(contentEncoding.slice(0, 80))
  throw invalidField('content-encoding', `must be left out: bodies are not compressed, got ${encoding}`)
}

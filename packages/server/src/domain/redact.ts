import type { Json } from './records.ts'

/** Stands where something is that is not to be kept. */
export const NOT_KEPT = '(not kept)'

const MAX_DEPTH = 12
const MAX_JSON_LENGTH = 20_000

const SECRET_NAME =
  /secret|passw|credential|private_key|auth_key|api_?key|authorization|cookie|(?:^|_)(?:token|sqs_key|sns_key)s?$/
const SECRET_TEXT = /-----BEGIN|^eyJ[\w-]+\.[\w-]+\.[\w-]*$/

/** Some data with everything hidden that opens something. */
export function withoutSecrets(data: Json): Json {
  return redactObject(data, 0)
}

/** What of some data can be written down for good: nothing that opens anything, and not too much of it. */
export function redact(data: Json): Json {
  const kept = withoutSecrets(data)
  return JSON.stringify(kept).length <= MAX_JSON_LENGTH ? kept : { too_long_to_keep: Object.keys(kept) }
}

function redactObject(data: Json, depth: number): Json {
  const entries = Object.entries(data).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([key, value]) => [key, redactValue(key, value, depth)]))
}

function redactValue(key: string, value: unknown, depth: number): unknown {
  if (isSecretName(key) && isSomething(value)) return NOT_KEPT
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return NOT_KEPT
  if (Array.isArray(value)) return value.map(each => redactValue('', each, depth + 1))
  return redactObject(value as Json, depth + 1)
}

/** `accessToken` as `access_token`. */
function isSecretName(key: string): boolean {
  return SECRET_NAME.test(key.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase())
}

function isSomething(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || (typeof value === 'object' && value !== null)
}

function redactText(text: string): string {
  if (SECRET_TEXT.test(text)) return NOT_KEPT
  if (!/^https?:\/\//i.test(text)) return text
  const url = URL.parse(text)
  if (!url || (url.username === '' && url.password === '' && url.search === '')) return text
  // A link may let in whoever has it.
  return `${url.origin}${url.pathname}${url.search === '' ? '' : '?…'}`
}

import { readBase64url } from './base64url'
import type { Claims } from './sign-token'

/** What a token says, true or not; a part that can't be read is undefined. */
export interface TokenReading {
  readonly header: Claims | undefined
  readonly claims: Claims | undefined
  /** What stands between the dots. */
  readonly parts: readonly string[]
}

export function readToken(token: string): TokenReading {
  const parts = token.split('.')
  const [header, claims] = parts.length === 3 ? parts.map(readObject) : []
  return { header, claims, parts }
}

function readObject(encoded: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(readBase64url(encoded) ?? '')
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Claims) : undefined
  } catch {
    return undefined
  }
}

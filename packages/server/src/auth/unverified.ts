import { decodeJwt, decodeProtectedHeader } from 'jose'

/**
 * What a token says, true or not: to choose keys by, to explain a token to its owner, and for
 * development tokens. Never to believe.
 */
export interface Unverified {
  /** Undefined when it is no JSON object. */
  readonly header: Readonly<Record<string, unknown>> | undefined
  readonly claims: Readonly<Record<string, unknown>> | undefined
}

export function readUnverified(token: string): Unverified {
  return { header: attempt(() => decodeProtectedHeader(token)), claims: attempt(() => decodeJwt(token)) }
}

function attempt<T>(decode: () => T): T | undefined {
  try {
    return decode()
  } catch {
    return undefined
  }
}

import { sign } from './hmac.ts'

/** Claims of the tokens that Parley takes from a backend. Times are Unix seconds. */
export interface TokenClaims {
  user_id?: string
  server?: true
  exp?: number
  iat?: number
}

/** A signed HS256 token. */
export async function signJwt(key: CryptoKey, claims: TokenClaims): Promise<string> {
  const encode = (value: object) => base64url(new TextEncoder().encode(JSON.stringify(value)))
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${signed}.${base64url(await sign(key, signed))}`
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

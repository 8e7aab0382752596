import { toBase64url } from './base64url'

export type Claims = Readonly<Record<string, unknown>>

/** Whether the browser lets this page sign: pages that came over plain http from elsewhere may not. */
export function canSign(): boolean {
  return globalThis.crypto?.subtle !== undefined
}

/**
 * A token as a backend would sign it: HS256 over the secret's UTF-8 bytes, by the browser's own WebCrypto.
 * `kid` names the secret where its id is known.
 */
export async function signToken(secret: string, claims: Claims, kid?: string): Promise<string> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), hmac, false, ['sign'])
  const header = { alg: 'HS256', typ: 'JWT', ...(kid !== undefined && { kid }) }
  const signed = `${part(header)}.${part(claims)}`
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(signed))
  return `${signed}.${toBase64url(new Uint8Array(signature))}`
}

function part(value: object): string {
  return toBase64url(new TextEncoder().encode(JSON.stringify(value)))
}

/** HMAC-SHA256 with the app's secret, by the platform's own WebCrypto. */
export async function importSecret(secret: string): Promise<CryptoKey> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), hmac, false, ['sign', 'verify'])
}

export async function sign(key: CryptoKey, text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)))
}

/** Compares in constant time: WebCrypto's verify does. */
export async function verify(
  key: CryptoKey,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return crypto.subtle.verify('HMAC', key, signature, bytes)
}

/** The bytes of lower- or upper-case hex; undefined for anything else. */
export function parseHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^([0-9a-f]{2})+$/i.test(text)) return undefined
  return new Uint8Array((text.match(/../g) ?? []).map(pair => Number.parseInt(pair, 16)))
}

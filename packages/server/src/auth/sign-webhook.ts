import { ChatError } from '@parley/protocol'
import { findSigningKey } from './app-keys.ts'
import type { AppRegistry } from './app-registry.ts'

/** `X-Signature`: lower-case hex of the HMAC-SHA256 of the body, with the app's newest secret. */
export async function signBody(
  apps: AppRegistry,
  appId: number,
  body: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const signing = findSigningKey(await apps.keysOf(appId))
  if (!signing) throw new ChatError('internal', 'the app has no active secret to sign with')
  return Buffer.from(await crypto.subtle.sign('HMAC', signing.key, body)).toString('hex')
}

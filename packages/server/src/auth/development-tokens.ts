import { ChatError } from '@parley/protocol'
import { readUserId } from './token-claims.ts'
import { readUnverified } from './unverified.ts'
import { checkTokenForm } from './verify-token.ts'

/** What the SDKs' `devToken()` puts in the place of a signature. */
const SIGNATURE = '.devtoken'

/** In the place of the secret that signed a connection's token, where none did. */
export const UNSIGNED = 'unsigned'

export function isDevelopmentToken(token: string): boolean {
  return token.endsWith(SIGNATURE)
}

/**
 * Who an unsigned token claims to be. Only for apps whose auth checks are off.
 *
 * Never a server, whatever the token says. `iat` counts for revocation; `exp` is not looked at.
 * @throws ChatError `auth_failed`
 */
export function readUnsigned(token: string): { userId: string; issuedAtSeconds: number | undefined } {
  checkTokenForm(token)
  const { claims } = readUnverified(token)
  if (!claims) throw new ChatError('auth_failed', 'the token is malformed: its payload is not a JSON object')
  if (claims.user_id === undefined) {
    throw new ChatError(
      'auth_failed',
      'the token is not signed with a secret of this app, and has no "user_id", which is needed even while auth checks are off',
    )
  }
  const iat = Number.isSafeInteger(claims.iat) ? Number(claims.iat) : undefined
  return { userId: readUserId(claims.user_id, 'user_id'), issuedAtSeconds: iat }
}

/** @throws ChatError `token_signature_invalid` saying that the checks are on. */
export function refuseDevelopmentToken(apiKey: string, production: boolean): never {
  throw developmentTokenError(apiKey, production)
}

/** What is said of a token that nobody signed, while the checks are on. */
export function developmentTokenError(apiKey: string, production: boolean): ChatError {
  const otherwise = production
    ? 'this app is in production mode, where development tokens are never accepted'
    : 'or set disable_auth_checks, which an app in development mode may'
  return new ChatError(
    'token_signature_invalid',
    `this is a development token, and the auth checks of API key "${apiKey}" are on: have your backend sign tokens with the app's secret; ${otherwise}`,
    { details: { api_key: apiKey, reason: 'development_token' } },
  )
}

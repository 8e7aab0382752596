import { SignJWT } from 'jose'
import type { App } from '../domain/app.ts'
import type { Clock } from '../util/time.ts'
import { findSigningKey } from './app-keys.ts'
import type { AppRegistry } from './app-registry.ts'

export interface TokenIssuer {
  readonly apps: AppRegistry
  readonly clock: Clock
}

export interface TokenOptions {
  /** Undefined: the token does not expire. */
  readonly expiresInSeconds?: number | undefined
}

/** Signs a user token with the app's newest active secret. @throws Error when the app has none. */
export async function issueUserToken(
  issuer: TokenIssuer,
  app: App,
  userId: string,
  options: TokenOptions = {},
): Promise<string> {
  return sign(issuer, app, { user_id: userId }, options)
}

/** Signs a server token: whoever has it may do everything in this app. @throws Error when the app has no secret. */
export async function issueServerToken(
  issuer: TokenIssuer,
  app: App,
  options: TokenOptions = {},
): Promise<string> {
  return sign(issuer, app, { server: true }, options)
}

async function sign(
  { apps, clock }: TokenIssuer,
  app: App,
  claims: Record<string, unknown>,
  { expiresInSeconds }: TokenOptions,
): Promise<string> {
  const key = findSigningKey(await apps.keysOf(app.id))
  if (!key)
    throw new Error(
      `the app with API key "${app.key}" has no active secret; add one with \`parley app rotate-secret\``,
    )
  const nowSeconds = Math.floor(clock() / 1e6)
  const token = new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: key.id })
    .setIssuedAt(nowSeconds)
  if (expiresInSeconds !== undefined) token.setExpirationTime(nowSeconds + expiresInSeconds)
  return token.sign(key.key)
}

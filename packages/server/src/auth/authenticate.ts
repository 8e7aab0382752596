import { ChatError } from '@parley/protocol'
import type { Logger } from 'pino'
import type { App } from '../domain/app.ts'
import { checkTokenTimes, type TokenTimes } from '../domain/tokens.ts'
import { endOfTurn } from '../util/end-of-turn.ts'
import type { Metrics } from '../util/metrics.ts'
import type { Clock } from '../util/time.ts'
import { isUsable } from './app-keys.ts'
import type { AppRegistry } from './app-registry.ts'
import { claimedUser } from './claimed-user.ts'
import { isDevelopmentToken, readUnsigned, refuseDevelopmentToken, UNSIGNED } from './development-tokens.ts'
import { FailedAuth } from './failed-auth.ts'
import { FailureLog } from './failure-log.ts'
import { IdentityProviders } from './identity-providers.ts'
import type { Principal } from './principal.ts'
import type { SecretUsage } from './secret-usage.ts'
import { readClaims } from './token-claims.ts'
import {
  OwnVerdict,
  type ProviderVerdict,
  tokenId,
  type VerifiedToken,
  VerifiedTokens,
} from './verified-tokens.ts'
import { verifyWithSecrets } from './verify-token.ts'

/** What a request brings along to say who it is; undefined where it brings nothing. */
export interface Credentials {
  readonly apiKey: string | undefined
  /** `stream-auth-type`: `jwt` unless given, or `anonymous`. */
  readonly authType: string | undefined
  /** With or without `Bearer `. */
  readonly token: string | undefined
  /** The client's address, for the limit on failures. */
  readonly ip: string
}

export interface AuthOptions {
  readonly apps: AppRegistry
  readonly clock: Clock
  readonly log: Logger
  readonly metrics: Metrics
  readonly rateLimits: 'default' | 'off'
  /** Undefined where nobody asks how often secrets are used. */
  readonly usage?: SecretUsage | undefined
}

/** What authentication keeps between requests. */
export interface Auth extends AuthOptions {
  readonly verified: VerifiedTokens
  readonly providers: IdentityProviders
  readonly failures: FailedAuth | undefined
  readonly failureLog: FailureLog
}

/** One per server. */
export function createAuth(options: AuthOptions): Auth {
  return {
    ...options,
    verified: new VerifiedTokens(),
    providers: new IdentityProviders(options),
    usage: options.usage,
    failureLog: new FailureLog(options.clock),
    failures: options.rateLimits === 'off' ? undefined : new FailedAuth(options.clock),
  }
}

/**
 * Who the credentials prove to be. Looks at nothing of the database but the app: whether the user
 * may act is `resolveActor`'s to say.
 * @throws ChatError `api_key_invalid` | `app_suspended` | `auth_failed` | `token_expired` |
 *   `token_not_valid_yet` | `token_used_before_iat` | `token_signature_invalid` | `rate_limited`
 */
export async function authenticate(auth: Auth, credentials: Credentials): Promise<Principal> {
  let app: App | undefined
  try {
    app = await findApp(auth, credentials.apiKey)
    if (app.suspended) throw new ChatError('app_suspended', `the app with API key "${app.key}" is suspended`)
    if (isAnonymous(credentials.authType)) return { kind: 'anonymous', app }
    return await authenticateToken(auth, app, requireToken(credentials.token))
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    const judged = auth.failures?.judge(error, credentials.ip) ?? error
    auth.failureLog.note(judged, app?.key, credentials.ip, claimedUser(credentials.token))
    auth.metrics.authFailures.inc({ code: String(judged.code) })
    throw judged
  }
}

async function findApp(auth: Auth, apiKey: string | undefined): Promise<App> {
  if (!apiKey) {
    throw new ChatError(
      'api_key_invalid',
      'the request names no app: send its API key as the query parameter api_key',
    )
  }
  const app = await auth.apps.find(apiKey)
  if (!app) {
    throw new ChatError(
      'api_key_invalid',
      `API key ${shown(apiKey)} is not known on this server; \`parley app list\` shows the keys that are`,
    )
  }
  return app
}

function shown(apiKey: string): string {
  return /^[\w-]{1,64}$/.test(apiKey) ? `"${apiKey}"` : 'in this request'
}

function isAnonymous(authType: string | undefined): boolean {
  if (!authType || authType === 'jwt') return false
  if (authType === 'anonymous') return true
  throw new ChatError('auth_failed', 'stream-auth-type must be "jwt" or "anonymous"')
}

function requireToken(given: string | undefined): string {
  const token = given?.replace(/^Bearer +/i, '') ?? ''
  if (token !== '') return token
  throw new ChatError(
    'auth_failed',
    'there is no token: send one as header or query parameter "authorization", or connect as a guest, or set stream-auth-type to "anonymous"',
  )
}

async function authenticateToken(auth: Auth, app: App, token: string): Promise<Principal> {
  const id = tokenId(app.id, token)
  const known = auth.verified.find(id)
  if (known && (await stillHolds(auth, app, known))) return toPrincipal(auth, app, known, id)
  if (app.settings.disableAuthChecks) return authenticateUnchecked(auth, app, token, id)
  return toPrincipal(auth, app, await verify(auth, app, token, id), id)
}

/** A token whose signature is valid counts as usual; any other only has to name a user. */
async function authenticateUnchecked(auth: Auth, app: App, token: string, id: string): Promise<Principal> {
  if (!isDevelopmentToken(token)) {
    const verdict = await verify(auth, app, token, id).catch(refuseOnlyInternal)
    if (verdict) return toPrincipal(auth, app, verdict, id)
  }
  const { userId, issuedAtSeconds } = readUnsigned(token)
  return {
    kind: 'user',
    app,
    userId,
    issuedAtUs: issuedAtSeconds === undefined ? undefined : issuedAtSeconds * 1e6,
    expiresAtSeconds: undefined,
    secretId: UNSIGNED,
    via: 'development',
  }
}

function refuseOnlyInternal(error: unknown): undefined {
  if (!(error instanceof ChatError)) throw error
}

async function verify(auth: Auth, app: App, token: string, id: string): Promise<VerifiedToken> {
  if (isDevelopmentToken(token)) refuseDevelopmentToken(app.key, app.mode === 'production')
  const provider = auth.providers.route(app, token)
  const verdict = provider
    ? { by: provider, subject: await auth.providers.verify(app, provider, token), verifiedAtUs: auth.clock() }
    : await verifyOwn(auth, app, token)
  auth.verified.remember(id, verdict)
  return verdict
}

async function verifyOwn(auth: Auth, app: App, token: string): Promise<VerifiedToken> {
  const issuer = { apiKey: app.key, keys: await auth.apps.keysOf(app.id), nowUs: auth.clock() }
  // A thread does the arithmetic, and waking it costs more: it wakes once for a turn's tokens.
  await endOfTurn()
  const { claims, key } = await verifyWithSecrets(token, issuer)
  return new OwnVerdict(key, readClaims(claims))
}

/** A provider's key may be withdrawn; so long at most is a verdict believed. */
const PROVIDER_VERDICT_US = 10 * 60 * 1e6

/** Whether what the verdict rests on is still so: the secret, or the provider. */
async function stillHolds(auth: Auth, app: App, verdict: VerifiedToken): Promise<boolean> {
  if ('verifiedAtUs' in verdict) {
    const fresh = auth.clock() < verdict.verifiedAtUs + PROVIDER_VERDICT_US
    return fresh && app.settings.identityProviders.includes(verdict.by)
  }
  const keys = await auth.apps.keysOf(app.id)
  return keys.all.includes(verdict.by) && isUsable(verdict.by, auth.clock())
}

function toPrincipal(auth: Auth, app: App, verdict: VerifiedToken, id: string): Principal {
  const nowUs = auth.clock()
  if ('verifiedAtUs' in verdict) return providedPrincipal(app, verdict, nowUs)
  checkTokenTimes(verdict, nowUs)
  auth.usage?.note(app.id, verdict, id, nowUs)
  const { by, userId } = verdict
  if (userId === undefined) return { kind: 'server', app }
  return { kind: 'user', app, userId, ...lifeOf(verdict), secretId: by.id, via: 'secret' }
}

function providedPrincipal(app: App, { by, subject }: ProviderVerdict, nowUs: number): Principal {
  const { userId, times, claims } = subject
  checkTokenTimes(times, nowUs)
  return { kind: 'user', app, userId, ...lifeOf(times), claims, secretId: by.id, via: 'identity_provider' }
}

function lifeOf({ iat, exp }: TokenTimes) {
  return { issuedAtUs: iat === undefined ? undefined : iat * 1e6, expiresAtSeconds: exp }
}

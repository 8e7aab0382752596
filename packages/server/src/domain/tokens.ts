import { ChatError, TOKEN_LEEWAY_SECONDS } from '@parley/protocol'
import { toRfc3339 } from '../util/time.ts'

/** The times of a token, in epoch seconds. */
export interface TokenTimes {
  readonly exp: number | undefined
  readonly iat: number | undefined
  readonly nbf: number | undefined
}

/** Until the year 9999; more is most likely milliseconds. */
const LATEST_SECONDS = 253_402_300_799

/**
 * Reads `exp`, `iat` and `nbf`: whole epoch seconds, each may be missing.
 * @throws ChatError `auth_failed` saying which is not and what it should be.
 */
export function parseTokenTimes(claims: Readonly<Record<string, unknown>>): TokenTimes {
  return {
    exp: parseSeconds('exp', claims.exp),
    iat: parseSeconds('iat', claims.iat),
    nbf: parseSeconds('nbf', claims.nbf),
  }
}

function parseSeconds(claim: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'number') {
    throw badClaim(
      claim,
      `the token's "${claim}" is ${kindOf(value)}; it must be a number: whole seconds since 1970`,
    )
  }
  if (value > LATEST_SECONDS) {
    throw badClaim(
      claim,
      `the token's "${claim}" is beyond the year 9999; it must be seconds since 1970, not milliseconds`,
    )
  }
  if (!Number.isInteger(value) || value < 0) {
    throw badClaim(
      claim,
      `the token's "${claim}" must be whole seconds since 1970, not negative and without a fraction`,
    )
  }
  return value
}

/**
 * Whether a token may be used now. `exp` has no leeway; `nbf` and `iat` have five seconds.
 * @throws ChatError `token_expired` | `token_not_valid_yet` | `token_used_before_iat`
 */
export function checkTokenTimes({ exp, nbf, iat }: TokenTimes, nowUs: number): void {
  const nowSeconds = nowUs / 1e6
  if (exp !== undefined && exp <= nowSeconds) {
    throw timeError(
      'token_expired',
      { expires_at: exp },
      nowUs,
      at => `the token expired at ${at}`,
      'get a new one from your token provider or backend',
    )
  }
  if (nbf !== undefined && nbf > nowSeconds + TOKEN_LEEWAY_SECONDS) {
    throw timeError(
      'token_not_valid_yet',
      { not_before: nbf },
      nowUs,
      at => `the token is not valid before ${at} ("nbf")`,
      'use it later, or check the clock of the machine that signed it',
    )
  }
  if (iat !== undefined && iat > nowSeconds + TOKEN_LEEWAY_SECONDS) {
    throw timeError(
      'token_used_before_iat',
      { issued_at: iat },
      nowUs,
      at => `the token says that it was issued at ${at} ("iat"), which is later than now`,
      'check the clock of the machine that signed it',
    )
  }
}

function timeError(
  name: 'token_expired' | 'token_not_valid_yet' | 'token_used_before_iat',
  time: Record<string, number>,
  nowUs: number,
  what: (at: string) => string,
  advice: string,
): ChatError {
  const [key = '', seconds = 0] = Object.entries(time)[0] ?? []
  const [at, now] = [wholeSeconds(seconds * 1e6), wholeSeconds(nowUs)]
  const details = { [key]: at, server_time: now }
  return new ChatError(name, `${what(at)}; this server's clock says ${now}: ${advice}`, { details })
}

function wholeSeconds(atUs: number): string {
  return `${toRfc3339(atUs).slice(0, 19)}Z`
}

/** What revocation looks at. */
export interface Issued {
  readonly userId: string
  readonly issuedAtUs: number | undefined
}

/** The times that were set, per user and for the whole app. */
export interface Revocations {
  readonly userBeforeUs: number | undefined
  readonly appBeforeUs: number | undefined
}

/** The revocation that hits a token; undefined when none does. */
export function findRevocation(
  token: Pick<Issued, 'issuedAtUs'>,
  { userBeforeUs, appBeforeUs }: Revocations,
): { readonly scope: 'user' | 'app'; readonly sinceUs: number } | undefined {
  if (userBeforeUs !== undefined && isBefore(token, userBeforeUs))
    return { scope: 'user', sinceUs: userBeforeUs }
  if (appBeforeUs !== undefined && isBefore(token, appBeforeUs)) return { scope: 'app', sinceUs: appBeforeUs }
  return undefined
}

/**
 * `iat` has whole seconds and a revocation may have a fraction: a token of the same second counts
 * as issued before, for it may have been. Whoever revokes and signs anew at once gets the later one
 * accepted by giving whole seconds, as the backend SDKs do.
 */
function isBefore({ issuedAtUs }: Pick<Issued, 'issuedAtUs'>, beforeUs: number): boolean {
  return issuedAtUs === undefined || issuedAtUs < beforeUs
}

/** @throws ChatError `token_expired` with `details` `{reason: 'revoked', scope, since}`. */
export function checkRevocation(token: Issued, revocations: Revocations): void {
  const hit = findRevocation(token, revocations)
  if (hit) throw revokedError({ userId: token.userId, token }, hit.scope, hit.sinceUs)
}

/**
 * The error of a revoked token: says whose tokens were revoked, since when, and what to do. Without a
 * token, of all that are revoked at once.
 */
export function revokedError(
  { userId, token }: { readonly userId: string; readonly token?: Pick<Issued, 'issuedAtUs'> },
  scope: 'user' | 'app',
  sinceUs: number,
): ChatError {
  const since = toRfc3339(sinceUs)
  const whose = scope === 'user' ? `tokens of user "${userId}"` : 'tokens of all users of this app'
  const missing = token && token.issuedAtUs === undefined ? ' and this one has no "iat"' : ''
  return new ChatError(
    'token_expired',
    `the token was revoked: ${whose} issued before ${since} are not valid any more${missing}; get one that was issued later`,
    { details: { reason: 'revoked', scope, since } },
  )
}

/** An `auth_failed` about one claim; the claim's value never stands in it. */
export function badClaim(claim: string, message: string): ChatError {
  return new ChatError('auth_failed', message, { details: { claim } })
}

/** A value's kind, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

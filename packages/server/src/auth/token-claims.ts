import { ChatError } from '@parley/protocol'
import { badClaim, kindOf, parseTokenTimes, type TokenTimes } from '../domain/tokens.ts'
import { findUserIdProblem } from '../domain/user-ids.ts'

/** What a verified token says. */
export type TokenSubject =
  | { readonly kind: 'server'; readonly times: TokenTimes }
  | { readonly kind: 'user'; readonly userId: string; readonly times: TokenTimes }

type Claims = Readonly<Record<string, unknown>>

/**
 * Reads the claims of a token signed with an app's secret.
 * @throws ChatError `auth_failed` saying which claim is wrong or missing.
 */
export function readClaims(claims: Claims): TokenSubject {
  const times = parseTokenTimes(claims)
  const server = isServer(claims.server)
  if (claims.user_id === undefined) {
    if (server) return { kind: 'server', times }
    throw new ChatError(
      'auth_failed',
      'the token names nobody: it needs a claim "user_id" (a user token) or "server": true (a server token)',
    )
  }
  if (server) {
    throw badClaim('server', 'the token has both "user_id" and "server"; make a user token or a server token')
  }
  return { kind: 'user', userId: readUserId(claims.user_id, 'user_id'), times }
}

/** @throws ChatError `auth_failed` naming the claim and what is wrong with the id. */
export function readUserId(value: unknown, claim: string): string {
  if (typeof value !== 'string') {
    throw badClaim(claim, `the token's "${claim}" is ${kindOf(value)}; it must be a string`)
  }
  const problem = findUserIdProblem(value)
  if (problem) throw badClaim(claim, `the token's "${claim}" ${problem}`)
  return value
}

/** COMPAT: PHP backends send the text "true". */
function isServer(value: unknown): boolean {
  if (value === true || value === 'true') return true
  if (value === undefined || value === false || value === 'false' || value === null) return false
  throw badClaim('server', `the token's "server" must be true`)
}

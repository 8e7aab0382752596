import {
  ChatError,
  CONNECTIONS_PER_USER_DEVELOPMENT,
  CONNECTIONS_PER_USER_PRODUCTION,
  TOKEN_EXPIRING_LIFE_FRACTION,
  TOKEN_EXPIRING_SECONDS,
} from '@parley/protocol'
import type { Principal } from '../../auth/principal.ts'
import type { App } from '../../domain/app.ts'
import { ANONYMOUS_USER_ID, isGuestId } from '../../domain/user-ids.ts'
import type { TokenTimes } from '../../hub/connection.ts'
import type { Identity } from '../../hub/node-hub.ts'

type UserPrincipal = Extract<Principal, { kind: 'user' }>

/** What the hub is told of who connects. */
export function identityOf(principal: Exclude<Principal, { kind: 'server' }>, nowUs: number): Identity {
  const { app } = principal
  const limit = connectionLimit(app)
  if (principal.kind === 'anonymous') {
    const token = { issuedAtUs: undefined, expiresAtS: 0, expiringNoticeAtS: 0, secretId: undefined }
    return { appId: app.id, userId: ANONYMOUS_USER_ID, kind: 'anonymous', token, limit }
  }
  const { userId } = principal
  const kind = isGuestId(userId) ? 'guest' : 'regular'
  return { appId: app.id, userId, kind, token: tokenTimesOf(principal, nowUs), limit }
}

/** The notice comes 60 s before the end, or a fifth of the token's life, whichever is shorter, but a second at least. */
export function tokenTimesOf(
  principal: Pick<UserPrincipal, 'issuedAtUs' | 'expiresAtSeconds' | 'secretId'>,
  nowUs: number,
): TokenTimes {
  const { issuedAtUs, expiresAtSeconds, secretId } = principal
  if (expiresAtSeconds === undefined) return { issuedAtUs, expiresAtS: 0, expiringNoticeAtS: 0, secretId }
  const lifeS = expiresAtSeconds - (issuedAtUs ?? nowUs) / 1_000_000
  const aheadS = Math.min(
    TOKEN_EXPIRING_SECONDS,
    Math.max(1, Math.floor(lifeS * TOKEN_EXPIRING_LIFE_FRACTION)),
  )
  return { issuedAtUs, expiresAtS: expiresAtSeconds, expiringNoticeAtS: expiresAtSeconds - aheadS, secretId }
}

function connectionLimit({ mode, settings }: App): number {
  const byMode = mode === 'production' ? CONNECTIONS_PER_USER_PRODUCTION : CONNECTIONS_PER_USER_DEVELOPMENT
  return settings.maxConnectionsPerUser ?? byMode
}

/** The error of who has no place left; the client waits for one of its own to go. */
export function tooManyConnections({ userId, limit }: Identity): ChatError {
  return new ChatError(
    'rate_limited',
    `user "${userId}" has ${limit} open connections, which is all it may have at once; close one of them first`,
    { details: { retry_after: 30, limit, scope: 'connections' } },
  )
}

/**
 * The ids that the client says must be the token's.
 * @throws ChatError `auth_failed` showing both ids.
 */
export function checkSameUser(
  principal: UserPrincipal,
  claimed: Readonly<Record<'user_id' | 'user_details.id', string | undefined>>,
): void {
  for (const [field, id] of Object.entries(claimed)) {
    if (id === undefined || id === principal.userId) continue
    throw new ChatError(
      'auth_failed',
      `the token was made for user "${principal.userId}", but ${field} is "${id}": connect as "${principal.userId}", or get a token for "${id}" from your backend`,
      { details: { reason: 'user_mismatch', token_user_id: principal.userId, [field]: id } },
    )
  }
}

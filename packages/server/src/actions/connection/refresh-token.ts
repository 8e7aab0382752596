import { ChatError } from '@parley/protocol'
import { checkMayAct } from '../../auth/actor.ts'
import { authenticate } from '../../auth/authenticate.ts'
import type { LiveConnection } from '../../hub/connection.ts'
import type { ConnectionDeps } from './connection-deps.ts'
import { checkSameUser, tokenTimesOf } from './identity.ts'

export interface RefreshTokenInput {
  readonly token: string
  readonly ip: string
}

/**
 * Puts a new token of the same user in the place of a connection's; what it watches stays.
 * A token that is refused changes nothing: the old one counts until its end.
 * @returns when the new token ends, epoch seconds; undefined for never.
 * @throws ChatError as `authenticate`; `auth_failed` for another user's token.
 */
export async function refreshToken(
  deps: ConnectionDeps,
  connection: LiveConnection,
  { token, ip }: RefreshTokenInput,
): Promise<number | undefined> {
  if (connection.kind === 'anonymous') {
    throw new ChatError(
      'auth_failed',
      'an anonymous connection has no token to refresh; send user.upgrade to become a user',
    )
  }
  const { key: apiKey } = await deps.apps.get(connection.appId)
  const principal = await authenticate(deps.auth, { apiKey, authType: 'jwt', token, ip })
  if (principal.kind !== 'user')
    throw new ChatError('auth_failed', 'this is a server token: refresh with a token of the user')
  const { userId } = connection
  checkSameUser(principal, { user_id: userId, 'user_details.id': undefined })
  checkMayAct(principal, await deps.store.read.findUser(connection.appId, userId))
  deps.hub.renewToken(connection, tokenTimesOf(principal, deps.clock()))
  return principal.expiresAtSeconds
}

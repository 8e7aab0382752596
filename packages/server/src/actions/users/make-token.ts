import { ChatError } from '@parley/protocol'
import { issueUserToken } from '../../auth/issue-token.ts'
import type { AppRecord, UserRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { auditOf } from '../apps/app-entry.ts'
import { findUser } from './show-user.ts'

/**
 * A token with which one is this user, signed with the app's newest secret and answered this once.
 * That it was made is written down first; the token itself is not.
 * @throws ChatError `not_found`; `not_allowed` for a user who could not connect with it
 */
export async function makeToken(
  deps: AdminDeps,
  actor: AdminActor,
  record: AppRecord,
  userId: string,
  expiresInSeconds: number,
): Promise<{ token: string; expires_at: string }> {
  const user = await findUser(deps, record, userId)
  checkCanConnect(user)
  checkNotBefore(user, deps.clock())
  const expiresAt = toRfc3339((Math.floor(deps.clock() / 1e6) + expiresInSeconds) * 1e6)
  await deps.store.transaction(tx =>
    auditOf(deps, tx, actor, record, {
      action: 'user.make_token',
      target: `user ${userId}`,
      after: { expires_at: expiresAt },
    }),
  )
  const app = await deps.apps.get(record.id)
  return { token: await issueUserToken(deps, app, userId, { expiresInSeconds }), expires_at: expiresAt }
}

function checkCanConnect({ id, deletedAtUs, deactivatedAtUs, mergedInto }: UserRecord): void {
  const state =
    deletedAtUs !== undefined
      ? 'was deleted: restore them first'
      : mergedInto !== undefined
        ? `is "${mergedInto}" now: make a token for that user`
        : deactivatedAtUs !== undefined
          ? 'is deactivated: reactivate them first'
          : undefined
  if (state) throw new ChatError('not_allowed', `user "${id}" ${state}`)
}

/** Tokens tell their second: one of the second in which tokens were revoked would be revoked, too. */
function checkNotBefore({ id, revokeTokensBeforeUs }: UserRecord, nowUs: number): void {
  if (revokeTokensBeforeUs === undefined || Math.floor(nowUs / 1e6) * 1e6 >= revokeTokensBeforeUs) return
  const until = toRfc3339(revokeTokensBeforeUs)
  throw new ChatError(
    'not_allowed',
    `the tokens of user "${id}" that are made before ${until} are revoked: make one after that`,
    { details: { reason: 'revoked', retry_after: Math.ceil((revokeTokensBeforeUs - nowUs) / 1e6) } },
  )
}

import { createHash } from 'node:crypto'
import { ChatError, CLOSE_CODES } from '@parley/protocol'
import { isProviderId } from '../../domain/identity-providers.ts'
import type { AppRecord } from '../../domain/records.ts'
import type { Connection } from '../../hub/hub.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { auditOf } from '../apps/app-entry.ts'

/** A user's open connections, the latest first. */
export function listUserConnections({ hub }: AdminDeps, app: AppRecord, userId: string) {
  const open = hub.connectionsOf(app.id, userId).toSorted((a, b) => b.openedAtS - a.openedAtS)
  return { connections: open.map(show) }
}

function show(connection: Connection) {
  const { kind, ip, transport, agent, openedAtS, expiresAtS, secretId } = connection
  return {
    id: nameOf(connection),
    kind,
    address: ip,
    transport,
    sdk: agent.sdk ?? null,
    user_agent: agent.userAgent ?? null,
    since: toRfc3339(openedAtS * 1e6),
    token_expires_at: expiresAtS === 0 ? null : toRfc3339(expiresAtS * 1e6),
    secret_id: secretId === undefined || isProviderId(secretId) ? null : secretId,
  }
}

/** Whoever knows the id of a connection counts as its owner, so it is shown to nobody. */
function nameOf({ id }: Connection): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, 16)
}

/**
 * Closes connections of a user: one, or all unless `name` names one. Their SDKs don't come back by
 * themselves; whoever wants them out for longer revokes their tokens, too, or bans them.
 * @throws ChatError `not_found` when there is no such connection (any more)
 */
export async function closeUserConnections(
  deps: AdminDeps,
  actor: AdminActor,
  app: AppRecord,
  userId: string,
  name?: string,
): Promise<{ closed: number }> {
  const open = deps.hub.connectionsOf(app.id, userId)
  const closing = open.filter(each => name === undefined || nameOf(each) === name)
  if (closing.length === 0) {
    const what = name === undefined ? 'has no open connection' : 'has no such connection any more'
    throw new ChatError('not_found', `user "${userId.slice(0, 255)}" ${what}`)
  }
  const from = closing.map(each => each.ip)
  await deps.store.transaction(tx =>
    auditOf(deps, tx, actor, app, {
      action: 'user.disconnect',
      target: `user ${userId}`,
      before: { connections: open.length, from },
      after: { connections: open.length - closing.length },
    }),
  )
  for (const { id } of closing) announce(deps, app, userId, id)
  return { closed: closing.length }
}

function announce({ bus }: AdminDeps, { id: appId }: AppRecord, userId: string, connectionId: string): void {
  const error = {
    name: 'not_allowed',
    message: 'this connection was closed by somebody who runs the app',
    details: { reason: 'disconnected', user_id: userId },
  }
  const control = { kind: 'disconnect', appId, userId, connectionId, error } as const
  bus.publish({ to: 'nodes', control: { ...control, closeCode: CLOSE_CODES.refused.code } })
}

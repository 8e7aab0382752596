import { CLOSE_CODES } from '@parley/protocol'
import type { Control } from '../../bus/bus.ts'
import type { UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import { announcePresence, announceUserUpdated } from '../connection/presence.ts'
import type { Deps } from '../deps.ts'
import { type EventSource, tellHooks } from '../events/hook-event.ts'
import { userJson } from '../wire/user.ts'

/**
 * After a user was written: nodes forget what they remember of it; the user and whoever asked for
 * its presence get `user.updated`, and `user.presence.changed` when that changed too.
 */
export function announceUserChange(deps: Deps, before: UserRecord | undefined, user: UserRecord): void {
  forgetUser(deps, user)
  if (!before) return
  announceUserUpdated(deps, user)
  if (rightsOf(before) !== rightsOf(user)) {
    const { appId, id: userId } = user
    deps.bus.publish({ to: 'nodes', control: { kind: 'rights', appId, of: { userId } } })
  }
  const switched = before.invisible !== user.invisible && deps.hub.isOnline(user.appId, user.id)
  if (switched || before.custom.status !== user.custom.status) announcePresence(deps, user)
}

/** What somebody may do follows from it, beside memberships. */
function rightsOf({ role, teams, teamsRole }: UserRecord): string {
  return JSON.stringify([role, teams, teamsRole])
}

/** Keeps `user.updated` for webhooks, in the transaction that writes the user. */
export async function tellUserUpdated(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  user: UserRecord,
): Promise<void> {
  const parts = () => ({ user: userJson(deps, user) })
  await tellHooks(tx, source, { type: 'user.updated', atUs: user.updatedAtUs, userId: user.id, parts })
}

/** Tells presence subscribers that the user is gone. */
export function announceUserDeleted(deps: Deps, user: UserRecord): void {
  forgetUser(deps, user)
  const frame = `{"type":"user.deleted","created_at":"${toRfc3339(deps.clock())}","user":${userJson(deps, user)}}`
  deps.bus.publish({ to: 'presence', appId: user.appId, userId: user.id, type: 'user.deleted', frame })
}

/** Closes the user's connections on every node with an error they can show. */
export function disconnectUser(
  deps: Deps,
  user: UserRecord,
  error: Extract<Control, { kind: 'disconnect' }>['error'],
  issuedBeforeUs?: number,
): void {
  const { appId, id: userId } = user
  const closeCode = CLOSE_CODES.refused.code
  const only = issuedBeforeUs === undefined ? {} : { issuedBeforeUs }
  deps.bus.publish({ to: 'nodes', control: { kind: 'disconnect', appId, userId, closeCode, error, ...only } })
}

/** Nodes forget what they remember of the user; nobody else is told. */
export function forgetUser({ bus }: Deps, { appId, id: userId }: UserRecord): void {
  bus.publish({ to: 'nodes', control: { kind: 'user', appId, userId } })
}

/** The error of connections that close because the account did. */
export function accountClosed(user: UserRecord, reason: 'deactivated' | 'deleted', hint: string) {
  const message = `user "${user.id}" was ${reason}; ${hint}`
  return { name: 'not_allowed', message, details: { reason, user_id: user.id } }
}

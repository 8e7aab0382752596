import { ChatError, type UserResponse } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import { checkCan, userResource } from '../../domain/permissions.ts'
import type { UserRecord } from '../../domain/records.ts'
import { revokedError } from '../../domain/tokens.ts'
import { patchUser, type UserPatch } from '../../domain/users.ts'
import { checkUserExists } from '../../domain/users-state.ts'
import type { Tx } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { toUser } from '../wire/user.ts'
import { announceUserChange, disconnectUser, tellUserUpdated } from './announce-user.ts'
import { checkUsername } from './check-username.ts'

/** One user of a partial update. */
export interface UserChange {
  readonly id: string
  readonly set: UserPatch
  readonly unset: readonly string[]
}

interface Written {
  readonly before: UserRecord
  readonly user: UserRecord
}

/**
 * Changes users in part, all or none. Clients change themselves (`update-user-owner`), and role
 * and teams only with `update-user-role` and `update-user-teams`; only servers revoke tokens,
 * which closes the connections made with them.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input` | `duplicate_username`
 */
export async function updateUsers(
  deps: Deps,
  actor: Exclude<Actor, { kind: 'anonymous' }>,
  changes: readonly UserChange[],
): Promise<Record<string, UserResponse>> {
  const ordered = changes.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const written = await deps.store.transaction(
    async tx => {
      const atUs = deps.clock()
      const results: Written[] = []
      for (const change of ordered) results.push(await updateUser(deps, tx, actor, change, atUs))
      return results
    },
    results => {
      for (const { before, user } of results) announce(deps, before, user)
    },
  )
  return Object.fromEntries(written.map(({ user }) => [user.id, toUser(deps, user, viewOf(actor, user))]))
}

async function updateUser(
  deps: Deps,
  tx: Tx,
  actor: Exclude<Actor, { kind: 'anonymous' }>,
  change: UserChange,
  atUs: number,
): Promise<Written> {
  const app: App = actor.app
  const before = checkUserExists(await tx.findUser(app.id, change.id), change.id)
  checkMayChange(actor, before, change)
  const user = patchUser(before, change, atUs)
  if (user === before) return { before, user }
  await checkUsername(tx, app, before, user)
  await tx.updateUser(user)
  await tellUserUpdated(deps, tx, actor, user)
  return { before, user }
}

function checkMayChange(actor: Actor, target: UserRecord, { set, unset }: UserChange): void {
  if (actor.kind === 'server') return
  const resource = userResource(target)
  checkCan(actor, 'update-user', resource)
  const touches = (field: string) => Object.hasOwn(set, field) || unset.includes(field)
  if (touches('role')) checkCan(actor, 'update-user-role', resource)
  if (touches('teams') || touches('teams_role')) checkCan(actor, 'update-user-teams', resource)
  if (!touches('revoke_tokens_issued_before')) return
  throw new ChatError('not_allowed', 'revoke_tokens_issued_before can be set with a server token only')
}

function announce(deps: Deps, before: UserRecord, user: UserRecord): void {
  if (user === before) return
  announceUserChange(deps, before, user)
  const sinceUs = user.revokeTokensBeforeUs
  if (sinceUs === undefined || sinceUs === before.revokeTokensBeforeUs) return
  const { errorName, message, details } = revokedError({ userId: user.id }, 'user', sinceUs)
  disconnectUser(deps, user, { name: errorName, message, ...(details && { details }) }, sinceUs)
}

function viewOf(actor: Actor, user: UserRecord) {
  return actor.kind === 'server' || actor.user.id === user.id ? 'private' : 'others'
}

import { checkMayAct, newUserOf } from '../../auth/actor.ts'
import type { Principal } from '../../auth/principal.ts'
import { can, userResource } from '../../domain/permissions.ts'
import type { UserRecord } from '../../domain/records.ts'
import { applyUserFields, type UserFields } from '../../domain/users.ts'
import type { Tx } from '../../store/store.ts'
import { announceUserChange, tellUserUpdated } from '../users/announce-user.ts'
import { checkUsername } from '../users/check-username.ts'
import type { ConnectionDeps } from './connection-deps.ts'

type UserPrincipal = Extract<Principal, { kind: 'user' }>

/** Who connects, as stored now. */
export interface OwnUserResult {
  readonly user: UserRecord
  /** Made just now: there can't be anything else of theirs yet. */
  readonly isNew: boolean
}

/**
 * Loads the user of a token, makes one who is new, and merges in what they say of themselves: what
 * is given overwrites, what is not stays. Nothing is written when nothing changes, or when the user
 * may not change itself (`update-user-owner`): then the stored user is used as it is.
 * @throws ChatError `not_allowed` for who is deactivated or deleted; `token_expired` for a revoked
 *   token; `invalid_input` for too much custom data; `duplicate_username`.
 */
export async function upsertOwnUser(
  deps: ConnectionDeps,
  principal: UserPrincipal,
  fields: UserFields,
): Promise<OwnUserResult> {
  const found = await deps.store.read.findUser(principal.app.id, principal.userId)
  checkMayAct(principal, found)
  const nowUs = deps.clock()
  if (found && mergeIfAllowed(principal, found, fields, nowUs) === found) return { user: found, isNew: false }
  const { before, user } = await deps.store.transaction(
    tx => write(deps, tx, principal, found !== undefined, fields, nowUs),
    written => {
      if (written.user !== written.before) announceUserChange(deps, written.before, written.user)
    },
  )
  return { user, isNew: before === undefined }
}

interface Written {
  readonly before: UserRecord | undefined
  readonly user: UserRecord
}

async function write(
  deps: ConnectionDeps,
  tx: Tx,
  principal: UserPrincipal,
  isKnown: boolean,
  fields: UserFields,
  nowUs: number,
): Promise<Written> {
  const { app, userId } = principal
  // Whoever was not there a moment ago is most likely new: the insert tells.
  const stored = isKnown ? await tx.findUser(app.id, userId) : undefined
  if (stored) return writeChange(deps, tx, principal, stored, fields, nowUs)
  checkMayAct(principal, undefined)
  // Whoever is new may describe itself: there is nothing yet to be protected.
  const made = applyUserFields(newUserOf(principal, nowUs), fields, nowUs)
  const user = { ...made, lastActiveAtUs: nowUs }
  await checkUsername(tx, app, undefined, user)
  if (await tx.insertUser(user)) return { before: undefined, user }
  // Another connection of the user was faster.
  const other = await tx.findUser(app.id, userId)
  if (!other) throw new Error(`user ${userId} neither inserts nor exists`)
  return writeChange(deps, tx, principal, other, fields, nowUs)
}

async function writeChange(
  deps: ConnectionDeps,
  tx: Tx,
  principal: UserPrincipal,
  before: UserRecord,
  fields: UserFields,
  nowUs: number,
): Promise<Written> {
  checkMayAct(principal, before)
  const user = mergeIfAllowed(principal, before, fields, nowUs)
  if (user === before) return { before, user }
  await checkUsername(tx, principal.app, before, user)
  await tx.updateUser(user)
  await tellUserUpdated(deps, tx, { kind: 'user', app: principal.app }, user)
  return { before, user }
}

function mergeIfAllowed(
  principal: UserPrincipal,
  user: UserRecord,
  fields: UserFields,
  nowUs: number,
): UserRecord {
  const merged = applyUserFields(user, fields, nowUs)
  if (merged === user) return user
  const subject = { kind: 'user', app: principal.app, user } as const
  return can(subject, 'update-user', userResource(user)) ? merged : user
}

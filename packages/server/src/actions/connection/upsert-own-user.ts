import { ChatError } from '@parley/protocol'
import { checkMayAct, newUserOf } from '../../auth/actor.ts'
import type { Principal } from '../../auth/principal.ts'
import { can, userResource } from '../../domain/permissions.ts'
import type { DeviceRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { ConnectionDeps } from './connection-deps.ts'
import { mergeDetails, type OwnDetails } from './merge-details.ts'
import { announcePresence, announceUserUpdated } from './presence.ts'

type UserPrincipal = Extract<Principal, { kind: 'user' }>

/** A device to register along the way. */
export interface OwnDevice {
  readonly id: string
  readonly push_provider: string
  readonly push_provider_name?: string | undefined
}

export interface OwnUserInput {
  readonly details: OwnDetails
  readonly device?: OwnDevice | undefined
}

/** Who connects, as stored now. */
export interface OwnUserResult {
  readonly user: UserRecord
  /** Made just now: there can't be anything else of theirs yet. */
  readonly isNew: boolean
}

/**
 * Loads the user of a token, makes one who is new, and merges in what they say of themselves.
 * Nothing is written when nothing changes, or when the user may not change itself
 * (`update-user-owner`): then the stored user is used as it is.
 * @throws ChatError `not_allowed` for who is deactivated or deleted; `token_expired` for a revoked
 *   token; `invalid_input` for too much custom data.
 */
export async function upsertOwnUser(
  deps: ConnectionDeps,
  principal: UserPrincipal,
  input: OwnUserInput,
): Promise<OwnUserResult> {
  const found = await deps.store.read.findUser(principal.app.id, principal.userId)
  checkMayAct(principal, found)
  const nowUs = deps.clock()
  if (found && !input.device && mergedIfAllowed(principal, found, input.details, nowUs) === found) {
    return { user: found, isNew: false }
  }
  const written = await deps.store.transaction(tx => write(tx, principal, input, nowUs))
  if (written.before && written.user !== written.before) announceChange(deps, written.before, written.user)
  return { user: written.user, isNew: written.before === undefined }
}

interface Written {
  readonly before: UserRecord | undefined
  readonly user: UserRecord
}

async function write(tx: Tx, principal: UserPrincipal, input: OwnUserInput, nowUs: number): Promise<Written> {
  const written = await writeUser(tx, principal, input, nowUs)
  if (input.device) await tx.upsertDevice(deviceRecord(principal, input.device, nowUs))
  return written
}

async function writeUser(
  tx: Tx,
  principal: UserPrincipal,
  input: OwnUserInput,
  nowUs: number,
): Promise<Written> {
  const stored = await tx.findUser(principal.app.id, principal.userId)
  checkMayAct(principal, stored)
  if (!stored) {
    const user = { ...newUserWith(principal, input.details, nowUs), lastActiveAtUs: nowUs }
    if (await tx.insertUser(user)) return { before: undefined, user }
    throw new ChatError('internal', `user ${principal.userId} neither inserts nor exists`)
  }
  const user = mergedIfAllowed(principal, stored, input.details, nowUs)
  if (user !== stored) await tx.updateUser(user)
  return { before: stored, user }
}

/** Whoever is new may describe itself: there is nothing yet to be protected. */
function newUserWith(principal: UserPrincipal, details: OwnDetails, nowUs: number): UserRecord {
  return mergeDetails(newUserOf(principal, nowUs), details, nowUs)
}

function mergedIfAllowed(
  principal: UserPrincipal,
  user: UserRecord,
  details: OwnDetails,
  nowUs: number,
): UserRecord {
  const subject = { kind: 'user', app: principal.app, user } as const
  const merged = mergeDetails(user, details, nowUs)
  if (merged === user) return user
  return can(subject, 'update-user', userResource(user)) ? merged : user
}

function deviceRecord({ app, userId }: UserPrincipal, device: OwnDevice, createdAtUs: number): DeviceRecord {
  const { id, push_provider: pushProvider, push_provider_name: pushProviderName } = device
  return { appId: app.id, id, userId, pushProvider, pushProviderName, createdAtUs }
}

function announceChange(deps: ConnectionDeps, before: UserRecord, user: UserRecord): void {
  const { appId, id: userId } = user
  deps.bus.publish({ to: 'nodes', control: { kind: 'user', appId, userId } })
  announceUserUpdated(deps, user)
  const switched = before.invisible !== user.invisible && deps.hub.isOnline(appId, userId)
  if (switched || before.custom.status !== user.custom.status) announcePresence(deps, user)
}

import { ChatError, CLOSE_CODES } from '@parley/protocol'
import { checkMayAct } from '../../auth/actor.ts'
import { authenticate } from '../../auth/authenticate.ts'
import type { Principal } from '../../auth/principal.ts'
import type { UserRecord } from '../../domain/records.ts'
import { isGuestId } from '../../domain/user-ids.ts'
import type { UserFields } from '../../domain/users.ts'
import type { LiveConnection } from '../../hub/connection.ts'
import { closeWithError } from '../../hub/error-frame.ts'
import type { Identity } from '../../hub/node-hub.ts'
import { isHeard } from './connect.ts'
import type { ConnectionDeps } from './connection-deps.ts'
import { announceDeparture } from './disconnect.ts'
import { checkSameUser, identityOf, tooManyConnections } from './identity.ts'
import { mergeGuest } from './merge-guest.ts'
import { loadCurrentMe } from './own-user.ts'
import { announcePresence } from './presence.ts'
import { findLostChannels } from './recheck-watching.ts'
import { upsertOwnUser } from './upsert-own-user.ts'
import { announceWatchingOf } from './watching.ts'

export interface UpgradeUserInput {
  readonly token: string
  readonly ip: string
  readonly details: ({ readonly id?: string | undefined } & UserFields) | undefined
  /** What the guest has becomes the user's. */
  readonly merge: boolean
}

export interface Upgraded {
  /** `me` as JSON. */
  readonly meJson: string
  /** Watched before, no longer allowed. */
  readonly lostChannels: readonly string[]
}

type UserPrincipal = Extract<Principal, { kind: 'user' }>
type Former = Pick<LiveConnection, 'appId' | 'userId' | 'kind'>

/**
 * An anonymous or guest connection becomes a regular user's, an anonymous one also a guest's, in place.
 * Only the guest's own open connection can give the guest away.
 * @throws ChatError `not_allowed` for a connection that is a regular user's already; otherwise as
 *   `connect`. The connection is then who it was.
 */
export async function upgradeUser(
  deps: ConnectionDeps,
  connection: LiveConnection,
  input: UpgradeUserInput,
): Promise<Upgraded | undefined> {
  const former: Former = { appId: connection.appId, userId: connection.userId, kind: connection.kind }
  const principal = await authenticateUpgrade(deps, connection, input)
  const identity = identityOf(principal, deps.clock())
  if (!deps.hub.hasPlace(identity)) throw tooManyConnections(identity)
  const { user: before, isNew } = await upsertOwnUser(deps, principal, input.details ?? {})
  if (connection.isClosed) return undefined
  const merges = input.merge && former.kind === 'guest'
  if (merges) await mergeGuest(deps, principal.app, { appId: former.appId, id: former.userId }, before)
  // The guest's bans and mutes are the user's by now.
  const user = (merges ? await deps.store.read.findUser(before.appId, before.id) : undefined) ?? before
  const watched = deps.hub.watchedCids(connection)
  const lost = new Set(await findLostChannels(deps, principal.app, user, watched))
  // Last: what comes after the reading of the counters has to reach the user.
  const me = await loadCurrentMe(deps, user, isNew && !merges)
  if (connection.isClosed) return undefined
  const kept = watched.filter(cid => !lost.has(cid))
  const lostChannels = await change(deps, connection, {
    former,
    principal,
    identity,
    user,
    memberCids: me.memberCids,
    kept,
  })
  if (merges) closeOthers(deps, former, user)
  await checkAgain(deps, connection, principal)
  return { meJson: me.json, lostChannels }
}

interface Change {
  readonly former: Former
  readonly principal: UserPrincipal
  readonly identity: Identity
  readonly user: UserRecord
  readonly memberCids: readonly string[]
  /** Watched channels that the user may read. */
  readonly kept: readonly string[]
}

/** From now on the connection is the user's, and whoever would know is told. Returns what it watches no more. */
async function change(deps: ConnectionDeps, connection: LiveConnection, to: Change): Promise<string[]> {
  const { former, principal, identity, user, kept } = to
  const wasOffline = !deps.hub.isOnline(user.appId, user.id)
  const departure = deps.hub.become(connection, identity, user.teams)
  deps.hub.followMemberships(connection, to.memberCids)
  // In the same step, and also what was watched too late to be checked: no event slips through.
  const lost = deps.hub.watchedCids(connection).filter(cid => !kept.includes(cid))
  for (const cid of lost) deps.hub.unwatch(connection, cid)
  deps.hub.usage.touch(user.appId, user.id, deps.clock())
  deps.hub.usage.active(user.appId, user.id, identity.kind, deps.clock())
  if (former.kind !== 'anonymous') await announceDeparture(deps, former, departure)
  if (wasOffline && !user.invisible && isHeard(deps, user)) announcePresence(deps, user)
  const began = kept.filter(cid => departure.watched.includes(cid))
  for (const cid of began) announceWatchingOf(deps, principal.app, user, cid, 'user.watching.start')
  return lost
}

async function authenticateUpgrade(
  deps: ConnectionDeps,
  connection: LiveConnection,
  { token, ip, details }: UpgradeUserInput,
): Promise<UserPrincipal> {
  if (connection.kind === 'regular') {
    throw new ChatError(
      'not_allowed',
      `this connection is user "${connection.userId}" already: only guests and anonymous users can be upgraded; disconnect and connect as the other user`,
    )
  }
  const { key: apiKey } = await deps.apps.get(connection.appId)
  const principal = await authenticate(deps.auth, { apiKey, authType: 'jwt', token, ip })
  const becomesGuest = principal.kind === 'user' && isGuestId(principal.userId)
  if (principal.kind !== 'user' || (becomesGuest && connection.kind !== 'anonymous')) {
    throw new ChatError(
      'auth_failed',
      'user.upgrade takes the token of a regular user, or of a guest where the connection is anonymous; not a server’s',
    )
  }
  checkSameUser(principal, { user_id: undefined, 'user_details.id': details?.id })
  return principal
}

/** The guest is no more, so neither are its other connections. */
function closeOthers(deps: ConnectionDeps, { appId, userId }: Former, user: UserRecord): void {
  const message = `guest "${userId}" became user "${user.id}" on another connection; connect as that user`
  const error = { name: 'not_allowed', message, details: { reason: 'merged', merged_into: user.id } }
  const closeCode = CLOSE_CODES.refused.code
  deps.bus.publish({ to: 'nodes', control: { kind: 'disconnect', appId, userId, closeCode, error } })
}

/** A deactivation or revocation while the connection was still the former user's closed nobody. */
async function checkAgain(
  deps: ConnectionDeps,
  connection: LiveConnection,
  principal: UserPrincipal,
): Promise<void> {
  const user = await deps.store.read.findUser(principal.app.id, principal.userId)
  try {
    checkMayAct(principal, user)
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    closeWithError(connection, error)
  }
}

import { ChatError } from '@parley/protocol'
import { authenticate, type Credentials } from '../../auth/authenticate.ts'
import type { Principal } from '../../auth/principal.ts'
import { isGuestId } from '../../domain/user-ids.ts'
import type { UserFields } from '../../domain/users.ts'
import type { LiveConnection } from '../../hub/connection.ts'
import { toRfc3339 } from '../../util/time.ts'
import { createDevice, type DeviceInput } from '../devices/create-device.ts'
import { anonymousOwnUser } from '../wire/own-user.ts'
import type { ConnectionDeps } from './connection-deps.ts'
import { checkSameUser, identityOf, tooManyConnections } from './identity.ts'
import { loadCurrentMe, type Me } from './own-user.ts'
import { announcePresence } from './presence.ts'
import { upsertOwnUser } from './upsert-own-user.ts'

/** Credentials, and what the client says of its user. */
export interface ConnectInput {
  readonly credentials: Credentials
  readonly userId: string | undefined
  readonly details: ({ readonly id?: string | undefined } & UserFields) | undefined
  readonly device: DeviceInput | undefined
  /** `id` of the frame that asked. */
  readonly replyTo?: string | undefined
}

const NO_DETAILS: UserFields = {}

/**
 * Lets a connection in: proves who it is, takes a place among the user's connections, upserts the
 * user, and sends the first frame with `me`. Nothing else reaches the connection before.
 *
 * A revocation, deactivation or deletion at any moment of this closes the connection.
 * @throws ChatError whose close code (`closeFor`) tells the client what to do.
 */
export async function connect(
  deps: ConnectionDeps,
  connection: LiveConnection,
  input: ConnectInput,
): Promise<void> {
  const principal = await authenticate(deps.auth, input.credentials)
  try {
    await enter(deps, connection, principal, input)
  } catch (error) {
    const userId = principal.kind === 'user' ? principal.userId : undefined
    deps.auth.failureLog.note(error, principal.app.key, input.credentials.ip, userId)
    throw error
  }
}

async function enter(
  deps: ConnectionDeps,
  connection: LiveConnection,
  principal: Principal,
  input: ConnectInput,
): Promise<void> {
  if (connection.isClosed) return
  if (principal.kind === 'server') throw noServers()
  if (principal.kind === 'user') {
    checkSameUser(principal, { user_id: input.userId, 'user_details.id': input.details?.id })
  }
  const identity = identityOf(principal, deps.clock())
  if (!deps.hub.admit(connection, identity)) throw tooManyConnections(identity)
  if (principal.kind === 'anonymous') letAnonymousIn(deps, connection, input)
  else await letUserIn(deps, connection, principal, input)
}

function noServers(): ChatError {
  return new ChatError(
    'auth_failed',
    'a server token names no user and can not open a connection: connect with a token made for a user',
  )
}

function letAnonymousIn(deps: ConnectionDeps, connection: LiveConnection, input: ConnectInput): void {
  const me = { json: JSON.stringify(anonymousOwnUser(deps.clock())), memberCids: [] }
  sendMe(deps, connection, me, [], input.replyTo)
}

async function letUserIn(
  deps: ConnectionDeps,
  connection: LiveConnection,
  principal: Extract<Principal, { kind: 'user' }>,
  { details = NO_DETAILS, device, replyTo }: ConnectInput,
): Promise<void> {
  const { user, isNew } = await upsertOwnUser(deps, principal, details)
  if (device) await createDevice(deps, { user, save: undefined }, device)
  const me = await loadCurrentMe(deps, user, isNew && !device)
  if (connection.isClosed) return
  const isFirst = sendMe(deps, connection, me, user.teams, replyTo)
  const atUs = deps.clock()
  // Who is new was written with it.
  if (!isNew) deps.hub.usage.touch(user.appId, user.id, atUs, connection.ip)
  deps.hub.usage.active(user.appId, user.id, isGuestId(user.id) ? 'guest' : 'regular', atUs)
  if (isFirst && !user.invisible && isHeard(deps, user)) announcePresence(deps, user)
}

/** True when it is the user's first connection. One step: no event can come in between. */
function sendMe(
  deps: ConnectionDeps,
  connection: LiveConnection,
  me: Me,
  teams: readonly string[],
  replyTo?: string,
): boolean {
  const tail = replyTo === undefined ? '' : `,"reply_to":${JSON.stringify(replyTo)}`
  const createdAt = toRfc3339(deps.clock())
  connection.send(
    `{"type":"health.check","connection_id":"${connection.id}","cid":"*","created_at":"${createdAt}","me":${me.json}${tail}}`,
  )
  return deps.hub.ready(connection, me.memberCids, teams)
}

/** A crowd that comes and is followed by nobody costs nothing. */
export function isHeard({ bus, hub }: ConnectionDeps, user: { appId: number; id: string }): boolean {
  return bus.shared || hub.hasPresenceSubscribers(user.appId, user.id)
}

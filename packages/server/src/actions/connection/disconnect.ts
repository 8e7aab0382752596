import type { LiveConnection } from '../../hub/connection.ts'
import type { Departure } from '../../hub/node-hub.ts'
import { isHeard } from './connect.ts'
import type { ConnectionDeps } from './connection-deps.ts'
import { announcePresence } from './presence.ts'
import { announceWatchingOf } from './watching.ts'

/**
 * Forgets a connection that closed, and tells who would know: watchers of the channels its user
 * watches no more, and presence subscribers when it was the user's last.
 * The connection is forgotten at once; the promise is for the telling.
 */
export async function disconnect(deps: ConnectionDeps, connection: LiveConnection): Promise<void> {
  const departure = deps.hub.remove(connection)
  if (connection.kind !== 'anonymous') await announceDeparture(deps, connection, departure)
}

/** Tells what it means that a connection is its user's no more. */
export async function announceDeparture(
  deps: ConnectionDeps,
  { appId, userId }: Pick<LiveConnection, 'appId' | 'userId'>,
  { lastOfUser, unwatched }: Departure,
): Promise<void> {
  const wentOffline = lastOfUser && isHeard(deps, { appId, id: userId })
  if (!wentOffline && unwatched.length === 0) return
  const [app, user] = await Promise.all([deps.apps.get(appId), deps.store.read.findUser(appId, userId)])
  if (!user) return
  for (const cid of unwatched) announceWatchingOf(deps, app, user, cid, 'user.watching.stop')
  // Who came back meanwhile never was away.
  if (wentOffline && !user.invisible && !deps.hub.isOnline(appId, userId)) announcePresence(deps, user)
}

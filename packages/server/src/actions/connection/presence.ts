import type { UserRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { userJson } from '../wire/user.ts'

type PresenceDeps = Pick<Deps, 'bus' | 'hub' | 'clock'>

/**
 * Tells whoever asked for the user's presence how it is now: online, or not (or not any more, for
 * who became invisible). Best effort, never logged.
 */
export function announcePresence(deps: PresenceDeps, user: UserRecord): void {
  announceUser(deps, 'user.presence.changed', user)
}

/** Tells presence subscribers, and the user's own connections, what the user is now. */
export function announceUserUpdated(deps: PresenceDeps, user: UserRecord): void {
  const frame = announceUser(deps, 'user.updated', user)
  deps.bus.publish({ to: 'user', appId: user.appId, userId: user.id, type: 'user.updated', frame })
}

function announceUser(deps: PresenceDeps, type: string, user: UserRecord): string {
  const frame = `{"type":"${type}","created_at":"${toRfc3339(deps.clock())}","user":${userJson(deps, user)}}`
  deps.bus.publish({ to: 'presence', appId: user.appId, userId: user.id, type, frame })
  return frame
}

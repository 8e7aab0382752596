import type { MuteRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import { loadOwnUser } from '../connection/own-user.ts'
import type { Deps } from '../deps.ts'
import { type EventSource, tellHooks } from '../events/hook-event.ts'
import { forgetUser } from '../users/announce-user.ts'
import { toMute } from '../wire/mute.ts'
import type { People } from '../wire/people.ts'

const TYPE = 'notification.mutes_updated'

/** Tells a user's own connections whom they mute by now; best effort, never logged. */
export function announceMutes(deps: Deps, { appId, id: userId }: UserRecord): void {
  tellOwner(deps, appId, userId).catch((error: unknown) => {
    deps.log.error({ err: error, userId }, 'a user could not be told of their mutes')
  })
}

async function tellOwner(deps: Deps, appId: number, userId: string): Promise<void> {
  const user = await deps.store.read.findUser(appId, userId)
  if (!user) return
  forgetUser(deps, user)
  // Somebody who is connected nowhere learns of it with the next `me`.
  if (!deps.bus.shared && !deps.hub.isOnline(appId, userId)) return
  const me = await loadOwnUser(deps, deps.store.read, user)
  const frame = JSON.stringify({ type: TYPE, created_at: toRfc3339(deps.clock()), me })
  deps.bus.publish({ to: 'user', appId, userId, type: TYPE, frame })
}

/** Keeps one event for each mute that came or went. */
export async function tellMuteHooks(
  tx: Tx,
  source: EventSource,
  type: 'user.muted' | 'user.unmuted',
  atUs: number,
  people: People,
  mutes: readonly MuteRecord[],
): Promise<void> {
  for (const mute of mutes) {
    const parts = () => ({
      user: people.json(mute.userId),
      target: people.json(mute.targetId),
      mute: type === 'user.muted' ? JSON.stringify(toMute(mute, people)) : undefined,
    })
    await tellHooks(tx, source, { type, atUs, userId: mute.userId, parts })
  }
}

import type { Actor, Deps } from '../deps.ts'
import { loadPeople } from '../wire/people.ts'
import { announceMutes, tellMuteHooks } from './announce-mutes.ts'

const AT_ONCE = 100

/** Takes mutes away that ran out, of every app, and tells those whose they were. Returns how many. */
export async function sweepMutes(deps: Deps, signal?: AbortSignal): Promise<number> {
  let swept = 0
  while (!signal?.aborted) {
    const expired = await deps.store.read.listExpiredMutes(deps.clock(), AT_ONCE)
    for (const { appId, userId, targetId } of expired) {
      const actor: Actor = { kind: 'server', app: await deps.apps.get(appId) }
      await deps.store.transaction(
        async tx => {
          // Somebody may have made it longer, or another node took it away.
          const mutes = await tx.listMutes(appId, [userId], deps.clock())
          const user = await tx.findUser(appId, userId)
          if (!user || mutes.some(mute => mute.targetId === targetId)) return undefined
          if ((await tx.deleteMutes(appId, userId, [targetId])).length === 0) return undefined
          await tx.noteMutes(appId, userId)
          const atUs = deps.clock()
          const people = await loadPeople(deps, tx, appId, [targetId], [user])
          const ended = { appId, userId, targetId, expiresAtUs: atUs, createdAtUs: atUs, updatedAtUs: atUs }
          await tellMuteHooks(tx, actor, 'user.unmuted', atUs, people, [ended])
          return user
        },
        user => {
          if (user) announceMutes(deps, user)
        },
      )
    }
    swept += expired.length
    if (expired.length < AT_ONCE) break
  }
  return swept
}

import type { Actor, Deps } from '../deps.ts'
import { announceLifted, liftBan } from './lift-ban.ts'

const AT_ONCE = 100

/**
 * Lifts the bans that ran out, of every app, so that who had one and who watches is told. They have not
 * counted since the moment they ended. Returns how many were lifted.
 */
export async function sweepBans(deps: Deps, signal?: AbortSignal): Promise<number> {
  const { read } = deps.store
  let swept = 0
  while (!signal?.aborted) {
    const expired = await read.listExpiredBans(deps.clock(), AT_ONCE)
    for (const ban of expired) {
      const actor: Actor = { kind: 'server', app: await deps.apps.get(ban.appId) }
      await deps.store.transaction(
        async tx => {
          // Somebody may have made it longer, or another node lifted it.
          const now = await tx.findBan(ban.appId, ban.cid, ban.userId)
          const isOver = now?.expiresAtUs !== undefined && now.expiresAtUs <= deps.clock()
          return isOver ? liftBan(deps, tx, actor, now, undefined) : undefined
        },
        lifted => {
          if (lifted) announceLifted(deps, actor, lifted)
        },
      )
    }
    swept += expired.length
    if (expired.length < AT_ONCE) break
  }
  return swept
}

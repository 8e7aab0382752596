import { ChatError } from '@parley/protocol'
import type { Json } from '../../domain/records.ts'
import { checkUserExists } from '../../domain/users-state.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'
import { addForHooks, isHooked } from '../events/hook-event.ts'

/**
 * Sends an event of the app's own to every connection of one user. Not logged: who is away misses it.
 * @throws ChatError `not_found`; `event_not_supported` for a type with a dot, which are the server's.
 */
export async function sendUserEvent(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  userId: string,
  { type, custom }: { readonly type: string; readonly custom: Json },
): Promise<void> {
  if (type.includes('.')) {
    const problem = `must not contain a dot: ${JSON.stringify(type.slice(0, 100))} would be an event of the server’s own`
    throw new ChatError('event_not_supported', `event.type ${problem}`, {
      details: { fields: { 'event.type': problem } },
    })
  }
  const { app } = actor
  checkUserExists(await deps.store.read.findUser(app.id, userId), userId)
  const atUs = deps.clock()
  const frame = JSON.stringify({ ...custom, type, created_at: toRfc3339(atUs) })
  if (isHooked(actor, type)) {
    // The webhook is told whom it went to.
    const extra = { user_id: JSON.stringify(userId) }
    await deps.store.transaction(tx =>
      addForHooks(tx, actor, { type, atUs, lane: `user ${userId}`, frame, extra }),
    )
  }
  deps.bus.publish({ to: 'user', appId: app.id, userId, type, frame })
}

import { LIVE_LOCATIONS_MAX, type SharedLocation } from '@parley/protocol'
import { invalidField } from '../../util/invalid-input.ts'
import { readFor } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { toSharedLocation } from '../wire/location.ts'

/**
 * Where a user shares live right now, the newest first.
 * @throws ChatError `invalid_input` when a server names nobody
 */
export function listLiveLocations(
  deps: Deps,
  actor: Actor,
  query: { readonly user_id?: string | undefined },
): Promise<SharedLocation[]> {
  return readFor(deps, actor, query, async user => {
    if (!user) throw invalidField('user_id', 'is required when a server calls')
    const { store, clock } = deps
    const messages = await store.read.listLiveLocations(actor.app.id, user.id, clock(), LIVE_LOCATIONS_MAX)
    return messages.flatMap(message =>
      message.location ? [toSharedLocation(message, message.location)] : [],
    )
  })
}

import type { Actor, Deps } from '../deps.ts'
import { type ChannelRef, openChannel } from './open-channel.ts'
import { endWatching, getConnection } from './watching.ts'

/**
 * Ends one connection's subscription to a channel; ending none is no error.
 * @throws ChatError `not_found` | `invalid_input` for a connection that is not the caller's.
 */
export async function stopWatching(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  connectionId: string | undefined,
): Promise<void> {
  const { channel, config } = await openChannel(deps.store.read, actor, ref)
  endWatching(deps, getConnection(deps, actor, connectionId), channel, config, actor.user)
}

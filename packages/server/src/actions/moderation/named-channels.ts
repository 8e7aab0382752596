import { ChatError } from '@parley/protocol'
import { parseCid } from '../../domain/channels.ts'
import { type OpenChannel, openFound } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'

/**
 * The channels that a filter names, as the actor sees them.
 * @throws ChatError `not_found`
 */
export async function openNamedChannels(
  deps: Deps,
  actor: Actor,
  cids: readonly string[],
): Promise<OpenChannel[]> {
  const { read } = deps.store
  // A server may ask about what is gone.
  if (actor.kind === 'server') return []
  const found = new Map((await read.findChannels(actor.app.id, cids)).map(channel => [channel.cid, channel]))
  const opened: OpenChannel[] = []
  for (const cid of cids) {
    const ref = parseCid(cid)
    if (!ref) throw new ChatError('not_found', `channel ${cid} does not exist`)
    opened.push(await openFound(read, actor, ref, found.get(cid)))
  }
  return opened
}

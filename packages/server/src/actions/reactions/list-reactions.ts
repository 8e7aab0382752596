import { REACTIONS_DEFAULT_LIMIT, type ReactionResponse } from '@parley/protocol'
import type { ReactionsQuery } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { ReactionRecord } from '../../domain/records.ts'
import { readFor } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { getMessage } from '../messages/get-message.ts'
import { loadPeople } from '../wire/people.ts'
import { toReaction } from '../wire/reaction.ts'

/**
 * The reactions to a message, the newest first.
 * @throws ChatError `not_found` | `not_allowed`
 */
export function listReactions(
  deps: Deps,
  actor: Actor,
  messageId: string,
  query: z.output<typeof ReactionsQuery>,
): Promise<ReactionResponse[]> {
  return readFor(deps, actor, query, async user => {
    const { read } = deps.store
    const { message } = await getMessage(read, actor, messageId, user?.id)
    if (!message.reactionGroups || message.deletedAtUs !== undefined) return []
    const limit = query.limit || REACTIONS_DEFAULT_LIMIT
    const found = await read.listReactions(actor.app.id, messageId, { limit, offset: query.offset ?? 0 })
    return showReactions(deps, found)
  })
}

export async function showReactions(
  deps: Deps,
  reactions: readonly ReactionRecord[],
): Promise<ReactionResponse[]> {
  const [first] = reactions
  if (!first) return []
  const ids = reactions.map(reaction => reaction.userId)
  const people = await loadPeople(deps, deps.store.read, first.appId, ids)
  return reactions.map(reaction => toReaction(reaction, people))
}

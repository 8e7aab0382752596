import { type Cursors, REACTIONS_DEFAULT_LIMIT, type ReactionResponse } from '@parley/protocol'
import type { QueryReactionsBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { cutPage, type Ordering, parseKeyset } from '../../domain/keyset.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import { REACTION_FIELDS } from '../../domain/reaction-fields.ts'
import { readFor } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { getMessage } from '../messages/get-message.ts'
import { showReactions } from './list-reactions.ts'

const ORDERING: Ordering = {
  table: REACTION_FIELDS,
  also: [],
  byDefault: [{ field: 'created_at', custom: false, direction: -1 }],
  tie: 'number',
}

/**
 * The reactions to a message that a filter finds, the newest first unless sorted.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input`
 */
export function queryReactions(
  deps: Deps,
  actor: Actor,
  messageId: string,
  body: z.output<typeof QueryReactionsBody>,
): Promise<Cursors & { reactions: ReactionResponse[] }> {
  const of = { kind: 'reactions', appId: actor.app.id, query: [messageId, body.filter] }
  const filter = parseFilter(body.filter, REACTION_FIELDS, { perspective: false, name: 'filter' })
  const page = parseKeyset(of, { ...body, limit: body.limit ?? REACTIONS_DEFAULT_LIMIT }, ORDERING)
  return readFor(deps, actor, body, async user => {
    const { read } = deps.store
    const { message } = await getMessage(read, actor, messageId, user?.id)
    if (!message.reactionGroups || message.deletedAtUs !== undefined) return { reactions: [] }
    const found = await read.queryReactions(actor.app.id, messageId, { filter, page })
    const { records, cursors } = cutPage(of, page, found)
    return { reactions: await showReactions(deps, records), ...cursors }
  })
}

import { ChatError, type ThreadResponse } from '@parley/protocol'
import type { GetThreadQuery } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { Reader } from '../../store/store.ts'
import { readFor } from '../channels/acting-user.ts'
import { getConnection, watchAndReopen } from '../channels/watching.ts'
import type { Actor, Deps } from '../deps.ts'
import { getMessage } from '../messages/get-message.ts'
import { type OpenThread, showThreads, threadLimits } from './show-threads.ts'

/**
 * The thread of a message that the actor may read.
 * @throws ChatError `not_found` when the message is not there or has no replies | `not_allowed`
 */
export async function findOpenThread(
  reader: Reader,
  actor: Actor,
  parentId: string,
  userId: string | undefined,
): Promise<OpenThread> {
  const { message: parent, open } = await getMessage(reader, actor, parentId, userId)
  const thread = await reader.findThread(actor.app.id, parentId)
  if (!thread) throw new ChatError('not_found', `message "${parentId}" has no replies, so there is no thread`)
  return { thread, parent, open }
}

/**
 * One thread; whoever may read its channel may read it.
 * @throws ChatError as `findOpenThread`; `invalid_input` to watch without a connection
 */
export function getThread(
  deps: Deps,
  actor: Actor,
  parentId: string,
  query: z.output<typeof GetThreadQuery>,
  connectionId: string | undefined,
): Promise<ThreadResponse> {
  return readFor(deps, actor, query, async user => {
    const reader = deps.store.read
    const found = await findOpenThread(reader, actor, parentId, user?.id)
    const watches = query.watch && actor.kind !== 'server'
    const connection = watches ? getConnection(deps, actor, connectionId) : undefined
    const open = connection ? await watchAndReopen(deps, actor, connection, found.open) : found.open
    const [shown] = await showThreads(deps, actor, [{ ...found, open }], user, threadLimits(query))
    if (!shown) throw new Error(`thread ${parentId} was not shown`)
    return shown
  })
}

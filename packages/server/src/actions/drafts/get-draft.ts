import { ChatError, type DraftResponse } from '@parley/protocol'
import type { DraftQuery } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { invalidField } from '../../util/invalid-input.ts'
import { readFor } from '../channels/acting-user.ts'
import { type ChannelRef, checkRead, openChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { showDrafts } from './show-drafts.ts'

/**
 * The user's draft for a channel or a thread of it.
 * @throws ChatError `not_found`, also when there is none | `not_allowed` | `invalid_input`
 */
export function getDraft(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  query: z.output<typeof DraftQuery>,
): Promise<DraftResponse> {
  return readFor(deps, actor, query, async user => {
    if (!user) throw invalidField('user_id', 'is required when a server calls')
    const reader = deps.store.read
    const open = await openChannel(reader, actor, ref, user.id)
    checkRead(actor, open)
    const draft = await reader.findDraft(user.id, open.channel.pk, query.parent_id)
    const [shown] = draft ? await showDrafts(deps, reader, actor, open, [draft], { alone: true }) : []
    if (shown) return shown
    throw noDraft(open.channel.cid, query.parent_id)
  })
}

export function noDraft(cid: string, parentId: string | undefined): ChatError {
  const where = parentId === undefined ? `channel ${cid}` : `the thread of message "${parentId}"`
  return new ChatError('not_found', `this user has no draft for ${where}`)
}

import type { DraftQuery } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { Announcement } from '../../bus/bus.ts'
import type { DraftRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { planActingUser } from '../channels/acting-user.ts'
import { type ChannelRef, checkRead, type OpenChannel, openChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { noDraft } from './get-draft.ts'
import { showDrafts } from './show-drafts.ts'
import { tellDraft } from './tell-draft.ts'

/**
 * Deletes the user's draft for a channel or a thread of it.
 * @throws ChatError `not_found`, also when there is none | `not_allowed`
 */
export async function deleteDraft(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  query: z.output<typeof DraftQuery>,
): Promise<void> {
  const { user, save } = await planActingUser(deps, actor, { user_id: query.user_id })
  await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const open = await openChannel(tx.unheld, actor, ref, user.id)
      checkRead(actor, open)
      const told = await dropDraft(deps, tx, actor, open, query.parent_id)
      if (told.length === 0) throw noDraft(open.channel.cid, query.parent_id)
      return told
    },
    told => announceAll(deps, told),
  )
}

/** Deletes the draft of whom the channel is opened for, if there is one, and tells them. */
export async function dropDraft(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  parentId: string | undefined,
): Promise<Announcement[]> {
  const { pk: channelPk } = open.channel
  const { userId } = open
  if (userId === undefined) return []
  const draft: DraftRecord | undefined = await tx.deleteDraft({ userId, channelPk, parentId })
  if (!draft) return []
  const shown = await showDrafts(deps, tx, actor, open, [draft], { alone: true })
  return shown.map(each => tellDraft(deps, 'draft.deleted', open.channel, userId, each))
}

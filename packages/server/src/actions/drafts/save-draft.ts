import type { DraftResponse } from '@parley/protocol'
import type { CreateDraftBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { checkMessageContent } from '../../domain/messages.ts'
import type { DraftContent, DraftRecord, Json, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { planActingUser } from '../channels/acting-user.ts'
import {
  type ChannelRef,
  checkRead,
  type OpenChannel,
  openChannel,
  visibleOf,
} from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { draftOf } from '../messages/message-draft.ts'
import { showDrafts } from './show-drafts.ts'
import { tellDraft } from './tell-draft.ts'

type DraftInput = z.output<typeof CreateDraftBody>

/**
 * Keeps what a user has not sent yet, in place of what was kept for that channel or thread before.
 * @throws ChatError `not_found` | `not_allowed` | `message_too_long` | `invalid_input`
 */
export async function saveDraft(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  { message, ...body }: DraftInput,
): Promise<DraftResponse> {
  const named = { user: message.user ?? body.user, user_id: message.user_id ?? body.user_id }
  const { user, save } = await planActingUser(deps, actor, named)
  const { shown } = await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const open = await openChannel(tx.unheld, actor, ref, user.id)
      checkRead(actor, open)
      const draft = await recordOf(deps, tx, actor, open, user, message)
      checkMessageContent({ ...draft.message }, open.config.max_message_length)
      await tx.saveDraft(draft)
      const [shown] = await showDrafts(deps, tx, actor, open, [draft], { alone: true })
      if (!shown) throw new Error(`the draft for ${draft.cid} was not shown`)
      return { shown, announcement: tellDraft(deps, 'draft.updated', open.channel, user.id, shown) }
    },
    ({ announcement }) => announceAll(deps, [announcement]),
  )
  return shown
}

async function recordOf(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  user: UserRecord,
  input: DraftInput['message'],
): Promise<DraftRecord> {
  const { pk, appId, cid } = open.channel
  const { parent_id: parentId } = input
  await checkRelated(tx, actor, open, input)
  const before = input.id === undefined ? await tx.findDraft(user.id, pk, parentId) : undefined
  const id = input.id ?? before?.message.id ?? Bun.randomUUIDv7()
  return {
    appId,
    userId: user.id,
    channelPk: pk,
    cid,
    parentId,
    message: contentOf(actor, input, id),
    createdAtUs: deps.clock(),
  }
}

function contentOf(actor: Actor, input: DraftInput['message'], id: string): DraftContent {
  const { text, html, mml, attachments, mentionedUserIds, quotedMessageId, silent } = draftOf(actor, input)
  return {
    id,
    type: input.parent_id !== undefined ? 'reply' : (input.type ?? 'regular'),
    text,
    html,
    mml,
    attachments,
    mentionedUserIds,
    quotedMessageId,
    silent,
    showInChannel: input.show_in_channel ?? false,
    pollId: input.poll_id,
    custom: flat(input.custom),
  }
}

/** What stands at the root and what stands under `custom` are one; replies have it under `custom`. */
function flat({ custom, ...rest }: Json): Json {
  return typeof custom === 'object' && custom !== null && !Array.isArray(custom)
    ? { ...rest, ...custom }
    : rest
}

/** A draft is of a reply to, and quotes, what its author sees there. */
async function checkRelated(
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  { parent_id: parentId, quoted_message_id: quotedId }: DraftInput['message'],
): Promise<void> {
  const ids = [parentId, quotedId].filter(id => id !== undefined)
  if (ids.length === 0) return
  const found = await tx.findMessages(open.channel.appId, ids)
  const here = found.filter(each => each.channelPk === open.channel.pk && each.deletedAtUs === undefined)
  const seen = new Map((await visibleOf(tx, actor, open, here)).map(message => [message.id, message]))
  for (const [field, id] of Object.entries({ parent_id: parentId, quoted_message_id: quotedId })) {
    if (id === undefined || seen.has(id)) continue
    throw invalidField(`message.${field}`, `names no message of channel ${open.channel.cid}: "${id}"`)
  }
  if (parentId !== undefined && seen.get(parentId)?.parentId !== undefined) {
    throw invalidField('message.parent_id', 'is itself a reply')
  }
}

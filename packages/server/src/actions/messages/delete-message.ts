import { ChatError, type MessageResponse } from '@parley/protocol'
import type { DeleteMessageQuery } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { checkCan } from '../../domain/permissions.ts'
import type { MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { planNamedUser } from '../channels/acting-user.ts'
import { checkNotDisabled, type OpenChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll, ChannelLog } from '../events/channel-log.ts'
import { getMessage } from './get-message.ts'
import { type Shown, showMessages } from './show-messages.ts'

/**
 * Deletes a message: softly (it stays as `deleted`, its content hidden) or for good.
 * Deleting softly again changes nothing.
 * @throws ChatError `not_found` | `not_allowed` | `feature_disabled` for `delete_for_me`
 */
export async function deleteMessage(
  deps: Deps,
  actor: Actor,
  messageId: string,
  query: z.output<typeof DeleteMessageQuery>,
): Promise<MessageResponse> {
  if (query.delete_for_me) {
    throw new ChatError('feature_disabled', 'delete_for_me is not supported by this server')
  }
  const acting = await planNamedUser(deps, actor, { user_id: query.user_id ?? query.deleted_by })
  const { shown } = await deps.store.transaction(
    async tx => {
      await acting?.save?.(tx)
      return remove(deps, tx, actor, messageId, query.hard === true, acting?.user)
    },
    done => announceAll(deps, done.log.announcements),
  )
  return shown
}

async function remove(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  messageId: string,
  hard: boolean,
  user: UserRecord | undefined,
) {
  const { message, open } = await getMessage(tx, actor, messageId, user?.id)
  checkNotDisabled(actor, open.channel)
  checkCan(actor, 'delete-message', { ...open.resource, ownerId: message.userId })
  const log = new ChannelLog(deps, tx, actor, open.channel)
  const users = user ? [user] : []
  if (!hard && message.deletedAtUs !== undefined) {
    const { show } = await showMessages(deps, tx, open.channel, [message], { users })
    return { shown: show(message), log }
  }
  const place = await log.next()
  const deleted = {
    ...message,
    type: 'deleted',
    deletedAtUs: place.atUs,
    updatedAtUs: place.atUs,
    ...NOT_PINNED,
  }
  const shownBefore = await showMessages(deps, tx, open.channel, [deleted], { users })
  if (hard) await tx.hardDeleteMessage(message)
  else await tx.updateMessage(deleted)
  const shown = shownBefore.show(deleted)
  await log.append('message.deleted', place, {
    message: JSON.stringify(shown),
    user: user && userJsonOf(shownBefore, user),
    hard_delete: String(hard),
  })
  if (hard && message.parentId !== undefined) await shrinkParent(deps, tx, log, open, message.parentId)
  return { shown, log }
}

const NOT_PINNED = { pinnedAtUs: undefined, pinnedById: undefined, pinExpiresAtUs: undefined } as const

function userJsonOf({ people }: Shown, user: UserRecord): string {
  return people.json(user.id)
}

/** A thread counts what is left of it. */
async function shrinkParent(
  deps: Deps,
  tx: Tx,
  log: ChannelLog,
  { channel }: OpenChannel,
  parentId: string,
): Promise<void> {
  const parent: MessageRecord | undefined = await tx.findMessage(channel.appId, parentId)
  if (!parent || parent.replyCount === 0) return
  await tx.addReplies(channel.appId, parentId, -1)
  const shrunk = { ...parent, replyCount: parent.replyCount - 1 }
  const { show } = await showMessages(deps, tx, channel, [shrunk])
  const shown = show(shrunk)
  await log.add('message.updated', { message: JSON.stringify(shown), user: JSON.stringify(shown.user) })
}

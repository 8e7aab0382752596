import { type ChatError, DELETE_FOR_ME_MAX_PER_CHANNEL, type MessageResponse } from '@parley/protocol'
import { countsForUser } from '../../domain/reads.ts'
import type { UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { type ActingUserInput, planActingUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll, ChannelLog } from '../events/channel-log.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { userJson } from '../wire/user.ts'
import { getForUser } from './get-message.ts'
import { showMessages } from './show-messages.ts'

/**
 * Takes a message out of what one user sees; it stays there for the others, and only the user's own
 * connections hear of it. Whoever may read a message may do so; doing it again changes nothing.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input` above 100 messages of a channel
 */
export async function deleteForMe(
  deps: Deps,
  actor: Actor,
  messageId: string,
  acting: ActingUserInput,
): Promise<MessageResponse> {
  const { user, save } = await planActingUser(deps, actor, acting)
  const { shown } = await deps.store.transaction(
    async tx => {
      await save?.(tx)
      return hide(deps, tx, actor, messageId, user)
    },
    ({ log }) => announceAll(deps, log.announcements),
  )
  return shown
}

async function hide(deps: Deps, tx: Tx, actor: Actor, messageId: string, user: UserRecord) {
  const { message, open } = await getForUser(tx, actor, messageId, user.id)
  const { channel } = open
  const log = new ChannelLog(deps, tx, actor, channel)
  const { show } = await showMessages(deps, tx, channel, [message], { users: [user] })
  const shown: MessageResponse = { ...show(message), deleted_for_me: true }
  const isNew = await tx.insertMessageDeletion({
    appId: channel.appId,
    userId: user.id,
    messageId: message.id,
    channelPk: channel.pk,
    createdAtUs: message.createdAtUs,
    countsUnread: countsForUser(message, user.id),
  })
  if (!isNew) return { shown, log }
  if ((await tx.countMessageDeletions(channel.pk, user.id)) > DELETE_FOR_ME_MAX_PER_CHANNEL) {
    throw tooMany(channel.cid)
  }
  if (!channel.hasHidden) await tx.setHasHidden(channel.pk)
  const parts = {
    message: JSON.stringify(shown),
    user: userJson(deps, user),
    hard_delete: 'false',
    deleted_for_me: 'true',
  }
  const own = [user.id]
  const place = await log.next()
  await log.append('message.deleted', place, parts, {
    notice: channelFrame('message.deleted', channel, { atUs: place.atUs }, parts),
    to: { audience: { userIds: own, why: 'own' }, watcherIds: own, memberIds: own },
  })
  return { shown, log }
}

function tooMany(cid: string): ChatError {
  return invalidField(
    'delete_for_me',
    `is for at most ${DELETE_FOR_ME_MAX_PER_CHANNEL} messages per user and channel, and as many are gone of ${cid} already`,
  )
}

import { ChatError } from '@parley/protocol'
import { parseCid } from '../../domain/channels.ts'
import type { MessageRecord } from '../../domain/records.ts'
import { canSee, hiddenUntilUs } from '../../domain/visibility.ts'
import type { Reader } from '../../store/store.ts'
import { checkRead, type OpenChannel, openFound, viewerIn, visibleOf } from '../channels/open-channel.ts'
import type { Actor } from '../deps.ts'

/** A message with the channel it is in. */
export interface FoundMessage {
  readonly message: MessageRecord
  readonly open: OpenChannel
}

/**
 * A message that the actor may read.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function getMessage(
  reader: Reader,
  actor: Actor,
  messageId: string,
  userId: string | undefined = actor.user?.id,
): Promise<FoundMessage> {
  const found = await findForUser(reader, actor, messageId, userId)
  const [seen] = await visibleOf(reader, actor, found.open, [found.message])
  if (!seen) throw noMessage(messageId)
  return found
}

/**
 * As `getMessage`, also when the user deleted it for themselves.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function findForUser(
  reader: Reader,
  actor: Actor,
  messageId: string,
  userId: string | undefined,
): Promise<FoundMessage> {
  const message = await reader.findMessage(actor.app.id, messageId)
  const ref = message && parseCid(message.cid)
  if (!message || !ref) throw noMessage(messageId)
  const channel = await reader.findChannel(actor.app.id, ref.type, ref.id)
  const open = await openFound(reader, actor, ref, channel, userId)
  checkRead(actor, open)
  const viewer = viewerIn(actor, open)
  const isSeen = message.createdAtUs > hiddenUntilUs(open.channel, open.member)
  if (!isSeen || (viewer && !canSee(viewer, message))) throw noMessage(messageId)
  return { message, open }
}

function noMessage(id: string): ChatError {
  return new ChatError('not_found', `message "${id}" does not exist`)
}

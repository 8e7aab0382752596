import { ChatError } from '@parley/protocol'
import { parseCid } from '../../domain/channels.ts'
import type { MessageRecord } from '../../domain/records.ts'
import { canSee, hiddenUntilUs } from '../../domain/visibility.ts'
import type { Reader } from '../../store/store.ts'
import { checkRead, type OpenChannel, openFound, viewerIn, visibleOf } from '../channels/open-channel.ts'
import type { Actor } from '../deps.ts'
import { findPending, isStillPending } from './pending-messages.ts'

/** A message with the channel it is in. */
export interface FoundMessage {
  readonly message: MessageRecord
  readonly open: OpenChannel
}

/**
 * A message that the actor may read.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input` while it is pending
 */
export async function getMessage(
  reader: Reader,
  actor: Actor,
  messageId: string,
  userId: string | undefined = actor.user?.id,
): Promise<FoundMessage> {
  const message = await reader.findMessage(actor.app.id, messageId)
  if (!message) throw await missing(reader, actor, messageId)
  return openMessage(reader, actor, message, userId)
}

/**
 * As `getMessage`, for a record at hand.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function openMessage(
  reader: Reader,
  actor: Actor,
  message: MessageRecord,
  userId: string | undefined,
): Promise<FoundMessage> {
  const found = await openForUser(reader, actor, message, userId)
  const [seen] = await visibleOf(reader, actor, found.open, [message])
  if (!seen) throw noMessage(message.id)
  return found
}

/**
 * As `getMessage`, also when the user deleted it for themselves.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function getForUser(
  reader: Reader,
  actor: Actor,
  messageId: string,
  userId: string | undefined,
): Promise<FoundMessage> {
  const message = await reader.findMessage(actor.app.id, messageId)
  if (!message) throw await missing(reader, actor, messageId)
  return openForUser(reader, actor, message, userId)
}

async function openForUser(
  reader: Reader,
  actor: Actor,
  message: MessageRecord,
  userId: string | undefined,
): Promise<FoundMessage> {
  const ref = parseCid(message.cid)
  if (!ref) throw noMessage(message.id)
  const channel = await reader.findChannel(actor.app.id, ref.type, ref.id)
  const open = await openFound(reader, actor, ref, channel, userId)
  checkRead(actor, open)
  const viewer = viewerIn(actor, open)
  const isSeen = message.createdAtUs > hiddenUntilUs(open.channel, open.member)
  if (!isSeen || (viewer && !canSee(viewer, message))) throw noMessage(message.id)
  return { message, open }
}

/** What can't be done with a message that is not there, or not yet. */
async function missing(reader: Reader, actor: Actor, messageId: string): Promise<ChatError> {
  const isPending = (await findPending(reader, actor, messageId)) !== undefined
  return isPending ? isStillPending(messageId) : noMessage(messageId)
}

export function noMessage(id: string): ChatError {
  return new ChatError('not_found', `message "${id}" does not exist`)
}

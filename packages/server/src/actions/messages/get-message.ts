import { ChatError } from '@parley/protocol'
import { parseCid } from '../../domain/channels.ts'
import { isVisible } from '../../domain/messages.ts'
import type { MessageRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import { checkRead, type OpenChannel, openFound } from '../channels/open-channel.ts'
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
  const message = await reader.findMessage(actor.app.id, messageId)
  const ref = message && parseCid(message.cid)
  if (!message || !ref) throw noMessage(messageId)
  const channel = await reader.findChannel(actor.app.id, ref.type, ref.id)
  const open = await openFound(reader, actor, ref, channel, userId)
  checkRead(actor, open)
  if (!isSeen(open, message)) throw noMessage(messageId)
  return { message, open }
}

/** Whether history hidden from the member, or a truncation, leaves the message. */
export function isSeen({ channel, member }: OpenChannel, message: MessageRecord): boolean {
  return isVisible(message, Math.max(member?.historyHiddenBeforeUs ?? 0, channel.truncatedAtUs ?? 0))
}

function noMessage(id: string): ChatError {
  return new ChatError('not_found', `message "${id}" does not exist`)
}

import type { MessageRecord } from '../../domain/records.ts'
import { canSee } from '../../domain/visibility.ts'
import type { Reader } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { type OpenChannel, viewerIn } from '../channels/open-channel.ts'
import type { Actor } from '../deps.ts'

/**
 * The message that a mark names. One that the reader may not see is none, so that nobody learns of it;
 * one that is gone for them by now may still be the last that they read.
 * @throws ChatError `invalid_input`
 */
export async function getMarkedMessage(
  reader: Reader,
  actor: Actor,
  open: OpenChannel,
  id: string,
): Promise<MessageRecord> {
  const { channel } = open
  const message = await reader.findMessage(channel.appId, id)
  const viewer = viewerIn(actor, open)
  if (message?.channelPk === channel.pk && (!viewer || canSee(viewer, message))) return message
  throw invalidField('message_id', `names no message of channel ${channel.cid}: "${id}"`)
}

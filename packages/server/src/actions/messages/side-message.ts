import type { MessageResponse } from '@parley/protocol'
import type { UserRecord } from '../../domain/records.ts'
import type { ChannelChange } from '../channels/channel-change.ts'
import type { MessageInput } from './message-draft.ts'
import { storeSideMessage } from './send-message.ts'

/** Posts the message that goes with a change of a channel, as `system` where the actor may. */
export async function postSideMessage(
  change: ChannelChange,
  author: UserRecord,
  message: MessageInput,
): Promise<MessageResponse> {
  const { deps, tx, log, actor, open, channel, config } = change
  // A server opens the channel with nobody's eyes.
  const member = open.member?.userId === author.id ? open.member : await tx.findMember(channel.pk, author.id)
  const now = { ...open, channel, config, member }
  const json = await storeSideMessage({ deps, tx, log, open: now, actor, author }, message)
  return JSON.parse(json) as MessageResponse
}

import type { MessageResponse } from '@parley/protocol'
import { invalidField } from '../../util/invalid-input.ts'
import type { ChannelChange } from '../channels/channel-change.ts'
import type { MessageInput } from './message-draft.ts'
import { storeSideMessage } from './send-message.ts'

/**
 * Posts the message that goes with a change of a channel, as `system` where the actor may.
 * @throws ChatError `invalid_input` when a server names no author.
 */
export async function postSideMessage(
  change: ChannelChange,
  message: MessageInput,
): Promise<MessageResponse> {
  const { tx, user, actor, open, deps } = change
  const authorId = actor.kind === 'server' ? (message.user?.id ?? message.user_id ?? user?.id) : user?.id
  if (message.restricted_visibility?.length) {
    throw invalidField('message.restricted_visibility', 'is not allowed here')
  }
  const author = authorId === undefined ? undefined : await tx.findUser(open.channel.appId, authorId)
  if (!author) {
    throw invalidField('message.user_id', 'or user_id of the request must name an author that exists')
  }
  const place = {
    channel: change.channel,
    config: change.config,
    member: open.member,
    resource: open.resource,
  }
  const json = await storeSideMessage({ deps, tx, log: change.log, open: place, actor, author }, message)
  return JSON.parse(json) as MessageResponse
}

import type { MessageResponse } from '@parley/protocol'
import { can } from '../../domain/permissions.ts'
import type { UserRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { ChannelChange } from '../channels/channel-change.ts'
import { checkDraft, checkExtras, type MessageInput } from './message-draft.ts'
import { NewMessage } from './new-message.ts'
import { type SendMessageInput, sendingOf } from './sending.ts'

/**
 * Posts the message that goes with a change of a channel, as `system` where the actor may, within the
 * change's transaction; the change's channel is then as the message leaves it.
 * @throws ChatError as `sendMessage`
 */
export async function postSideMessage(
  change: ChannelChange,
  author: UserRecord,
  input: MessageInput,
  wishes: Pick<SendMessageInput, 'skip_push'> = {},
): Promise<MessageResponse> {
  const { deps, tx, log, actor, open, channel, config } = change
  // A server opens the channel with nobody's eyes.
  const member = open.member?.userId === author.id ? open.member : await tx.findMember(channel.pk, author.id)
  const now = { ...open, channel, config, member }
  // The change that it tells of is everybody's to know.
  if (input.restricted_visibility?.length)
    throw invalidField('message.restricted_visibility', 'is not taken here')
  const type = can(actor, 'create-system-message', open.resource) ? ('system' as const) : undefined
  const sending = sendingOf(
    actor,
    { user: author, save: undefined },
    {
      ...wishes,
      message: { ...input, type },
    },
  )
  checkDraft(actor, now, sending.draft)
  checkExtras(actor, now, input)
  const message = JSON.parse(await new NewMessage(deps, tx, now, sending).store(log)) as MessageResponse
  const after = await tx.findChannelByPk(channel.pk)
  const { lastMessageAtUs, messageCount } = after ?? channel
  change.channel = { ...change.channel, lastMessageAtUs, messageCount }
  return message
}

import { ChatError, type PollResponse } from '@parley/protocol'
import type { MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { type OpenChannel, visibleOf } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { getUsersToAdd } from '../members/join.ts'
import { takePoll } from '../polls/send-poll.ts'
import type { Sending } from './sending.ts'

/** What a message refers to. */
export interface Related {
  readonly parent: MessageRecord | undefined
  readonly quoted: MessageRecord | undefined
  readonly mentioned: readonly UserRecord[]
  readonly poll: PollResponse | undefined
}

const NONE: Related = { parent: undefined, quoted: undefined, mentioned: [], poll: undefined }

/**
 * Loads what a message on its way refers to; nothing is asked for one that stands alone.
 * @throws ChatError `invalid_input` for what is not there, or not the sender's to see | `reply_to_reply`
 */
export async function loadRelated(
  deps: Deps,
  tx: Tx,
  open: OpenChannel,
  { actor, message, draft }: Sending,
): Promise<Related> {
  const { parent_id: parentId, poll_id: pollId } = message
  const { quotedMessageId, mentionedUserIds } = draft
  const isPlain = parentId === undefined && quotedMessageId === undefined && pollId === undefined
  if (isPlain && mentionedUserIds.length === 0) return NONE
  const parent =
    parentId === undefined ? undefined : await getInChannel(tx, actor, open, 'parent_id', parentId)
  if (parent?.parentId !== undefined) {
    throw new ChatError(
      'reply_to_reply',
      `message "${parent.id}" is itself a reply: reply to "${parent.parentId}"`,
    )
  }
  return {
    parent,
    quoted:
      quotedMessageId === undefined
        ? undefined
        : await getInChannel(tx, actor, open, 'quoted_message_id', quotedMessageId),
    mentioned: await getUsersToAdd(tx, actor, mentionedUserIds, 'mentioned'),
    poll: pollId === undefined ? undefined : await takePoll(deps, tx, actor, open, pollId),
  }
}

async function getInChannel(
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  field: string,
  id: string,
): Promise<MessageRecord> {
  const { channel } = open
  // Nobody changes what is in this channel; of another one the message must not be held.
  const found = await tx.unheld.findMessage(channel.appId, id)
  if (found?.channelPk === channel.pk && found.deletedAtUs === undefined) {
    const [message] = await visibleOf(tx, actor, open, [found])
    if (message) return message
  }
  throw invalidField(`message.${field}`, `names no message of channel ${channel.cid}: "${id}"`)
}

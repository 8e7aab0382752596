import { POLL_MAX_MESSAGES, type PollResponse } from '@parley/protocol'
import { checkFeature } from '../../domain/features.ts'
import { checkCan } from '../../domain/permissions.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { findReadable } from './get-poll.ts'
import { showPoll } from './show-polls.ts'

/**
 * The poll that a message is about to be sent with, locked so that no vote comes between.
 * @throws ChatError `feature_disabled` | `not_allowed` | `not_found` | `invalid_input`
 */
export async function takePoll(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  { config, resource }: OpenChannel,
  pollId: string,
): Promise<PollResponse> {
  checkFeature(config, 'polls')
  checkCan(actor, 'send-poll', resource)
  await tx.lockPoll(actor.app.id, pollId)
  const poll = await findReadable(tx, actor, pollId)
  const sent = await tx.listPollMessages(poll.appId, poll.id)
  if (sent.length >= POLL_MAX_MESSAGES) {
    throw invalidField('message.poll_id', `was sent ${POLL_MAX_MESSAGES} times already, which is the most`)
  }
  return showPoll(deps, tx, poll)
}

import { ChatError } from '@parley/protocol'
import { parseCid } from '../../domain/channels.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { openChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll, ChannelLog } from '../events/channel-log.ts'
import { NewMessage } from './new-message.ts'
import { type SendMessageInput, sendingOf } from './sending.ts'

/**
 * Lets a pending message into its channel, as if it were sent now: it takes its place in the log, and
 * everybody hears of it. Returns the message as JSON.
 * @throws ChatError `not_found` | `invalid_input` when it is not pending (any more)
 */
export async function commitMessage(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  messageId: string,
): Promise<string> {
  const { json } = await deps.store.transaction(
    tx => commit(deps, tx, actor, messageId),
    ({ log }) => announceAll(deps, log.announcements),
  )
  return json
}

async function commit(deps: Deps, tx: Tx, actor: Extract<Actor, { kind: 'server' }>, messageId: string) {
  const { id: appId } = actor.app
  const [pending] = await tx.findPendings(appId, [messageId])
  const ref = pending && parseCid(pending.message.cid)
  if (!ref) throw await notPending(tx, appId, messageId)
  const { userId } = pending.message
  const open = await openChannel(tx, actor, ref, userId)
  const author = await tx.unheld.findUser(appId, userId)
  if (!author) throw new ChatError('not_found', `user "${userId}", who wrote the message, does not exist`)
  await tx.deletePending(appId, messageId)
  const log = new ChannelLog(deps, tx, actor, open.channel)
  const sending = sendingOf(actor, { user: author, save: undefined }, pending.input as SendMessageInput)
  return { json: await new NewMessage(deps, tx, open, sending).store(log), log }
}

async function notPending(tx: Tx, appId: number, messageId: string): Promise<ChatError> {
  return (await tx.unheld.findMessage(appId, messageId))
    ? invalidField('id', `names message "${messageId}", which was committed already, or never was pending`)
    : new ChatError('not_found', `message "${messageId}" does not exist`)
}

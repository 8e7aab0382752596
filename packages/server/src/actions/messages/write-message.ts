import type { MessageResponse } from '@parley/protocol'
import { messageUpdateOf } from '../../domain/message-changes.ts'
import type { MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { ChannelLog } from '../events/channel-log.ts'
import { isHooked } from '../events/hook-event.ts'
import { asBroadcast } from '../wire/message.ts'
import { recipientsOf } from './recipients.ts'
import { showMessages } from './show-messages.ts'

export interface WrittenMessage {
  readonly shown: MessageResponse
  readonly log: ChannelLog
  readonly atUs: number
}

/**
 * Writes a changed message and logs it; `editor` is who changed it, if anybody in particular. Webhooks
 * are told what differs from `before`.
 */
export async function writeMessage(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  message: MessageRecord,
  editor: UserRecord | undefined,
  before?: MessageRecord,
): Promise<WrittenMessage> {
  const { channel } = open
  const log = new ChannelLog(deps, tx, actor, channel)
  const place = await log.next()
  const written = { ...message, updatedAtUs: place.atUs }
  await tx.updateMessage(written)
  const { people, show } = await showMessages(deps, tx, channel, [written], {
    users: editor ? [editor] : [],
    viewerId: editor?.id,
  })
  const shown = show(written)
  const user = people.json(editor?.id ?? message.userId)
  const to = await recipientsOf(deps, tx, actor, open, written)
  const parts = { message: JSON.stringify(asBroadcast(shown)), user }
  const forHooks = before && isHooked(actor, 'message.updated') ? hookParts(before, message) : undefined
  await log.append('message.updated', place, parts, { to, forHooks })
  // Who did it is answered as a reader of theirs is: servers see what is in the shadows.
  const shadowed = written.shadowed && actor.kind === 'server'
  return { shown: { ...shown, shadowed }, log, atUs: place.atUs }
}

function hookParts(before: MessageRecord, after: MessageRecord) {
  return { message_update: JSON.stringify(messageUpdateOf(before, after)) }
}

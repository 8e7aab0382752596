import type { MessageResponse } from '@parley/protocol'
import type { MessageRecord } from '../../domain/records.ts'
import { checkUserExists } from '../../domain/users-state.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { countReply } from './count-replies.ts'
import { getMessage } from './get-message.ts'
import { writeMessage } from './write-message.ts'

type Server = Extract<Actor, { kind: 'server' }>

/**
 * Brings back a message that was deleted softly, as it was but for its pin. Watchers get
 * `message.updated`.
 * @throws ChatError `not_found` | `invalid_input` when it is not deleted, or the thread it is in is
 */
export async function undeleteMessage(
  deps: Deps,
  actor: Server,
  messageId: string,
  undeletedBy: string,
): Promise<MessageResponse> {
  const { shown } = await deps.store.transaction(
    tx => undelete(deps, tx, actor, messageId, undeletedBy),
    ({ log }) => announceAll(deps, log.announcements),
  )
  return shown
}

async function undelete(deps: Deps, tx: Tx, actor: Server, messageId: string, undeletedBy: string) {
  const user = checkUserExists(await tx.unheld.findUser(actor.app.id, undeletedBy), undeletedBy)
  const { message, open } = await getMessage(tx, actor, messageId, undefined)
  await checkDeleted(tx, message)
  const restored = { ...message, type: typeOf(message), deletedAtUs: undefined }
  const written = await writeMessage(deps, tx, actor, open, restored, user)
  if (open.channel.hasHidden) await tx.recountDeletions(restored)
  await countReply(deps, tx, written.log, open.channel, restored, { replies: 1, deleted: -1 })
  return written
}

async function checkDeleted(tx: Tx, message: MessageRecord): Promise<void> {
  if (message.deletedAtUs === undefined) {
    throw invalidField('id', `names message "${message.id}", which is not deleted`)
  }
  if (message.parentId === undefined) return
  const parent = await tx.unheld.findMessage(message.appId, message.parentId)
  if (parent && parent.deletedAtUs === undefined) return
  throw invalidField(
    'id',
    `is a reply to message "${message.parentId}", which is deleted: bring that back first`,
  )
}

/** COMPAT: earlier versions wrote `deleted` over the type. */
function typeOf({ type, parentId }: MessageRecord): string {
  if (type !== 'deleted') return type
  return parentId === undefined ? 'regular' : 'reply'
}

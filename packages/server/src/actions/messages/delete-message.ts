import type { MessageResponse } from '@parley/protocol'
import type { DeleteMessageQuery } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { checkCan } from '../../domain/permissions.ts'
import type { MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { planNamedUser } from '../channels/acting-user.ts'
import { checkMayChange } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll, ChannelLog } from '../events/channel-log.ts'
import { removeLinkedFiles } from '../files/remove-linked-files.ts'
import { countReply } from './count-replies.ts'
import { deleteForMe } from './delete-for-me.ts'
import { type FoundMessage, noMessage, openMessage } from './get-message.ts'
import { keepHistory } from './keep-history.ts'
import { deletePending, findPending } from './pending-messages.ts'
import { recipientsOf } from './recipients.ts'
import { showMessages } from './show-messages.ts'

/**
 * Deletes a message: softly (it stays as `deleted`, its content hidden), for good, or for one user
 * alone. Deleting softly again changes nothing.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input`
 */
export async function deleteMessage(
  deps: Deps,
  actor: Actor,
  messageId: string,
  query: z.output<typeof DeleteMessageQuery>,
): Promise<MessageResponse> {
  const acting = { user_id: query.user_id ?? query.deleted_by }
  if (query.delete_for_me) return deleteForMe(deps, actor, messageId, acting)
  const named = await planNamedUser(deps, actor, acting)
  const { shown } = await deps.store.transaction(
    async tx => {
      await named?.save?.(tx)
      const message = await tx.findMessage(actor.app.id, messageId)
      const pending = message ? undefined : await findPending(tx, actor, messageId)
      if (pending) return { shown: await deletePending(deps, tx, actor, pending, query.hard), log: undefined }
      if (!message) throw noMessage(messageId)
      const found = await openMessage(tx, actor, message, named?.user.id ?? actor.user?.id)
      const deletion = new Deletion(deps, tx, actor, found, named?.user)
      return { shown: await deletion.run(query.hard), log: deletion.log }
    },
    done => announceAll(deps, done.log?.announcements ?? []),
  )
  return shown
}

const NOT_PINNED = { pinnedAtUs: undefined, pinnedById: undefined, pinExpiresAtUs: undefined } as const

/** One message on its way out, while the transaction runs. */
class Deletion {
  readonly log: ChannelLog
  readonly #deps: Deps
  readonly #tx: Tx
  readonly #actor: Actor
  readonly #found: FoundMessage
  readonly #user: UserRecord | undefined

  constructor(deps: Deps, tx: Tx, actor: Actor, found: FoundMessage, user: UserRecord | undefined) {
    this.log = new ChannelLog(deps, tx, actor, found.open.channel)
    this.#deps = deps
    this.#tx = tx
    this.#actor = actor
    this.#found = found
    this.#user = user
  }

  async run(hard: boolean): Promise<MessageResponse> {
    const { message, open } = this.#found
    checkMayChange(this.#deps, this.#actor, open)
    checkCan(this.#actor, 'delete-message', { ...open.resource, ownerId: message.userId })
    const isDeleted = message.deletedAtUs !== undefined
    if (!hard && isDeleted) return (await this.#show(message)).shown
    const place = await this.log.next()
    const deleted = { ...message, deletedAtUs: place.atUs, updatedAtUs: place.atUs, ...NOT_PINNED }
    // Before it goes: what it quotes may go along.
    const { shown, userJson } = await this.#show(deleted)
    const to = await recipientsOf(this.#deps, this.#tx, this.#actor, open, message)
    if (hard) await this.#erase(message)
    else await this.#hide(deleted)
    const told = { ...shown, shadowed: false }
    const parts = { message: JSON.stringify(told), user: userJson, hard_delete: String(hard) }
    await this.log.append('message.deleted', place, parts, { to })
    await countReply(this.#deps, this.#tx, this.log, open.channel, message, {
      replies: isDeleted ? 0 : -1,
      deleted: hard ? (isDeleted ? -1 : 0) : 1,
    })
    return shown
  }

  async #erase(message: MessageRecord): Promise<void> {
    await this.#tx.hardDeleteMessage(message)
    if (message.attachments.length > 0) await removeLinkedFiles(this.#deps, this.#tx, message)
  }

  async #hide(deleted: MessageRecord): Promise<void> {
    await this.#tx.updateMessage(deleted)
    const { channel } = this.#found.open
    if (channel.hasHidden) await this.#tx.recountDeletions(deleted)
    await keepHistory(this.#tx, this.#actor, {
      before: this.#found.message,
      after: undefined,
      editor: this.#user,
      atUs: deleted.updatedAtUs,
    })
  }

  async #show(message: MessageRecord) {
    const users = this.#user ? [this.#user] : []
    const showShadowed = this.#actor.kind === 'server'
    const { channel } = this.#found.open
    const { people, show } = await showMessages(this.#deps, this.#tx, channel, [message], {
      users,
      showShadowed,
    })
    return { shown: show(message), userJson: this.#user && people.json(this.#user.id) }
  }
}

import { MESSAGES_DEFAULT_LIMIT, type MessageResponse } from '@parley/protocol'
import type { UserRecord } from '../../domain/records.ts'
import { readFor } from '../channels/acting-user.ts'
import { type MessagePageInput, messageWindow } from '../channels/message-page.ts'
import {
  type ChannelRef,
  checkRead,
  checkServer,
  openChannel,
  visibleOf,
  visibleWindow,
} from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { getMessage } from './get-message.ts'
import { showMessages } from './show-messages.ts'

interface OfUser {
  readonly user_id?: string | undefined
}

/**
 * One message. A deleted one is shown without its content, unless a server asks for that.
 * @throws ChatError `not_found` | `not_allowed`
 */
export function readMessage(
  deps: Deps,
  actor: Actor,
  messageId: string,
  query: OfUser & { readonly show_deleted_message?: boolean | undefined },
): Promise<MessageResponse> {
  return readFor(deps, actor, query, user => messageFor(deps, actor, messageId, query, user))
}

async function messageFor(
  deps: Deps,
  actor: Actor,
  messageId: string,
  query: OfUser & { readonly show_deleted_message?: boolean | undefined },
  user: UserRecord | undefined,
): Promise<MessageResponse> {
  if (query.show_deleted_message) checkServer(actor, 'show_deleted_message')
  const reader = deps.store.read
  const { message, open } = await getMessage(reader, actor, messageId, user?.id)
  const showDeleted = query.show_deleted_message === true
  const { show } = await showMessages(deps, reader, open.channel, [message], {
    showDeleted,
    showShadowed: actor.kind === 'server',
    viewerId: user?.id,
  })
  return show(message)
}

/**
 * Several messages of one channel, in the order asked for; what is not there is left out.
 * @throws ChatError `not_found` (the channel) | `not_allowed`
 */
export function readMessages(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  query: OfUser & { readonly ids: readonly string[] },
): Promise<MessageResponse[]> {
  return readFor(deps, actor, query, user => messagesFor(deps, actor, ref, query, user))
}

async function messagesFor(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  query: OfUser & { readonly ids: readonly string[] },
  user: UserRecord | undefined,
): Promise<MessageResponse[]> {
  const reader = deps.store.read
  const open = await openChannel(reader, actor, ref, user?.id)
  checkRead(actor, open)
  const found = await reader.findMessages(actor.app.id, [...new Set(query.ids)])
  const inChannel = found.filter(message => message.channelPk === open.channel.pk)
  const visible = await visibleOf(reader, actor, open, inChannel)
  const { show } = await showMessages(deps, reader, open.channel, visible, {
    showShadowed: actor.kind === 'server',
    viewerId: user?.id,
  })
  const byId = new Map(visible.map(message => [message.id, message]))
  return [...new Set(query.ids)]
    .map(id => byId.get(id))
    .filter(message => message !== undefined)
    .map(show)
}

/**
 * The replies of a thread, oldest first; without a bound the newest ones.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input`
 */
export function readReplies(
  deps: Deps,
  actor: Actor,
  parentId: string,
  query: OfUser & MessagePageInput,
): Promise<MessageResponse[]> {
  return readFor(deps, actor, query, user => repliesFor(deps, actor, parentId, query, user))
}

async function repliesFor(
  deps: Deps,
  actor: Actor,
  parentId: string,
  query: OfUser & MessagePageInput,
  user: UserRecord | undefined,
): Promise<MessageResponse[]> {
  const reader = deps.store.read
  const { open } = await getMessage(reader, actor, parentId, user?.id)
  const window = await messageWindow(reader, open.channel, query, MESSAGES_DEFAULT_LIMIT)
  if (window.limit === 0) return []
  const replies = await reader.listMessages(
    open.channel.pk,
    visibleWindow(actor, open, { ...window, parentId }),
  )
  const { show } = await showMessages(deps, reader, open.channel, replies, {
    showShadowed: actor.kind === 'server',
    viewerId: user?.id,
  })
  return replies.map(show)
}

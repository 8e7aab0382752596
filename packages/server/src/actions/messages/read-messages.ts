import { MESSAGES_DEFAULT_LIMIT, type MessageResponse } from '@parley/protocol'
import type { MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import { readFor } from '../channels/acting-user.ts'
import { type MessagePageInput, messageWindow } from '../channels/message-page.ts'
import {
  type ChannelRef,
  checkRead,
  checkServer,
  type OpenChannel,
  openChannel,
  visibleOf,
  visibleWindow,
} from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { getMessage, noMessage, openMessage } from './get-message.ts'
import { findPending, showPending } from './pending-messages.ts'
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
): Promise<ReadMessage> {
  return readFor(deps, actor, query, user => messageFor(deps, actor, messageId, query, user))
}

/** A message, and while it is pending what was sent along. */
export interface ReadMessage {
  readonly message: MessageResponse
  readonly pending_message_metadata?: Readonly<Record<string, string>>
}

async function messageFor(
  deps: Deps,
  actor: Actor,
  messageId: string,
  query: OfUser & { readonly show_deleted_message?: boolean | undefined },
  user: UserRecord | undefined,
): Promise<ReadMessage> {
  if (query.show_deleted_message) checkServer(actor, 'show_deleted_message')
  const reader = deps.store.read
  const found = await reader.findMessage(actor.app.id, messageId)
  if (!found) return pendingFor(deps, actor, messageId)
  const { message, open } = await openMessage(reader, actor, found, user?.id ?? actor.user?.id)
  const showDeleted = query.show_deleted_message === true
  const { show } = await showMessages(deps, reader, open.channel, [message], {
    showDeleted,
    showShadowed: actor.kind === 'server',
    viewerId: user?.id,
  })
  return { message: show(message) }
}

async function pendingFor(deps: Deps, actor: Actor, messageId: string): Promise<ReadMessage> {
  const reader = deps.store.read
  const found = await findPending(reader, actor, messageId)
  if (!found) throw noMessage(messageId)
  const { message, metadata } = await showPending(deps, reader, found)
  return { message, pending_message_metadata: metadata }
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
  const visible = [
    ...(await visibleOf(reader, actor, open, inChannel)),
    ...(await ownPending(reader, open, query.ids)),
  ]
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

/** Of these ids what the caller wrote and nobody committed yet. */
async function ownPending(
  reader: Reader,
  { channel, userId }: OpenChannel,
  ids: readonly string[],
): Promise<MessageRecord[]> {
  if (!channel.hasHidden || userId === undefined) return []
  const messages = (await reader.findPendings(channel.appId, ids)).map(pending => pending.message)
  return messages.filter(message => message.channelPk === channel.pk && message.userId === userId)
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

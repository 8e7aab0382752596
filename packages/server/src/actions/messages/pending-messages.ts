import { type ChatError, type MessageResponse, PENDING_MESSAGE_DAYS } from '@parley/protocol'
import type { SendMessageBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { App } from '../../domain/app.ts'
import { parseCid } from '../../domain/channels.ts'
import { checkCan } from '../../domain/permissions.ts'
import type { Json, MessageRecord } from '../../domain/records.ts'
import type { PendingMessage, Reader, Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { checkRead, checkServer, type OpenChannel, openFound } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { showMessages } from './show-messages.ts'
import { tellPending } from './tell-pending.ts'

/** A pending message and where it waits. */
export interface FoundPending {
  readonly pending: PendingMessage
  readonly open: OpenChannel
}

/** A pending message as its author and servers see it. */
export interface ShownPending {
  readonly message: MessageResponse
  readonly metadata: PendingMessage['metadata']
}

type Body = z.output<typeof SendMessageBody>

/**
 * Whether a message is kept back until a server commits it: as the server says that sends it, else as
 * the channel type does.
 * @throws ChatError `not_allowed` for a client that asks for it
 */
export function isPending(actor: Actor, { config }: OpenChannel, body: Body): boolean {
  const asked = body.pending ?? body.is_pending_message
  if (asked === true) checkServer(actor, 'pending')
  return (actor.kind === 'server' ? asked : undefined) ?? config.mark_messages_pending
}

/**
 * Keeps a message for its author and for servers until it is committed. It has no place in the log
 * yet. False when its id is taken.
 */
export async function storePending(
  deps: Deps,
  tx: Tx,
  app: App,
  { channel }: OpenChannel,
  record: MessageRecord,
  body: Body,
): Promise<boolean> {
  if (await tx.unheld.findMessage(record.appId, record.id)) return false
  const { pending_message_metadata: metadata, ...input } = body
  const isNew = await tx.insertPending({
    message: record,
    input: input as Json,
    metadata: metadata ?? {},
    expiresAtUs: deps.clock() + patienceUs(app),
  })
  if (isNew && !channel.hasHidden) await tx.setHasHidden(channel.pk)
  return isNew
}

const DAY_US = 86_400_000_000

/** The longest that a pending-message hook allows; three days without one. */
function patienceUs({ settings }: App): number {
  const allowed = settings.hooks.flatMap(hook =>
    hook.kind === 'pending_message' && hook.timeoutMs !== undefined ? [hook.timeoutMs * 1000] : [],
  )
  return allowed.length > 0 ? Math.max(...allowed) : PENDING_MESSAGE_DAYS * DAY_US
}

/** A pending message that is the actor's to see: its author's own, or a server's. */
export async function findPending(
  reader: Reader,
  actor: Actor,
  messageId: string,
): Promise<FoundPending | undefined> {
  const [pending] = await reader.findPendings(actor.app.id, [messageId])
  const ref = pending && parseCid(pending.message.cid)
  if (!ref || (actor.kind !== 'server' && pending.message.userId !== actor.user.id)) return undefined
  const channel = await reader.findChannel(actor.app.id, ref.type, ref.id)
  const open = await openFound(reader, actor, ref, channel, pending.message.userId)
  checkRead(actor, open)
  return { pending, open }
}

export async function showPending(
  deps: Deps,
  reader: Reader,
  { pending, open }: FoundPending,
): Promise<ShownPending> {
  const { message, metadata } = pending
  const { show } = await showMessages(deps, reader, open.channel, [message])
  return { message: show(message), metadata }
}

/**
 * Deletes a pending message, of which nobody but its author and servers ever heard.
 * @throws ChatError `invalid_input` unless for good | `not_allowed`
 */
export async function deletePending(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  found: FoundPending,
  hard: boolean,
): Promise<MessageResponse> {
  const { message } = found.pending
  if (!hard) throw isStillPending(message.id)
  checkCan(actor, 'delete-message', { ...found.open.resource, ownerId: message.userId })
  const { message: shown } = await showPending(deps, tx, found)
  await tx.deletePending(message.appId, message.id)
  await tellPending(tx, actor, 'DeletedPendingMessage', found.pending, JSON.stringify(shown))
  return shown
}

export function isStillPending(messageId: string): ChatError {
  return invalidField(
    'id',
    `names message "${messageId}", which is pending: it can be committed, or deleted with hard=true, and nothing else`,
  )
}

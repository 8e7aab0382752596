import { ChatError } from '@parley/protocol'
import { checkNewLocation } from '../../domain/locations.ts'
import { can } from '../../domain/permissions.ts'
import { checkSlowMode } from '../../domain/slow-mode.ts'
import type { Tx } from '../../store/store.ts'
import { planActingUser } from '../channels/acting-user.ts'
import {
  type ChannelRef,
  checkNotFrozen,
  checkWrite,
  type OpenChannel,
  openChannel,
} from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { dropDraft } from '../drafts/delete-draft.ts'
import { announceAll, ChannelLog } from '../events/channel-log.ts'
import { type Judged, moderateMessage } from '../flags/moderate-message.ts'
import { findLastSentAtUs } from './last-sent.ts'
import { checkDraft, checkExtras } from './message-draft.ts'
import { NewMessage } from './new-message.ts'
import { isPending, storePending } from './pending-messages.ts'
import { idTaken, type Sending, type SendMessageInput, sendingOf } from './sending.ts'
import { showMessages } from './show-messages.ts'
import { tellPending } from './tell-pending.ts'

export interface SendMessage extends ChannelRef {
  readonly body: SendMessageInput
}

/** What the sender is answered: the message as JSON, and while it is pending what goes with it. */
export interface SentMessage {
  readonly json: string
  readonly metadata?: Readonly<Record<string, string>> | undefined
}

/**
 * Stores one message, then tells the watchers and notifies the members who do not watch.
 * Sending the same `id` again returns the first message and tells nobody. What is pending is told
 * to nobody before it is committed.
 * Returns the message as JSON: the same text stands in reply, log and events.
 * @throws ChatError `not_allowed` | `cooldown` | `message_too_long` | `feature_disabled` |
 * `reply_to_reply` | `invalid_input` | `not_found`
 */
export async function sendMessage(
  deps: Deps,
  actor: Actor,
  { type, id, body }: SendMessage,
): Promise<SentMessage> {
  const acceptedAtMs = performance.now()
  const { message } = body
  // A client's own user is there already, and needs no looking for.
  const acting =
    actor.kind === 'user'
      ? { user: actor.user, save: undefined }
      : await planActingUser(deps, actor, actingInput(body))
  const sending = sendingOf(actor, acting, body)
  try {
    const { sent } = await deps.store.transaction(
      tx => store(deps, tx, { type, id }, sending),
      done => {
        announceAll(deps, done.log.announcements)
        deps.metrics.live.of(actor.app.id).sent(performance.now() - acceptedAtMs)
      },
    )
    return sent
  } catch (error) {
    // A retried send answers as the first one did, whatever the rules say by now.
    if (message.id === undefined || !(error instanceof ChatError)) throw error
    return findSent(deps, sending, { type, id }, error)
  }
}

/** Backends name the author inside of the message, some beside it. */
function actingInput({ message, user, user_id }: SendMessageInput) {
  return { user: message.user ?? user, user_id: message.user_id ?? user_id }
}

async function store(deps: Deps, tx: Tx, ref: ChannelRef, sending: Sending) {
  await sending.save?.(tx)
  const { poll_id: pollId } = sending.message
  // Votes take the poll first and its channels then, and so does this.
  if (pollId !== undefined) await tx.lockPoll(sending.actor.app.id, pollId)
  const open = await openChannel(tx, sending.actor, ref, sending.author.id)
  await checkSend(deps, tx, open, sending)
  const log = new ChannelLog(deps, tx, sending.actor, open.channel)
  const sent: SentMessage = isPending(sending.actor, open, sending.body)
    ? await keepBack(deps, tx, open, sending)
    : { json: await new NewMessage(deps, tx, open, sending).store(log) }
  await moderateMessage(deps, tx, sending.actor, open, judgedOf(sending))
  if (open.member?.hasDrafts) {
    log.announcements.push(...(await dropDraft(deps, tx, sending.actor, open, sending.message.parent_id)))
  }
  return { sent, log }
}

function judgedOf({ id, author, draft: { text }, body }: Sending): Judged {
  return { id, authorId: author.id, text, force: body.force_moderation === true }
}

/** Keeps a message for the author alone until it is committed. */
async function keepBack(deps: Deps, tx: Tx, open: OpenChannel, sending: Sending): Promise<SentMessage> {
  const { actor, id, draft, body } = sending
  const { record, json } = await new NewMessage(deps, tx, open, sending).preview()
  // As it will be sent: with its id, and with the HTML that is shown now.
  const message = { ...body.message, id, html: draft.html }
  if (!(await storePending(deps, tx, actor.app, open, record, { ...body, message }))) throw idTaken(id)
  const metadata = body.pending_message_metadata
  await tellPending(tx, actor, 'PassOnPendingMessage', { message: record, metadata: metadata ?? {} }, json)
  return { json, metadata }
}

async function checkSend(deps: Deps, tx: Tx, open: OpenChannel, sending: Sending): Promise<void> {
  const { actor, author, draft, message } = sending
  const { channel, resource } = open
  checkWrite(deps, actor, open, 'create-message')
  checkDraft(actor, open, draft)
  checkExtras(actor, open, message)
  if (message.shared_location) checkNewLocation(message.shared_location, deps.clock())
  if (actor.kind === 'server') return
  checkNotFrozen(actor, open)
  if (channel.cooldownSeconds > 0 && !can(actor, 'skip-channel-cooldown', resource)) {
    const lastSentAtUs = await findLastSentAtUs(tx, channel, author.id)
    checkSlowMode({ lastSentAtUs, cooldownSeconds: channel.cooldownSeconds }, deps.clock())
  }
}

/** The message that took the id, if it is this author's in this channel. */
async function findSent(deps: Deps, sending: Sending, ref: ChannelRef, error: Error): Promise<SentMessage> {
  const { actor, author, id } = sending
  const reader = deps.store.read
  const earlier = await reader.findMessage(actor.app.id, id)
  const [pending] = earlier ? [] : await reader.findPendings(actor.app.id, [id])
  const taken = earlier ?? pending?.message
  if (!taken) throw error
  const channel = await reader.findChannel(actor.app.id, ref.type, ref.id)
  if (channel?.pk !== taken.channelPk || taken.userId !== author.id) throw error
  const { show } = await showMessages(deps, reader, channel, [taken], {
    showShadowed: actor.kind === 'server',
    viewerId: author.id,
  })
  return { json: JSON.stringify(show(taken)), metadata: pending?.metadata }
}

import { type Attachment, ChatError, type MessageResponse } from '@parley/protocol'
import type { MessageActionBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { parseCid } from '../../domain/channels.ts'
import type { EphemeralRecord } from '../../domain/outbox.ts'
import { checkCan } from '../../domain/permissions.ts'
import type { Json } from '../../domain/records.ts'
import { planActingUser } from '../channels/acting-user.ts'
import { checkWrite, openChannel } from '../channels/open-channel.ts'
import { askHandler } from '../commands/custom-command.ts'
import { findGif } from '../commands/giphy.ts'
import { keepEphemeral, type Posting, toShown } from '../commands/posting.ts'
import type { Actor, Deps } from '../deps.ts'
import type { MessageInput } from './message-draft.ts'
import { sendMessage } from './send-message.ts'

type Input = z.output<typeof MessageActionBody>

/** The message as JSON; undefined when it is gone. */
type Result = string | undefined

/**
 * A button of a message that a command showed to its sender was pressed: a picture is sent, changed
 * or dropped; the handler of a command of the app's own is asked what to make of it.
 * @throws ChatError `not_found` for a message that is not shown to this user any more, and what
 * `sendMessage` and the handler throw
 */
export async function runMessageAction(
  deps: Deps,
  actor: Actor,
  messageId: string,
  { form_data: formData, ...acting }: Input,
): Promise<Result> {
  const { user: author } = await planActingUser(deps, actor, acting)
  const kept = await deps.store.read.findEphemeral(actor.app.id, messageId, deps.clock())
  if (kept?.userId !== author.id) {
    throw new ChatError(
      'not_found',
      `there is no message "${messageId}" that waits for an answer of "${author.id}"`,
    )
  }
  const ref = parseCid(kept.cid)
  if (!ref) throw new Error(`${kept.cid} is no cid`)
  const open = await openChannel(deps.store.read, actor, ref, author.id)
  checkWrite(deps, actor, open, 'create-message')
  checkCan(actor, 'run-message-action', { ...open.resource, ownerId: author.id })
  const posting: Posting = { deps, actor, author, open, message: inputOf(kept) }
  return kept.message.command === 'giphy'
    ? pressGiphy(posting, kept, String(formData.image_action))
    : pressCustom(posting, kept, formData)
}

/** What the sender meant to send. */
function inputOf({ id, message }: EphemeralRecord): MessageInput {
  const { parent_id, show_in_channel } = message as { parent_id?: string; show_in_channel?: boolean }
  const thread = parent_id === undefined ? {} : { parent_id, show_in_channel: show_in_channel === true }
  return { id, ...thread, custom: {} }
}

function callOf({ message }: EphemeralRecord) {
  return { name: String(message.command ?? ''), args: String(message.args ?? '') }
}

async function pressGiphy(posting: Posting, kept: EphemeralRecord, pressed: string): Promise<Result> {
  const { deps, actor } = posting
  const { name: command, args } = callOf(kept)
  if (pressed === 'cancel') {
    await deps.store.transaction(tx => tx.deleteEphemeral(kept.appId, kept.id))
    return undefined
  }
  if (pressed === 'shuffle') {
    const gif = await findGif(deps, args)
    const attachments = gif ? [gif] : (kept.message.attachments as Attachment[])
    const shown: MessageResponse = { ...(kept.message as unknown as MessageResponse), attachments }
    await keepEphemeral(deps, actor.app.id, shown)
    return JSON.stringify(shown)
  }
  if (pressed !== 'send') {
    const problem = 'must be send, shuffle or cancel'
    throw new ChatError('invalid_input', `form_data.image_action ${problem}`, {
      details: { fields: { 'form_data.image_action': problem } },
    })
  }
  const attachments = (kept.message.attachments as Attachment[]).map(({ actions: _, ...sent }) => sent)
  return send(posting, { ...posting.message, attachments, custom: { command, args } })
}

async function pressCustom(posting: Posting, kept: EphemeralRecord, formData: Json): Promise<Result> {
  const { deps, actor } = posting
  const call = callOf(kept)
  const { text, attachments } = kept.message as { text?: string; attachments?: Attachment[] }
  const message = { ...posting.message, text, attachments } as MessageInput
  const rewritten = await askHandler({ ...posting, message }, call, formData)
  const said = { command: call.name, args: call.args }
  if (rewritten.kind === 'send') {
    return send(posting, { ...rewritten.message, custom: { ...rewritten.message.custom, ...said } })
  }
  const shown = toShown(
    { ...posting, message: rewritten.message },
    {
      type: rewritten.type,
      text: rewritten.message.text ?? '',
      attachments: (rewritten.message.attachments as Attachment[] | undefined) ?? [],
      ...said,
    },
  )
  await keepEphemeral(deps, actor.app.id, shown)
  return JSON.stringify(shown)
}

/** Once: who presses twice gets the message that was sent. */
async function send({ deps, actor, author, open }: Posting, message: MessageInput): Promise<string> {
  const { type, id } = open.channel
  const acting = actor.kind === 'server' ? { user_id: author.id } : {}
  const { json } = await sendMessage(deps, actor, { type, id, body: { message: { ...message, ...acting } } })
  if (message.id !== undefined) {
    const messageId = message.id
    await deps.store.transaction(tx => tx.deleteEphemeral(actor.app.id, messageId))
  }
  return json
}

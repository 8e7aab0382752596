import { parseCommand } from '../../domain/commands.ts'
import { planActingUser } from '../channels/acting-user.ts'
import { checkNotFrozen, checkWrite, openChannel } from '../channels/open-channel.ts'
import { type Posting, toShown } from '../commands/posting.ts'
import { runCommand } from '../commands/run-command.ts'
import type { Actor, Deps } from '../deps.ts'
import { callHook } from '../hooks/call-hook.ts'
import { hookPayload } from '../hooks/hook-payload.ts'
import { rewriteMessage } from '../hooks/rewrite-message.ts'
import type { MessageInput } from './message-draft.ts'
import { type SendMessage, type SentMessage, sendMessage } from './send-message.ts'

/**
 * Sends a message, unless it is a command or the app's own hook has something to say about it: both
 * are asked before anything is stored. The message may be one of type `ephemeral` or `error` that
 * its sender alone sees.
 * @throws ChatError as `sendMessage` and `runCommand`
 */
export async function postMessage(deps: Deps, actor: Actor, input: SendMessage): Promise<SentMessage> {
  const { text } = input.body.message
  const mayBeCommand = text?.startsWith('/') === true
  if (!mayBeCommand && actor.app.settings.beforeSendHookUrl === '') return sendMessage(deps, actor, input)
  const posting = await openPosting(deps, actor, input)
  const result = (await tryCommand(posting)) ?? (await askBeforeSend(posting))
  if ('shown' in result) return { json: JSON.stringify(result.shown) }
  return sendMessage(deps, actor, { ...input, body: { ...input.body, message: result.sent } })
}

/** Who may not write here has nobody asked either. @throws ChatError `not_allowed` | `not_found` */
async function openPosting(deps: Deps, actor: Actor, { type, id, body }: SendMessage): Promise<Posting> {
  const { message, user, user_id } = body
  const named = { user: message.user ?? user, user_id: message.user_id ?? user_id }
  const { user: author, save } = await planActingUser(deps, actor, named)
  const open = await openChannel(deps.store.read, actor, { type, id }, author.id)
  checkWrite(deps, actor, open, 'create-message')
  checkNotFrozen(actor, open)
  if (save) await deps.store.transaction(save)
  return { deps, actor, author, open, message }
}

/** Undefined for a text that only looks like a command, or one that the channel does not have. */
async function tryCommand(posting: Posting) {
  const { message, open } = posting
  const call = parseCommand(message.text)
  const isOurs = call && open.config.commands.some(command => command.name === call.name)
  return isOurs ? runCommand(posting, call) : undefined
}

/** A hook that fails, or answers with what can't be sent, changes nothing. */
async function askBeforeSend(posting: Posting) {
  const { deps, actor, message } = posting
  const { beforeSendHookUrl } = actor.app.settings
  if (beforeSendHookUrl === '') return { sent: message }
  const hook = {
    id: 'before_message_send_hook_url',
    url: beforeSendHookUrl,
    type: 'before_message_send',
  } as const
  const called = await callHook(deps, actor.app, hook, await hookPayload(posting, undefined))
  const rewritten = called.ok ? rewriteMessage(message, called.answer) : undefined
  if (!rewritten) return { sent: message }
  if (rewritten.kind === 'send') return { sent: rewritten.message }
  const text: MessageInput['text'] = rewritten.message.text ?? ''
  return { shown: toShown({ ...posting, message: rewritten.message }, { type: rewritten.type, text }) }
}

import type { MessageResponse } from '@parley/protocol'
import type { CommandCall } from '../../domain/commands.ts'
import type { MessageInput } from '../messages/message-draft.ts'
import { askHandler } from './custom-command.ts'
import { findGif, NO_GIFS } from './giphy.ts'
import { moderate } from './moderate.ts'
import { keepEphemeral, type Posting, toShown } from './posting.ts'

/** What a command comes to: a message for the sender's eyes, or one to be sent. */
export type CommandResult = { readonly shown: MessageResponse } | { readonly sent: MessageInput }

/**
 * Runs a slash command of the channel. What goes wrong in a built-in one is told in a message of
 * type `error`.
 * @throws ChatError `command_handler_missing` | `command_handler_failed`
 */
export async function runCommand(posting: Posting, call: CommandCall): Promise<CommandResult> {
  switch (call.name) {
    case 'giphy':
      return { shown: await giphy(posting, call.args) }
    case 'flag':
    case 'mute':
    case 'unmute':
    case 'ban':
    case 'unban':
      return { shown: toShown(posting, await moderate(posting, call.name, call.args)) }
    default:
      return runCustom(posting, call)
  }
}

async function giphy(posting: Posting, args: string): Promise<MessageResponse> {
  const { deps, actor } = posting
  const said = { command: 'giphy', args }
  const gif = await findGif(deps, args)
  if (!gif) {
    const text = deps.outbound.gifs ? `no picture was found for "${args}"` : NO_GIFS
    return toShown(posting, { type: 'error', text, ...said })
  }
  const message = toShown(posting, { type: 'ephemeral', text: `/giphy ${args}`, attachments: [gif], ...said })
  await keepEphemeral(deps, actor.app.id, message)
  return message
}

async function runCustom(posting: Posting, call: CommandCall): Promise<CommandResult> {
  const rewritten = await askHandler(posting, call, undefined)
  const { message } = rewritten
  const said = { command: call.name, args: call.args }
  if (rewritten.kind === 'send') return { sent: { ...message, custom: { ...message.custom, ...said } } }
  const { text = '', attachments } = message
  const shown = toShown(
    { ...posting, message },
    {
      type: rewritten.type,
      text,
      attachments: (attachments as MessageResponse['attachments'] | undefined) ?? [],
      ...said,
    },
  )
  if (rewritten.type === 'ephemeral') await keepEphemeral(posting.deps, posting.actor.app.id, shown)
  return { shown }
}

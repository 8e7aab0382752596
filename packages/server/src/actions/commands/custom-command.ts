import { ChatError } from '@parley/protocol'
import type { CommandCall } from '../../domain/commands.ts'
import type { Json } from '../../domain/records.ts'
import { callHook } from '../hooks/call-hook.ts'
import { hookPayload } from '../hooks/hook-payload.ts'
import { type Rewritten, rewriteMessage } from '../hooks/rewrite-message.ts'
import type { Posting } from './posting.ts'

/**
 * What the app's own handler makes of one of its commands, or of a button of a message it made.
 * @throws ChatError `command_handler_missing` | `command_handler_failed`
 */
export async function askHandler(
  posting: Posting,
  { name, args }: CommandCall,
  formData: Json | undefined,
): Promise<Rewritten> {
  const { deps, actor, message } = posting
  const { commandHandlerUrl } = actor.app.settings
  if (commandHandlerUrl === '') {
    throw new ChatError(
      'command_handler_missing',
      `nobody runs /${name}: the app's setting custom_action_handler_url is not set`,
    )
  }
  const url = commandHandlerUrl.replaceAll('{type}', encodeURIComponent(name))
  const payload = await hookPayload(posting, { command: name, args }, formData)
  const hook = { id: 'custom_action_handler_url', url, type: `/${name}` } as const
  const called = await callHook(deps, actor.app, hook, payload)
  const rewritten = called.ok ? rewriteMessage(message, called.answer) : undefined
  if (rewritten) return rewritten
  const why = called.ok ? 'it answered with a message that can not be' : called.error
  throw new ChatError('command_handler_failed', `the handler of /${name} failed: ${why}`)
}

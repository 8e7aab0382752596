import { ChatError } from '@parley/protocol'
import { judge, type Verdict } from '../../domain/automod.ts'
import { can } from '../../domain/permissions.ts'
import type { Tx } from '../../store/store.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { writeFlag } from './write-flag.ts'

/** A message with what is to be judged of it. */
export interface Judged {
  readonly id: string
  readonly authorId: string
  readonly text: string
  /** Of a server, which is trusted otherwise. */
  readonly force: boolean
}

/**
 * Judges a message within the transaction that writes it: what is blocked is not kept, what is to be
 * flagged is flagged in the server's name. Free where a channel has neither blocklist nor automod.
 * @throws ChatError `message_moderated`
 */
export async function moderateMessage(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  { channel, config, resource }: OpenChannel,
  { id, authorId, text, force }: Judged,
): Promise<void> {
  const verdict = judge(actor.app.rules, config, text)
  if (!verdict) return
  const isTrusted = actor.kind === 'server' ? !force : can(actor, 'skip-message-moderation', resource)
  if (isTrusted) return
  if (verdict.action === 'block') throw blocked(verdict)
  const target = { messageId: id, userId: authorId, channel }
  const words = { by: undefined, reason: undefined, custom: undefined, moderationResult: resultOf(verdict) }
  await writeFlag(deps, tx, actor, target, words)
}

function blocked({ blocklistName }: Verdict): ChatError {
  return new ChatError(
    'message_moderated',
    `the message was not sent: it has a word that blocklist "${blocklistName}" forbids here`,
    { details: { blocklist: blocklistName } },
  )
}

function resultOf({ action, moderatedBy, blockedWord, blocklistName }: Verdict) {
  return { action, moderated_by: moderatedBy, blocked_word: blockedWord, blocklist_name: blocklistName }
}

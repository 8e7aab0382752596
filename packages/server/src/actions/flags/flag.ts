import type { Flag } from '@parley/protocol'
import type { FlagBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { checkCan, userResource } from '../../domain/permissions.ts'
import type { Reader } from '../../store/store.ts'
import { planActingUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { getMessage } from '../messages/get-message.ts'
import { getTarget } from '../moderation/target-user.ts'
import { toFlag } from '../wire/flag.ts'
import { loadPeople } from '../wire/people.ts'
import { type FlagTarget, writeFlag } from './write-flag.ts'

export type FlagInput = Pick<
  z.output<typeof FlagBody>,
  'target_message_id' | 'target_user_id' | 'reason' | 'custom' | 'user_id' | 'user'
>

/**
 * Flags a message that the user may read, one's own too, or another user.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function flag(deps: Deps, actor: Actor, input: FlagInput): Promise<Flag> {
  const { user, save } = await planActingUser(deps, actor, { user: input.user, user_id: input.user_id })
  return deps.store.transaction(async tx => {
    await save?.(tx)
    const target = await getFlagTarget(tx, actor, input, user.id)
    const { reason, custom } = input
    const words = { by: user, reason, custom, moderationResult: undefined }
    const { flag: written, report } = await writeFlag(deps, tx, actor, target, words)
    return toFlag(written, report, await loadPeople(deps, tx, user.appId, [target.userId], [user]))
  })
}

/** @throws ChatError `not_found` | `not_allowed` */
export async function getFlagTarget(
  reader: Reader,
  actor: Actor,
  { target_message_id: messageId, target_user_id: userId = '' }: FlagInput,
  flaggerId: string,
): Promise<FlagTarget> {
  if (messageId === undefined) {
    const target = await getTarget(reader, actor, userId)
    checkCan(actor, 'flag-user', userResource(target))
    return { messageId, userId: target.id, channel: undefined }
  }
  const { message, open } = await getMessage(reader, actor, messageId, flaggerId)
  checkCan(actor, 'flag-message', open.resource)
  return { messageId, userId: message.userId, channel: open.channel }
}

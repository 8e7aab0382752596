import { ChatError } from '@parley/protocol'
import { planActingUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { type Reacted, ReactionChange } from './change-reactions.ts'

/**
 * Takes back a user's reaction of one type.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function deleteReaction(
  deps: Deps,
  actor: Actor,
  messageId: string,
  type: string,
  query: { readonly user_id?: string | undefined },
): Promise<Reacted> {
  const { user, save } = await planActingUser(deps, actor, { user_id: query.user_id })
  const { reacted } = await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const change = await ReactionChange.begin(deps, tx, actor, messageId, user, 'delete-reaction')
      const reaction = (await change.own()).find(each => each.type === type)
      if (!reaction) {
        throw new ChatError(
          'not_found',
          `user "${user.id}" has no reaction "${type}" to message "${messageId}"`,
        )
      }
      return { reacted: await change.takeBack(reaction), log: change.log }
    },
    ({ log }) => announceAll(deps, log.announcements),
  )
  return reacted
}

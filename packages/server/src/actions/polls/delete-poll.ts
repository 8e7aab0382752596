import { checkCan } from '../../domain/permissions.ts'
import { pollResource } from '../../domain/polls.ts'
import { planNamedUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { wakeTasks } from '../tasks/start-task.ts'
import { userJson } from '../wire/user.ts'
import { lockPoll } from './get-poll.ts'
import { logPoll } from './log-poll.ts'
import { dropVotes } from './prune-votes.ts'
import { showPoll } from './show-polls.ts'

/**
 * Deletes a poll for good. The messages that it was sent with stay, without it.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function deletePoll(
  deps: Deps,
  actor: Actor,
  pollId: string,
  query: { readonly user_id?: string | undefined },
): Promise<void> {
  const acting = await planNamedUser(deps, actor, query)
  await deps.store.transaction(
    async tx => {
      await acting?.save?.(tx)
      const poll = await lockPoll(tx, actor, pollId)
      checkCan(actor, 'delete-poll', pollResource(poll))
      const messages = await tx.listPollMessages(poll.appId, poll.id)
      const user = acting && userJson(deps, acting.user)
      const parts = { poll: JSON.stringify(await showPoll(deps, tx, poll)), user }
      await tx.deletePoll(poll.appId, poll.id)
      const waits = await dropVotes(deps, tx, poll.appId, { pollId, beforeUs: deps.clock() })
      return {
        waits,
        announcements: await logPoll(deps, tx, actor, poll, messages, { type: 'poll.deleted', parts }),
      }
    },
    done => {
      announceAll(deps, done.announcements)
      if (done.waits) wakeTasks(deps)
    },
  )
}

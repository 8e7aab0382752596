import type { UnbanUserQuery } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { invalidField } from '../../util/invalid-input.ts'
import { planNamedUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { getTarget } from '../moderation/target-user.ts'
import { checkMayBan, openScope } from './ban-user.ts'
import { announceLifted, type Lifted, liftBan } from './lift-ban.ts'

export type UnbanInput = z.output<typeof UnbanUserQuery>

/**
 * Lifts whatever ban there is of the user in that scope; without one nothing happens.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function unbanUser(deps: Deps, actor: Actor, input: UnbanInput): Promise<void> {
  const acting = await planNamedUser(deps, actor, { user_id: input.user_id })
  const by = acting?.user
  await deps.store.transaction(
    async (tx): Promise<Lifted | undefined> => {
      await acting?.save?.(tx)
      const open = await openScope(tx, actor, input, by)
      const target = await getTarget(tx, actor, input.target_user_id)
      checkMayBan(actor, open, target)
      if (input.remove_future_channels_ban) {
        await tx.deleteFutureBan(actor.app.id, whoseChannels(actor, input), target.id)
      }
      const ban = await tx.findBan(actor.app.id, open?.channel.cid, target.id)
      return ban && liftBan(deps, tx, actor, ban, by)
    },
    lifted => {
      if (lifted) announceLifted(deps, actor, lifted)
    },
  )
}

/** Clients take back what they did themselves. */
function whoseChannels(actor: Actor, { created_by, user_id }: UnbanInput): string {
  const id = actor.kind === 'server' ? (created_by ?? user_id) : actor.user.id
  if (id !== undefined) return id
  throw invalidField(
    'created_by',
    'is required with remove_future_channels_ban: it says whose channels are meant',
  )
}

import type { SendReactionBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { withReaction, withScore } from '../../domain/reactions.ts'
import type { ReactionRecord, UserRecord } from '../../domain/records.ts'
import { planActingUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { type Reacted, ReactionChange } from './change-reactions.ts'

type Body = z.output<typeof SendReactionBody>

/**
 * Gives a reaction. The user's reaction of the same type is replaced; with `enforce_unique` those
 * of other types are taken back first, each with an event of its own.
 * @throws ChatError `not_found` | `not_allowed` | `feature_disabled`
 */
export async function sendReaction(
  deps: Deps,
  actor: Actor,
  messageId: string,
  { reaction, ...body }: Body,
): Promise<Reacted> {
  const { user, save } = await planActingUser(deps, actor, {
    user: reaction.user ?? body.user,
    user_id: reaction.user_id ?? body.user_id,
  })
  const wishes: Wishes = {
    isUnique: body.enforce_unique === true || reaction.enforce_unique === true,
    skipsPush: body.skip_push === true || reaction.skip_push === true,
  }
  const { reacted } = await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const change = await ReactionChange.begin(deps, tx, actor, messageId, user, 'create-reaction')
      return { reacted: await give(change, messageId, user, reaction, wishes), log: change.log }
    },
    ({ log }) => announceAll(deps, log.announcements),
  )
  return reacted
}

interface Wishes {
  readonly isUnique: boolean
  readonly skipsPush: boolean
}

async function give(
  change: ReactionChange,
  messageId: string,
  user: UserRecord,
  input: Body['reaction'],
  { isUnique, skipsPush }: Wishes,
): Promise<Reacted> {
  const own = await change.own()
  const before = own.find(each => each.type === input.type)
  if (isUnique) for (const other of own) if (other !== before) await change.takeBack(other)
  const { atUs } = await change.place()
  const reaction: ReactionRecord = {
    appId: user.appId,
    messageId,
    userId: user.id,
    type: input.type,
    score: input.score ?? 1,
    emojiCode: input.emoji_code,
    custom: input.custom,
    createdAtUs: before?.createdAtUs ?? atUs,
    updatedAtUs: atUs,
  }
  if (before)
    return change.put('reaction.updated', reaction, withScore(change.groups, before, reaction.score))
  if (!skipsPush) await change.push(reaction)
  return change.put('reaction.new', reaction, withReaction(change.groups, reaction, atUs))
}

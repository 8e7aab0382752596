import { parseCid } from '../../domain/channels.ts'
import { timesWithout, withoutReaction } from '../../domain/reactions.ts'
import type { ReactionRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { announceAll, ChannelLog } from '../events/channel-log.ts'
import type { EventSource } from '../events/hook-event.ts'
import { recipientsOf } from '../messages/recipients.ts'
import { showMessages } from '../messages/show-messages.ts'
import { asBroadcast } from '../wire/message.ts'
import { toReaction } from '../wire/reaction.ts'

/** Reactions looked for at once. */
const AT_ONCE = 200

/**
 * Takes back what a user reacted with, everywhere, each with its event: a transaction each, since
 * they lock the logs of many channels. Doing it again does no harm. Returns how many went.
 */
export async function deleteUserReactions(
  deps: Deps,
  source: EventSource,
  user: UserRecord,
): Promise<number> {
  let count = 0
  for (;;) {
    const reactions = await deps.store.read.listReactionsOf(user.appId, user.id, AT_ONCE)
    for (const reaction of reactions) {
      await deps.store.transaction(
        tx => takeBack(deps, tx, source, user, reaction),
        log => announceAll(deps, log?.announcements ?? []),
      )
    }
    count += reactions.length
    if (reactions.length < AT_ONCE) return count
  }
}

async function takeBack(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  user: UserRecord,
  reaction: ReactionRecord,
): Promise<ChannelLog | undefined> {
  const { appId, messageId, type } = reaction
  const message = await tx.findMessage(appId, messageId)
  const ref = parseCid(message?.cid ?? '')
  const channel = ref && (await tx.findChannel(appId, ref.type, ref.id))
  if (!message || !channel) {
    await tx.deleteReaction(reaction)
    return undefined
  }
  const log = new ChannelLog(deps, tx, source, channel)
  const place = await log.next()
  await tx.deleteReaction(reaction)
  const stay = timesWithout(message.reactionGroups, reaction)
  const times = stay ?? (await tx.findReactionTimes(appId, messageId, type))
  const left = withoutReaction(message.reactionGroups, reaction, times)
  const groups = Object.keys(left).length === 0 ? undefined : left
  await tx.setReactionGroups(appId, messageId, groups)
  const changed = { ...message, reactionGroups: groups }
  const { people, show } = await showMessages(deps, tx, channel, [changed], { users: [user] })
  const parts = {
    message: JSON.stringify(asBroadcast(show(changed))),
    reaction: JSON.stringify(toReaction(reaction, people)),
    user: people.json(user.id),
  }
  await log.append('reaction.deleted', place, parts, {
    to: await recipientsOf(deps, tx, source, { channel }, changed),
  })
  return log
}

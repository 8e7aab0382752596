import type { ReactionGroup, ReactionResponse } from '@parley/protocol'
import type { ReactionGroups, ReactionRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { People } from './people.ts'

/** The reaction as the wire shows it, custom data at the root. */
export function toReaction(reaction: ReactionRecord, people: People): ReactionResponse {
  const response: ReactionResponse = {
    ...reaction.custom,
    message_id: reaction.messageId,
    user_id: reaction.userId,
    user: people.user(reaction.userId),
    type: reaction.type,
    score: reaction.score,
    created_at: toRfc3339(reaction.createdAtUs),
    updated_at: toRfc3339(reaction.updatedAtUs),
  }
  if (reaction.emojiCode !== undefined) response.emoji_code = reaction.emojiCode
  return response
}

/** The three ways in which a message counts its reactions. */
export function toReactionCounts(groups: ReactionGroups) {
  const entries = Object.entries(groups)
  return {
    reaction_counts: Object.fromEntries(entries.map(([type, { count }]) => [type, count])),
    reaction_scores: Object.fromEntries(entries.map(([type, { sumScores }]) => [type, sumScores])),
    reaction_groups: Object.fromEntries(
      entries.map(([type, group]): [string, ReactionGroup] => [
        type,
        {
          count: group.count,
          sum_scores: group.sumScores,
          first_reaction_at: toRfc3339(group.firstAtUs),
          last_reaction_at: toRfc3339(group.lastAtUs),
        },
      ]),
    ),
  }
}

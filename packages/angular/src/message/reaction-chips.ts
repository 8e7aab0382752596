import type { LocalMessage } from '@parley/client'
import { userName } from '../format/user-name'
import { reactionEmoji } from '../menu/quick-reactions'

/** One kind of reaction under a message. */
export interface ReactionChip {
  readonly type: string
  readonly emoji: string
  readonly count: number
  /** One has given it, too. */
  readonly isOwn: boolean
  /** Names of who gave it, of those that are known: the newest first. */
  readonly names: readonly string[]
}

type Reacted = Pick<LocalMessage, 'reaction_groups' | 'latest_reactions' | 'own_reactions'>

/** The reactions of a message, those given first in front. */
export function chipsOf(message: Reacted): readonly ReactionChip[] {
  const groups = Object.entries(message.reaction_groups ?? {}).filter(([, { count }]) => count > 0)
  groups.sort(([, one], [, other]) => (one.first_reaction_at < other.first_reaction_at ? -1 : 1))
  return groups.map(([type, { count }]) => ({
    type,
    emoji: emojiOf(type, message),
    count,
    isOwn: message.own_reactions.some(reaction => reaction.type === type),
    names: message.latest_reactions
      .filter(reaction => reaction.type === type)
      .map(({ user, user_id }) => userName(user) || user_id),
  }))
}

/** A type that is not known here shows the emoji that came with it, or its name. */
function emojiOf(type: string, { latest_reactions }: Reacted): string {
  const known = reactionEmoji(type)
  if (known !== type) return known
  return latest_reactions.find(reaction => reaction.type === type)?.emoji_code ?? type
}

/** A reaction that is offered at once. */
export interface QuickReaction {
  /** What is sent as the reaction's `type`. */
  readonly type: string
  readonly emoji: string
}

/** The reactions that are offered before the emoji picker. */
export const QUICK_REACTIONS: readonly QuickReaction[] = [
  { type: 'like', emoji: '👍' },
  { type: 'love', emoji: '❤️' },
  { type: 'haha', emoji: '😂' },
  { type: 'wow', emoji: '😮' },
  { type: 'sad', emoji: '😢' },
  { type: 'celebrate', emoji: '🎉' },
]

/** Types that other apps send. */
const OTHERS: Readonly<Record<string, string>> = {
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  dislike: '👎',
  heart: '❤️',
  laugh: '😂',
  lol: '😂',
  joy: '😂',
  surprised: '😮',
  angry: '😡',
  fire: '🔥',
  clap: '👏',
  party: '🎉',
  eyes: '👀',
  rocket: '🚀',
}

const EMOJI_BY_TYPE = new Map([
  ...Object.entries(OTHERS),
  ...QUICK_REACTIONS.map(({ type, emoji }) => [type, emoji] as const),
])

/** What is shown for a reaction type: its emoji, or the type itself (which may be an emoji). */
export function reactionEmoji(type: string): string {
  return EMOJI_BY_TYPE.get(type) ?? type
}

/** The reaction type for an emoji that somebody picked: the known one's name, or the emoji itself. */
export function reactionType(emoji: string): string {
  return QUICK_REACTIONS.find(known => known.emoji === emoji)?.type ?? emoji
}

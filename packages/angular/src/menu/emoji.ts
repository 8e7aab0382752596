import type { EMOJI_LINES } from './emoji-data'

/** Group of emoji in the picker. */
export type EmojiCategory = keyof typeof EMOJI_LINES

/** One emoji of the picker. */
export interface Emoji {
  /** The sign itself, one or more code points. */
  readonly char: string
  /** English. */
  readonly name: string
  /** Name and further words, in lower case. */
  readonly words: string
}

/** The emoji of one category, in the order in which they are shown. */
export interface EmojiGroup {
  readonly category: EmojiCategory
  readonly emoji: readonly Emoji[]
}

/** Emoji from lines of "sign name, more words". */
export function parseEmoji(lines: Readonly<Record<EmojiCategory, string>>): EmojiGroup[] {
  return Object.entries(lines).map(([category, text]) => ({
    category: category as EmojiCategory,
    emoji: text.trim().split('\n').map(parseLine),
  }))
}

/** Groups with the emoji that have every word of the term at the start of one of theirs. */
export function searchEmoji(groups: readonly EmojiGroup[], term: string): readonly EmojiGroup[] {
  const asked = term.toLowerCase().split(/\s+/).filter(Boolean)
  if (asked.length === 0) return groups
  const matches = ({ words, char }: Emoji) =>
    asked.every(word => char === word || ` ${words}`.includes(` ${word}`))
  return groups
    .map(({ category, emoji }) => ({ category, emoji: emoji.filter(matches) }))
    .filter(({ emoji }) => emoji.length > 0)
}

function parseLine(line: string): Emoji {
  const at = line.indexOf(' ')
  const said = line.slice(at + 1)
  const [name = ''] = said.split(', ')
  return { char: line.slice(0, at), name, words: said.toLowerCase().replaceAll(/[,-]/g, ' ') }
}

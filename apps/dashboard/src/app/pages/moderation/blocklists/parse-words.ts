import { MOST_WORDS, WORD_LENGTH } from './blocklist-limits'

/** Words as somebody typed or pasted them: one a line, or with commas between. Each once, in their order. */
export function parseWords(text: string): string[] {
  const words = text.split(/[\n,]/).map(word => word.trim())
  return [...new Set(words.filter(word => word !== ''))]
}

/** What is wrong with them; `''` when nothing. */
export function wordsProblem(words: readonly string[]): string {
  if (words.length === 0) return 'Must have at least one word'
  const long = words.find(word => word.length > WORD_LENGTH)
  if (long !== undefined) return `“${long.slice(0, 30)}…” is too long: ${WORD_LENGTH} characters at most`
  const over = words.length - MOST_WORDS
  return over > 0 ? `${over.toLocaleString()} too many: ${MOST_WORDS.toLocaleString()} at most` : ''
}

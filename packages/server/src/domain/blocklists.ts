import { PROFANITY_EN_2020_V1 } from './profanity.ts'

/** A list of words as texts are searched for them: compiled once, then every word is one look-up. */
export interface Blocklist {
  readonly name: string
  /** What is a word by itself. */
  readonly words: ReadonlySet<string>
  /** What is several words in a row, by the first of them. */
  readonly phrases: ReadonlyMap<string, readonly (readonly string[])[]>
}

/** White space and hyphens of every script. */
const BETWEEN = /[\s\p{Pd}]+/u
/** Punctuation and symbols around a word are not part of it. */
const AROUND = /^[^\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+$/gu

/** The words of a text as they are compared: case and width do not count. */
export function wordsIn(text: string): string[] {
  const words: string[] = []
  for (const part of text.normalize('NFKC').toLowerCase().split(BETWEEN)) {
    const word = part.replace(AROUND, '')
    if (word !== '') words.push(word)
  }
  return words
}

/** A word of the list with nothing but punctuation in it is found nowhere. */
export function compileBlocklist(name: string, entries: readonly string[]): Blocklist {
  const words = new Set<string>()
  const phrases = new Map<string, (readonly string[])[]>()
  for (const entry of entries) {
    const [first, ...rest] = wordsIn(entry)
    if (first === undefined) continue
    if (rest.length === 0) words.add(first)
    else phrases.set(first, [...(phrases.get(first) ?? []), rest])
  }
  return { name, words, phrases }
}

/** What of the list the text has first; undefined when nothing. */
export function findBlocked({ words, phrases }: Blocklist, text: readonly string[]): string | undefined {
  for (const [at, word] of text.entries()) {
    if (words.has(word)) return word
    const longer = phrases.get(word)?.find(rest => rest.every((next, index) => text[at + 1 + index] === next))
    if (longer) return [word, ...longer].join(' ')
  }
  return undefined
}

/** The list that every app has. */
export const BUILT_IN_BLOCKLIST = 'profanity_en_2020_v1'

let builtIn: Blocklist | undefined

/** Compiled when somebody uses it. */
export function builtInBlocklist(): Blocklist {
  builtIn ??= compileBlocklist(BUILT_IN_BLOCKLIST, PROFANITY_EN_2020_V1)
  return builtIn
}

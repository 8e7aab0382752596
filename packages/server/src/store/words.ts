/*
 * How text is searched: by words, whatever their case. Text is folded to lower case with every
 * separator turned into a space and a space at both ends, so that "a word starts with x" is
 * "contains ' x'" and "has the word x" is "contains ' x '".
 */

/** Characters that end a word, beside the space. */
export const SEPARATORS = [
  '-',
  '_',
  '@',
  '.',
  ',',
  ':',
  ';',
  '/',
  '(',
  ')',
  "'",
  '"',
  '!',
  '?',
  '\n',
  '\t',
] as const

const separators = new Set<string>(SEPARATORS)

/** How letters lose their case. The databases agree on ASCII only, so what they fold is folded `ascii`. */
export type Folding = 'unicode' | 'ascii'

/** `Bob "the" Builder` becomes ` bob  the  builder `. */
export function foldWords(text: string, folding: Folding = 'unicode'): string {
  let folded = ' '
  for (const char of lower(text, folding)) folded += separators.has(char) ? ' ' : char
  return `${folded} `
}

function lower(text: string, folding: Folding): string {
  return folding === 'unicode'
    ? text.toLowerCase()
    : text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
}

/** What folded text must contain so that one of its words starts with this; undefined when nothing can. */
export function prefixNeedle(text: string, folding: Folding): string | undefined {
  const needle = foldWords(text, folding).trim()
  return needle === '' ? undefined : ` ${needle}`
}

/** What folded text must contain, all of them, to have every word of this query. */
export function wordNeedles(query: string, folding: Folding): string[] {
  return foldWords(query, folding)
    .split(' ')
    .filter(word => word !== '')
    .map(word => ` ${word} `)
}

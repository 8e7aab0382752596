import type { UserResponse } from '@parley/client'

/** Anybody as far as a name and a picture go. */
export type NamedUser = Pick<UserResponse, 'id'> & Partial<Pick<UserResponse, 'name' | 'image' | 'online'>>

/** What a name may have at most on the screen; the rest is cut by CSS where space ends. */
const LONGEST_NAME = 200

/**
 * What to call a user: the name, or the id of one without.
 *
 * Of names as long as a book a piece; what turns the direction of the text around them is left out.
 */
export function userName(user: NamedUser | null | undefined): string {
  if (!user) return ''
  return shortName(user.name) || shortName(user.id) || user.id
}

/** A name fit for one line: no line ends, no marks that turn the text after it, no book. */
export function shortName(name: unknown): string {
  if (typeof name !== 'string') return ''
  const plain = name
    .slice(0, LONGEST_NAME * 4)
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return [...plain].slice(0, LONGEST_NAME).join('')
}

/** One or two letters that stand for a name; an emoji stays whole. Empty for an empty name. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(word => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word))
  const [first, ...others] = words.map(firstLetter)
  const last = others.at(-1)
  return `${first ?? ''}${last ?? ''}`.toLocaleUpperCase()
}

function firstLetter(word: string): string {
  const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)]
  const isShown = (text: string) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)
  return letters.find(({ segment }) => isShown(segment))?.segment ?? ''
}

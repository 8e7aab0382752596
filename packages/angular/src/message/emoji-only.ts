/** More than these are a text. */
const MAX_BIG = 3
/** The longest emoji have some thirty code units. */
const MAX_LENGTH = 120
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u
const INVISIBLE = /^[\s\u200B-\u200F\u202A-\u202E\u2066-\u2069]+$/u

/** How many emoji a message has that has nothing else, up to 3; 0 for every other one. */
export function countEmojiOnly(text: string): number {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > MAX_LENGTH) return 0
  const graphemes = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(trimmed)]
  const seen = graphemes.map(({ segment }) => segment).filter(segment => !INVISIBLE.test(segment))
  return seen.length <= MAX_BIG && seen.every(segment => EMOJI.test(segment)) ? seen.length : 0
}

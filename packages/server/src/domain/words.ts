const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** The words of a text as they are compared: runs of letters and digits, without regard to case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? []
}

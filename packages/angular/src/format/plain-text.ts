/** What a line needs at most of a text. */
const LONGEST = 300

/** A text with Markdown as one plain line: what is said without how it looks. */
export function plainText(markdown: string): string {
  const line = markdown
    .slice(0, LONGEST * 2)
    .replace(/```[\w-]*\n?/g, ' ')
    .replace(/!?\[([^\]]*)\]\([^)\s]*\)/g, '$1')
    .replace(/^\s{0,3}(?:#{1,6}|>+|[-*+])\s+/gm, '')
    .replace(/(\*\*|__|~~)(?=\S)(.*?\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])([*_])(?=\S)([^*_]*\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/`([^`]*)`/g, '$1')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  // half an emoji at the end goes
  return [...line]
    .slice(0, LONGEST)
    .join('')
    .replace(/[\ud800-\udfff]$/u, '')
}

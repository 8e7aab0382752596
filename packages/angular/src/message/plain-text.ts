const PARAGRAPH = /^<p>([^<]*)<\/p>\s*$/
const ENTITY = /&(?:amp|lt|gt|quot|#39);/g
const ANY_ENTITY = /&[#\w]+;/
const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

/**
 * What one paragraph of HTML says that has nothing in it but text; undefined for all other HTML.
 *
 * Showing it as text costs a fraction of what sanitising does.
 */
export function plainText(html: string): string | undefined {
  const [, inner] = PARAGRAPH.exec(html) ?? []
  if (inner === undefined || ANY_ENTITY.test(inner.replace(ENTITY, ''))) return undefined
  return inner.replace(ENTITY, entity => CHARACTERS[entity] ?? entity)
}

import type { PageFacts } from '../domain/previews.ts'
import type { Page } from '../util/safe-fetch.ts'

const WANTED = /^(og:|twitter:|description$)/i
/** More of them are no description but an attack. */
const MAX_FACTS = 100
const VALUE_MAX = 4_000

/** What the head of a page says: Open Graph, the older names, and its title. */
export async function readFacts({ contentType, body }: Page): Promise<PageFacts> {
  const facts = new Map<string, string>()
  const set = (name: string, value: string): void => {
    if (facts.size < MAX_FACTS && !facts.has(name)) facts.set(name, decodeEntities(value.slice(0, VALUE_MAX)))
  }
  let title = ''
  const rewriter = new HTMLRewriter()
    .on('meta', {
      element(meta) {
        const name = meta.getAttribute('property') ?? meta.getAttribute('name') ?? ''
        const content = meta.getAttribute('content')
        if (content && WANTED.test(name)) set(name.toLowerCase(), content)
      },
    })
    .on('head > title', {
      text(chunk) {
        if (title.length < VALUE_MAX) title += chunk.text
      },
    })
  await rewriter.transform(new Response(decode(contentType, body))).arrayBuffer()
  if (title !== '') set('title', title)
  return facts
}

function decode(contentType: string, body: Uint8Array): string {
  const [, label = 'utf-8'] = /charset\s*=\s*"?([\w-]+)/i.exec(contentType) ?? []
  try {
    return new TextDecoder(label as Bun.Encoding).decode(body)
  } catch {
    // A charset that nobody knows.
    return new TextDecoder().decode(body)
  }
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
}

function decodeEntities(text: string): string {
  return text.replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,6});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    return isCharacter ? String.fromCodePoint(code) : whole
  })
}

import sanitize from 'sanitize-html'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const NEEDS_ESCAPE = /[&<>"']/
const ESCAPED = /[&<>"']/g

/**
 * Whatever could be Markdown: its characters, a list's number, a link, a line break. Most messages
 * have none of it and cost no parsing.
 */
const MAYBE_MARKDOWN = /[\\`*_~[\]#|>\n]|(?:^|\s)(?:[-+=]|\d+[.)])\s|www\.|:\/\/|@/

/** Nobody reads quotes this deep, and what parses them takes longer with every level. */
const TOO_DEEP = /^(?:[ \t]*[>\-+*]){20}/m

const OPTIONS = { noHtmlBlocks: true, noHtmlSpans: true, autolinks: true } as const

/** What Markdown makes, and of links and images only those that a browser does not run. */
const ALLOWED: sanitize.IOptions = {
  allowedTags: [
    ...[
      'p',
      'br',
      'hr',
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'blockquote',
      'pre',
      'code',
      'em',
      'strong',
      'del',
    ],
    ...['ul', 'ol', 'li', 'a', 'img', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: { a: ['href', 'title', 'rel', 'target'], img: ['src', 'alt', 'title'], ol: ['start'] },
  allowedClasses: { code: [/^language-[\w+#-]+$/] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  transformTags: { a: (tagName, attribs) => ({ tagName, attribs: linkAttributes(attribs) }) },
}

const ABSOLUTE = /^(?:https?|mailto|tel):/i

/** A chat has no address that a relative link could be relative to. */
function linkAttributes({ href, title }: sanitize.Attributes): sanitize.Attributes {
  if (href === undefined || !ABSOLUTE.test(href)) return {}
  return { href, ...(title !== undefined && { title }), rel: 'nofollow noreferrer ugc', target: '_blank' }
}

/**
 * A message's Markdown as HTML that is safe to show: the author's own tags are escaped, links go to
 * http, https, mail and telephone only, and every line break is one. Ends with a line break.
 */
export function renderHtml(text: string): string {
  if (text === '') return ''
  if (!MAYBE_MARKDOWN.test(text) || TOO_DEEP.test(text)) return paragraph(text)
  const html = sanitize(Bun.markdown.html(withBreaks(text), OPTIONS), ALLOWED)
  // Blanks and link definitions render as nothing, though something was said.
  return html.trim() === '' ? paragraph(text) : html
}

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>\n`

function escapeHtml(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text
  return text.replace(ESCAPED, character => ESCAPES[character] ?? character)
}

const FENCE = /^ {0,3}(?:```|~~~)/

/** In chats a line ends where its author ended it: two blanks tell Markdown so, outside of code. */
function withBreaks(text: string): string {
  if (!text.includes('\n')) return text
  let inCode = false
  return text
    .split('\n')
    .map(line => {
      const isFence = FENCE.test(line)
      if (isFence) inCode = !inCode
      return isFence || inCode || line.trim() === '' ? line : `${line}  `
    })
    .join('\n')
}

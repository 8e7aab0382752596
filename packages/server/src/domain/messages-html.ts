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
 * A message's text as HTML that is safe to show: one `<p>` per paragraph, line breaks as `<br/>`.
 * Everything else is escaped; Markdown is left to whoever renders `text`.
 */
export function renderHtml(text: string): string {
  if (text === '') return ''
  if (!text.includes('\n')) return `<p>${escapeHtml(text)}</p>\n`
  return text
    .split(/\n{2,}/)
    .filter(paragraph => paragraph.trim() !== '')
    .map(paragraph => `<p>${escapeHtml(paragraph.trim()).replaceAll('\n', '<br/>\n')}</p>\n`)
    .join('')
}

function escapeHtml(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text
  return text.replace(ESCAPED, character => ESCAPES[character] ?? character)
}

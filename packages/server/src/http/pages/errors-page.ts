import { ERRORS, type ErrorEntry } from '@parley/protocol'
import { escapeHtml, page } from './page.ts'

/** One section per error: where `more_info` of an error reply leads. */
export function errorsPage(): string {
  const sections = Object.entries<ErrorEntry>(ERRORS).map(([name, entry]) => errorSection(name, entry))
  return page(
    'Errors',
    `<p>Every code that a reply or a socket’s error frame may carry.</p>\n${sections.join('\n')}`,
  )
}

function errorSection(name: string, { code, http, retry, title, advice }: ErrorEntry): string {
  const again = retry ? 'The same request can succeed later.' : 'The same request will be refused again.'
  return `<section id="${escapeHtml(name)}">
<h2>${code} · ${escapeHtml(title)}</h2>
<p>${escapeHtml(advice)}</p>
<p><code>${escapeHtml(name)}</code>, HTTP status ${http}. ${again}</p>
</section>`
}
